"""The ontology, its alignments and the shapes: documents in every format, and what their pages show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyoxigraph as ox
from markupsafe import Markup
from pyoxigraph import NamedNode, RdfFormat, parse

from csekg.answers.entities import ontology
from csekg.answers.entities.ontology import Term, Use, terms
from csekg.namespaces import ONTOLOGY, OWL, PREFIXES
from csekg.resources import ontology_dir
from csekg.sparql.graphs import write_graph
from csekg.validation.shapes import CSH, SH, Component, Constraint, Shape, read_shapes, shapes_dir
from csekg.validation.submissions.submission import READING_SHAPES
from csekg_api.linked_data.documents import Addresses, compact, writer
from csekg_api.web.assets import STATIC

#: The path of the ontology is that of its namespace, `https://w3id.org/csekg/ontology#`.
ONTOLOGY_PATH, ALIGNMENTS_PATH, SHAPES_PATH = "/ontology", "/ontology/alignments", "/shapes"


@dataclass(frozen=True, slots=True)
class VocabularyFile:
    """A document made from Turtle files: path, title, and the IRI that it describes."""

    path: str
    title: str
    iri: str

    def content(self, ending: str) -> bytes:
        """Return the document in the format of a file ending.

        Turtle is the text of the files, with their order and comments.
        """
        return _content(self.path, ending)


_NAMESPACE = ONTOLOGY.removesuffix("#")
FILES = {
    file.path: file
    for file in (
        VocabularyFile(ONTOLOGY_PATH, "Ontology", _NAMESPACE),
        VocabularyFile(ALIGNMENTS_PATH, "Alignments", f"{_NAMESPACE}/alignments"),
        VocabularyFile(SHAPES_PATH, "Shapes", CSH.iri.removesuffix("#")),
    )
}


@cache
def version() -> str:
    """Return the last part of the ontology's version IRI."""
    [iri] = ontology.header()[OWL.versionIRI.value]
    return iri.rpartition("/")[2]


@cache
def diagram() -> Markup:
    """Return the chief classes and the properties between them as SVG (web/ontology.mjs), '' without the bundle."""
    file = STATIC / "built" / "ontology.svg"
    return Markup(file.read_text(encoding="utf-8") if file.is_file() else "")


@cache
def _content(path: str, ending: str) -> bytes:
    turtle = _turtle(path)
    if ending == "ttl":
        return turtle
    triples = _numbered(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    return compact(triples) if ending == "jsonld" else write_graph(triples, writer(ending))


def _numbered(quads: Iterable[ox.Quad]) -> list[ox.Triple]:
    """Return the triples with their blank nodes numbered in the order in which they appear.

    The parser draws the names at random, and two processes of a service must write the same bytes.
    """
    names: dict[ox.BlankNode, ox.BlankNode] = {}

    def numbered(term: Any) -> Any:
        if isinstance(term, ox.BlankNode):
            return names.setdefault(term, ox.BlankNode(f"b{len(names)}"))
        return term

    return [ox.Triple(numbered(q.subject), q.predicate, numbered(q.object)) for q in quads]


@cache
def _turtle(path: str) -> bytes:
    names = {ONTOLOGY_PATH: ontology.FILES, ALIGNMENTS_PATH: ontology.FILES[1:]}
    if path in names:
        files = [ontology_dir() / name for name in names[path]]
    else:
        files = sorted(shapes_dir().glob("*.ttl"))
    # Turtle files can be concatenated: a prefix may be declared again.
    return b"\n\n".join(file.read_bytes() for file in files)


# The prefixes of queries, and those of the ontology's files.
_PREFIXES = PREFIXES | {
    "sh": SH.iri,
    "schema": "http://schema.org/",
    "undo": "https://w3id.org/un/ontology/undo/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "time": "http://www.w3.org/2006/time#",
    "doco": "http://purl.org/spar/doco/",
    "jolux": "http://data.legilux.public.lu/resource/ontology/jolux#",
    "eurovoc": "http://eurovoc.europa.eu/",
    "unbis": "http://metadata.un.org/thesaurus/",
    "wd": "http://www.wikidata.org/entity/",
}


@dataclass(frozen=True, slots=True)
class Named:
    """A term as a link: short name, address and, for terms of csekg, the definition."""

    name: str
    href: str
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """A class or property in a tree, with its subclasses or subproperties."""

    term: Named
    below: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A term with everything that its entry shows."""

    term: Term
    facts: tuple[tuple[str, tuple[Named, ...]], ...]
    properties: tuple[Named, ...]
    use: Use | None
    example: tuple[Named, ...]


class OntologyPage:
    """Turns the terms into entries and trees."""

    def __init__(self, addresses: Addresses, root: str, used: Mapping[str, Use]) -> None:
        """Take where links lead, and how the served dataset uses the terms."""
        self._addresses, self._root, self._used = addresses, root, used
        self._terms = {term.iri: term for term in terms()}

    def entries(self, is_class: bool) -> tuple[Entry, ...]:
        """Return the entries of all classes, or of all properties."""
        return tuple(self._entry(term) for term in self._of(is_class))

    def tree(self, is_class: bool) -> tuple[Branch, ...]:
        """Return the trees of classes or properties; a term occurs below each broader one."""
        tops = (t for t in self._of(is_class) if not any(b in self._terms for b in t.broader))
        return tuple(self._branch(term) for term in tops)

    def named(self, iri: str) -> Named:
        """Return a term as a link; a term of another vocabulary has its prefix in the name."""
        term = self._terms.get(iri)
        href = self._addresses.link(iri, self._root)
        if term:
            return Named(term.name, href, term.definition)
        return Named(short_name(iri), href)

    def _of(self, is_class: bool) -> Iterable[Term]:
        return (term for term in self._terms.values() if (term.kind == "class") == is_class)

    def _branch(self, term: Term) -> Branch:
        below = (self._branch(self._terms[iri]) for iri in term.narrower if iri in self._terms)
        return Branch(self.named(term.iri), tuple(below))

    def _entry(self, term: Term) -> Entry:
        kind = "class" if term.kind == "class" else "property"
        facts = (
            (f"Sub{kind} of", term.broader),
            (f"Has sub{kind}", term.narrower),
            ("Describes", term.domain),
            ("Values", term.range),
            ("Inverse of", term.inverse),
            ("Never at once", term.disjoint),
            ("Compare", term.related),
        )
        shown = ((name, tuple(map(self.named, iris))) for name, iris in facts if iris)
        describing = (other for other in self._terms.values() if term.iri in other.domain)
        use = self._used.get(term.iri)
        return Entry(term, tuple(shown), tuple(self.named(other.iri) for other in describing), use, self._example(use))

    def _example(self, use: Use | None) -> tuple[Named, ...]:
        if use is None:
            return ()
        parts = zip((use.subject, use.value), use.names, strict=True)
        return tuple(self._part(part, name) for part, name in parts if part)

    def _part(self, value: str, name: str) -> Named:
        return Named(name or value, self._addresses.link(value, self._root))


def short_name(iri: str) -> str:
    """Return an IRI with a prefix (`skos:Concept`), or unchanged if no prefix fits."""
    for prefix, namespace in _PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and "/" not in local:
            return f"{prefix}:{local}"
    return iri


@dataclass(frozen=True, slots=True)
class Rule:
    """A shape, its path, its constraints in SHACL terms, and its query if it has one."""

    shape: Shape
    path: str
    constraints: tuple[str, ...]
    query: str


@dataclass(frozen=True, slots=True)
class Group:
    """The rules about one class; `anchors` are shapes that only group these."""

    title: str
    target: str
    anchors: tuple[str, ...]
    rules: tuple[Rule, ...]


@cache
def groups() -> tuple[Group, ...]:
    """Return the rules by target class, and last those about reading a file."""
    labels = {term.iri: term.label for term in terms()}
    rules: dict[str, list[Rule]] = {}
    for shape in read_shapes(shapes_dir()):
        rules.setdefault(shape.targets[0].iri.value, []).append(_rule(shape))
    anchors = _anchors()
    by_class = [
        Group(labels.get(target, short_name(target)), target, anchors.get(target, ()), tuple(of))
        for target, of in rules.items()
    ]
    by_class.sort(key=lambda group: group.title.casefold())
    reading = tuple(Rule(shape, "", (), "") for shape in READING_SHAPES)
    return (*by_class, Group("a file to be validated", "", (), reading))


def anchor(iri: NamedNode) -> str:
    """Return the fragment of a shape's IRI."""
    return iri.value.removeprefix(CSH.iri)


@cache
def _anchors() -> dict[str, tuple[str, ...]]:
    """Return, by class, the shapes without constraints of their own, which are no rules."""
    ruled = {shape.iri for shape in read_shapes(shapes_dir())}
    by_class: dict[str, list[str]] = {}
    for file in sorted(shapes_dir().glob("*.ttl")):
        for quad in parse(path=file, format=RdfFormat.TURTLE):
            if quad.predicate == SH.targetClass and quad.subject not in ruled:
                assert isinstance(quad.subject, NamedNode)
                assert isinstance(quad.object, NamedNode)
                by_class.setdefault(quad.object.value, []).append(anchor(quad.subject))
    return {target: tuple(names) for target, names in by_class.items()}


def _rule(shape: Shape) -> Rule:
    queries = [c.text for c in shape.constraints if c.component is Component.sparql]
    others = (c for c in shape.constraints if c.component is not Component.sparql)
    path = short_name(shape.path.value) if shape.path else ""
    return Rule(shape, path, tuple(map(_in_shacl, others)), "\n".join(queries))


def _in_shacl(constraint: Constraint) -> str:
    values = (short_name(value.value) if isinstance(value, NamedNode) else value.value for value in constraint.values)
    return f"sh:{constraint.component} {', '.join(values)}"

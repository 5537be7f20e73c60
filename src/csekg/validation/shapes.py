"""Shapes in the profile of SHACL whose constraints compile to SPARQL queries, and their reader.

The reader is strict: anything outside the profile is an error and never ignored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse

from csekg.errors import CsekgError
from csekg.languages.current import ENGLISH
from csekg.namespaces import DCTERMS, RDF, XSD, Namespace
from csekg.resources import ontology_dir

SH = Namespace("http://www.w3.org/ns/shacl#")
#: The namespace of the shapes, and of the checks while a user's own file is read.
CSH = Namespace("https://w3id.org/csekg/shapes#")

Node: TypeAlias = NamedNode | BlankNode
Term: TypeAlias = NamedNode | BlankNode | Literal
#: A message in other languages than English: pairs of a code and a text.
Translations: TypeAlias = tuple[tuple[str, str], ...]


class Severity(StrEnum):
    """The severity of a finding; a violation prevents the publication of a dataset."""

    violation = "violation"
    warning = "warning"
    info = "info"

    @property
    def iri(self) -> NamedNode:
        """The SHACL severity (SHACL section 2.1.4)."""
        return SH[self.capitalize()]

    @property
    def rank(self) -> int:
        """The position in the order that puts the worst first, from 0."""
        return list(Severity).index(self)


class Component(StrEnum):
    """The constraint components of the profile, each by the name of its SHACL parameter."""

    min_count = "minCount"
    max_count = "maxCount"
    datatype = "datatype"
    of_class = "class"
    node_kind = "nodeKind"
    pattern = "pattern"
    one_of = "in"
    less_than_or_equals = "lessThanOrEquals"
    unique_lang = "uniqueLang"
    sparql = "sparql"

    @property
    def iri(self) -> NamedNode:
        """The IRI of the constraint component in a validation report."""
        if self is Component.sparql:
            return SH.SPARQLConstraintComponent
        return SH[f"{self[0].upper()}{self[1:]}ConstraintComponent"]


@dataclass(frozen=True, slots=True)
class Target:
    """A target of a shape: the instances of a class, or the subjects of a property."""

    iri: NamedNode
    is_class: bool


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint: a component with its value (for `in`, with its values).

    For `sparql` the value is the text of the query with its prefixes, and `message` is the
    constraint's own template, empty where it has none. `translations` are that message in others.
    """

    component: Component
    values: tuple[Term, ...]
    flags: str = ""
    message: str = ""
    translations: Translations = ()

    @property
    def text(self) -> str:
        """The text of the first value."""
        return "" if isinstance(self.values[0], BlankNode) else self.values[0].value

    @property
    def number(self) -> int:
        """The first value as a whole number."""
        return int(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A shape with constraints; `path` is None for a node shape.

    `message` is in English, that of its query where the shape has none of its own. `source` names
    the treaty article or the section of a specification that it enforces.
    """

    iri: NamedNode
    targets: tuple[Target, ...]
    path: NamedNode | None
    name: str
    description: str
    message: str
    severity: Severity
    source: str
    constraints: tuple[Constraint, ...]
    translations: Translations = ()

    @property
    def short_name(self) -> str:
        """The last part of the IRI: `EIF-1`."""
        return local_name(self.iri)


def local_name(iri: NamedNode) -> str:
    """Return the part of an IRI after the last `#` or `/`."""
    return iri.value.replace("#", "/").rpartition("/")[2]


class ShapesGraph:
    """The Turtle files of a folder as one graph."""

    def __init__(self, folder: Path) -> None:
        """Read the files; raises CsekgError, naming the file, for one that is not Turtle."""
        self._store = Store()
        for file in sorted(folder.glob("*.ttl")):
            try:
                self._store.extend(parse(path=file, format=RdfFormat.TURTLE))
            except SyntaxError as error:
                raise CsekgError(f"{file.name}: {error}") from None

    def quads(self, node: Node | None, predicate: NamedNode | None, value: Term | None) -> Iterator[Quad]:
        """Return the matching quads; None matches anything."""
        return self._store.quads_for_pattern(node, predicate, value)

    def members(self, head: Node) -> Iterator[Term]:
        """Return the members of an RDF list in order."""
        rest: Term | None = head
        while rest is not None and rest != RDF.nil:
            yield from self.objects(rest, RDF.first)
            rest = self.one(rest, RDF.rest)

    def subjects(self, predicate: NamedNode, value: NamedNode | None = None) -> Iterator[Node]:
        """Yield the nodes that have a property, with this value if one is given."""
        for quad in self.quads(None, predicate, value):
            if isinstance(quad.subject, NamedNode | BlankNode):
                yield quad.subject

    def objects(self, node: Term, predicate: NamedNode) -> list[Term]:
        """Return the values of a property."""
        if isinstance(node, Literal):
            return []
        quads = self.quads(node, predicate, None)
        return [quad.object for quad in quads if isinstance(quad.object, NamedNode | BlankNode | Literal)]

    def one(self, node: Term, predicate: NamedNode) -> Term | None:
        """Return the value of a property, None if there is none; CsekgError if there are more."""
        objects = self.objects(node, predicate)
        if len(objects) > 1:
            raise CsekgError(f"{node}: {predicate} is given {len(objects)} times")
        return objects[0] if objects else None

    def texts(self, node: Term, predicate: NamedNode) -> list[str]:
        """Return the values of a property as text, without blank nodes."""
        return [t.value for t in self.objects(node, predicate) if not isinstance(t, BlankNode)]

    def text(self, node: Term, predicate: NamedNode) -> str:
        """Return the value of a property as text, empty if there is none.

        Raises CsekgError if there are more.
        """
        self.one(node, predicate)
        return next(iter(self.texts(node, predicate)), "")

    def message(self, node: Node) -> tuple[str, Translations]:
        """Return a message (`sh:message`) in English, and in the other languages that it has.

        A text without a language is English; it is empty if there is none. Raises CsekgError for
        two in one language.
        """
        translations: dict[str, str] = {}
        for text in self.objects(node, SH.message):
            if isinstance(text, Literal):
                language = (text.language or ENGLISH).lower()
                if language in translations:
                    raise CsekgError(f"{node}: sh:message is given twice in {language!r}")
                translations[language] = text.value
        return translations.pop(ENGLISH, ""), tuple(sorted(translations.items()))

    def query(self, shape: Node, constraint: Node) -> str:
        """Return the SELECT query of a SPARQL constraint with its prefixes.

        Raises CsekgError for a constraint without a query, and for properties outside the profile.
        """
        for quad in self.quads(constraint, None, None):
            if quad.predicate not in (RDF.type, SH.select, SH.prefixes, SH.message):
                raise CsekgError(f"{shape}: {quad.predicate} is outside the profile of sh:sparql")
        select = self.text(constraint, SH.select)
        if not select:
            raise CsekgError(f"{shape}: sh:sparql has no sh:select")
        prefixes = sorted(
            f"PREFIX {self.text(entry, SH.prefix)}: <{self.text(entry, SH.namespace)}>\n"
            for holder in self.objects(constraint, SH.prefixes)
            for entry in self.objects(holder, SH.declare)
        )
        return "".join(prefixes) + select


_TARGETS = (SH.targetClass, SH.targetSubjectsOf)
_REQUIRED = ("name", "description", "severity")
_KNOWN = {*_TARGETS, SH.property, SH.path, SH.flags, SH.message, *(SH[name] for name in _REQUIRED)}
_NODE = NamedNode | BlankNode
_TERM = NamedNode | BlankNode | Literal
_ON_A_PATH = (Component.min_count, Component.max_count, Component.less_than_or_equals, Component.unique_lang)


def shapes_dir() -> Path:
    """Return the folder of the shapes."""
    return ontology_dir() / "shapes"


@cache
def own_shapes() -> tuple[Shape, ...]:
    """Return the shapes of csekg, read once in a process; see `read_shapes`."""
    return read_shapes(shapes_dir())


def read_shapes(folder: Path) -> tuple[Shape, ...]:
    """Return the shapes with constraints in the Turtle files of a folder, sorted by IRI.

    Raises CsekgError for a constraint outside the profile (naming shape and component), for a
    shape without IRI, target, name, description, English message, severity or source, and where the
    folder has no shape.
    """
    shapes = _Reader(ShapesGraph(folder)).shapes()
    if not shapes:
        raise CsekgError(f"no shape in {folder.name}/*.ttl: there is nothing to validate with")
    return tuple(sorted(shapes, key=lambda shape: shape.iri.value))


class _Reader:
    """Builds a `Shape` from the triples about each shape."""

    def __init__(self, graph: ShapesGraph) -> None:
        self._graph = graph

    def shapes(self) -> list[Shape]:
        nodes: dict[Node, list[Node]] = {}
        for kind in (SH.NodeShape, SH.PropertyShape):
            for node in self._graph.subjects(RDF.type, kind):
                nodes[node] = []
        for predicate in _TARGETS:
            for node in self._graph.subjects(predicate):
                nodes.setdefault(node, [])
        for quad in self._graph.quads(None, SH.property, None):
            owner, inner = quad.subject, quad.object
            if not isinstance(inner, _NODE) or not isinstance(owner, _NODE):
                raise CsekgError(f"{owner}: sh:property names no shape")
            nodes.setdefault(inner, []).append(owner)
        read = (self._shape(node, owners) for node, owners in nodes.items())
        return [shape for shape in read if shape]

    def _shape(self, node: Node, owners: list[Node]) -> Shape | None:
        if not isinstance(node, NamedNode):
            raise CsekgError(f"a shape of {', '.join(map(str, owners)) or 'the folder'} has no IRI")
        path = self._graph.one(node, SH.path)
        if path is not None and not isinstance(path, NamedNode):
            raise CsekgError(f"{node}: sh:path is outside the profile: it must be one property")
        constraints = tuple(self._constraints(node, path))
        if not constraints:
            return None
        targets = [target for owner in (node, *owners) for target in self._targets(owner)]
        if not targets:
            raise CsekgError(f"{node}: the shape has no target, so it would check nothing")
        texts = {name: self._graph.text(node, SH[name]) for name in _REQUIRED}
        texts["source"] = "; ".join(sorted(self._graph.texts(node, DCTERMS.source)))
        message, translations = self._graph.message(node)
        # Without one of its own, a shape has that of its query (SHACL, section 5.3.2).
        texts["message"] = message or next((c.message for c in constraints if c.message), "")
        for name, text in texts.items():
            if not text:
                raise CsekgError(f"{node}: the shape has no {name}")
        severity = texts["severity"].removeprefix(SH.iri).lower()
        if severity not in list(Severity):
            raise CsekgError(f"{node}: unknown severity {texts['severity']}")
        return Shape(
            iri=node,
            targets=tuple(dict.fromkeys(targets)),
            path=path,
            name=texts["name"],
            description=texts["description"],
            message=texts["message"],
            severity=Severity(severity),
            source=texts["source"],
            constraints=constraints,
            translations=translations,
        )

    def _targets(self, node: Node) -> Iterator[Target]:
        for predicate in _TARGETS:
            for iri in self._graph.objects(node, predicate):
                if not isinstance(iri, NamedNode):
                    raise CsekgError(f"{node}: a target is no IRI: {iri}")
                yield Target(iri, predicate == SH.targetClass)

    def _constraints(self, node: Node, path: NamedNode | None) -> Iterator[Constraint]:
        for quad in self._graph.quads(node, None, None):
            predicate, value = quad.predicate, quad.object
            assert isinstance(value, _TERM)  # Turtle has no triple terms before RDF 1.2
            if not predicate.value.startswith(SH.iri) or predicate in _KNOWN:
                continue
            name = local_name(predicate)
            if name not in list(Component):
                raise CsekgError(f"{node}: sh:{name} is outside the profile of the fast path")
            component = Component(name)
            fits = path is None if component is Component.sparql else path is not None
            if not fits and (component in _ON_A_PATH or component is Component.sparql):
                place = "node" if component is Component.sparql else "property"
                raise CsekgError(f"{node}: sh:{name} belongs to a {place} shape")
            yield self._constraint(node, component, value)

    def _constraint(self, node: Node, component: Component, value: Term) -> Constraint:
        match component:
            case Component.sparql if not isinstance(value, Literal):
                select = Literal(self._graph.query(node, value))
                message, others = self._graph.message(value)
                return Constraint(component, (select,), message=message, translations=others)
            case Component.one_of if not isinstance(value, Literal):
                return Constraint(component, tuple(self._graph.members(value)))
            case Component.pattern:
                return Constraint(component, (value,), self._graph.text(node, SH.flags))
            case Component.unique_lang if value != Literal("true", datatype=XSD.boolean):
                raise CsekgError(f"{node}: sh:uniqueLang is true or absent")
        counts = component in (Component.min_count, Component.max_count)
        number = isinstance(value, Literal) and value.value.isdecimal()
        if isinstance(value, BlankNode) or (counts and not number):
            raise CsekgError(f"{node}: sh:{component} has an unusable value: {value}")
        return Constraint(component, (value,))

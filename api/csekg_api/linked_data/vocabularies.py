"""The ontology, its alignments and the shapes: documents made of Turtle files, in every format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyoxigraph as ox

from csekg.answers.entities import ontology
from csekg.answers.entities.description import MOST_LINKS, Description, Fact, Links
from csekg.namespaces import ONTOLOGY, OWL, RDFS, SH
from csekg.resources import ontology_dir
from csekg.sparql.graphs import write_graph
from csekg.validation.shapes import CSH, shapes_dir
from csekg_api.linked_data.documents import compact, writer

_NAMESPACE = ONTOLOGY.removesuffix("#")


@dataclass(frozen=True, slots=True)
class VocabularyFile:
    """A document made from Turtle files: name, title, and the IRI that it describes.

    The path of the ontology is that of its namespace, `https://w3id.org/csekg/ontology#`. A file for
    tools alone `has_page` not.
    """

    name: str
    title: str
    iri: str
    has_page: bool = True

    def content(self, ending: str) -> bytes:
        """Return the document in the format of a file ending.

        Turtle is the text of the files, with their order and comments.
        """
        return _content(self.name, ending)

    def described(self) -> Description:
        """Return what the document states about each of its terms."""
        return _described(self.name, self.iri)


ONTOLOGY_FILE = VocabularyFile("ontology", "Ontology", _NAMESPACE)
#: The documents by their names, which are their paths.
FILES = {
    file.name: file
    for file in (
        ONTOLOGY_FILE,
        VocabularyFile("ontology/alignments", "Alignments", f"{_NAMESPACE}/alignments", has_page=False),
        VocabularyFile("shapes", "Shapes", CSH.iri.removesuffix("#")),
    )
}


@cache
def version() -> str:
    """Return the last part of the ontology's version IRI."""
    [iri] = ontology.header()[OWL.versionIRI.value]
    return iri.rpartition("/")[2]


@cache
def _content(name: str, ending: str) -> bytes:
    turtle = _turtle(name)
    if ending == "ttl":
        return turtle
    triples = _triples(name)
    return compact(triples) if ending == "jsonld" else write_graph(triples, writer(ending))


@cache
def _described(name: str, iri: str) -> Description:
    triples = [Fact(triple) for triple in sorted(_triples(name), key=str)]
    topics = sorted({subject for subject in map(_subject, triples) if subject.partition("#")[0] == iri})
    links: dict[tuple[str, ox.NamedNode], list[Fact]] = {}
    for fact in triples:
        target = fact.triple.object
        if isinstance(target, ox.NamedNode) and target.value in topics and _subject(fact):
            links.setdefault((target.value, fact.triple.predicate), []).append(fact)
    return Description(
        topics=tuple(topics),
        facts=tuple(fact for fact in triples if _subject(fact) in topics),
        links=tuple(Links(target, by, len(facts), tuple(facts[:MOST_LINKS])) for (target, by), facts in links.items()),
        labels={_subject(fact): fact for fact in triples if fact.triple.predicate in (RDFS.label, SH.name)},
        composed={},
        origins=(),
        named_graphs=(),
    )


def _subject(fact: Fact) -> str:
    """Return the IRI of a subject, '' for a blank node."""
    return fact.triple.subject.value if isinstance(fact.triple.subject, ox.NamedNode) else ""


def _triples(name: str) -> list[ox.Triple]:
    return _numbered(ox.parse(_turtle(name), format=ox.RdfFormat.TURTLE))


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
def _turtle(name: str) -> bytes:
    names = {"ontology": ontology.FILES, "ontology/alignments": ontology.FILES[1:]}
    if name in names:
        files = [ontology_dir() / file for file in names[name]]
    else:
        files = sorted(shapes_dir().glob("*.ttl"))
    # Turtle files can be concatenated: a prefix may be declared again.
    return b"\n\n".join(file.read_bytes() for file in files)

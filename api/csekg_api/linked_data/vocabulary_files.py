"""The ontology, its alignments and the shapes as documents in every format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyoxigraph as ox

from csekg.answers.entities import ontology
from csekg.namespaces import ONTOLOGY, OWL
from csekg.resources import ontology_dir
from csekg.sparql.graphs import write_graph
from csekg.validation.shapes import CSH, shapes_dir
from csekg_api.linked_data.documents import compact
from csekg_api.linked_data.negotiation import writer

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

"""The files of a release that follow from the dataset and the ontology alone.

Equal quads give equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from csekg.namespaces import PREFIXES
from csekg.releases.folder import N_QUADS
from csekg.sparql.graphs import with_sorted_prefixes

TURTLE, LD_JSON = "text/turtle", "application/ld+json"
BY_SOURCE = "The whole dataset, each statement in the graph of its source"
UNION = "The whole dataset as one graph: each triple once, without its sources"


class File(NamedTuple):
    """A file: its name within the folder, media type, what it holds, its bytes."""

    name: str
    media_type: str
    contents: str
    content: bytes


def dataset_files(n_quads: bytes, n_triples: bytes) -> Iterator[File]:
    """Yield the dataset in its forms, given as N-Quads and, without its graphs, as N-Triples."""
    yield File(N_QUADS, "application/n-quads", BY_SOURCE, n_quads)
    yield File("csekg.trig", "application/trig", BY_SOURCE, pretty(n_quads, ox.RdfFormat.TRIG))
    yield File("csekg.jsonld", LD_JSON, BY_SOURCE, json_ld(n_quads))
    yield File("csekg.ttl", TURTLE, UNION, pretty(n_triples, ox.RdfFormat.TURTLE))


def vocabulary_files(ontology: Path) -> Iterator[File]:
    """Yield the files of the ontology and the shapes."""
    for file in sorted(ontology.rglob("*.ttl")):
        path = file.relative_to(ontology)
        shape = path.parts[0] == "shapes"
        name = path.as_posix() if shape else f"ontology/{path.as_posix()}"
        what = "Shapes that the dataset meets (SHACL)" if shape else "Ontology and vocabularies"
        yield File(name, TURTLE, what, file.read_bytes())
    context = (ontology / "context.jsonld").read_bytes()
    yield File("context.jsonld", LD_JSON, "JSON-LD context of the ontology's terms", context)


def pretty(n_quads: bytes, form: ox.RdfFormat) -> bytes:
    """Return N-Quads in a form with prefixes, these in the order of the alphabet."""
    quads = ox.parse(n_quads, ox.RdfFormat.N_QUADS)
    return with_sorted_prefixes(ox.serialize(quads, format=form, prefixes=PREFIXES) or b"")


def json_ld(n_quads: bytes) -> bytes:
    """Return N-Quads as JSON-LD in expanded form."""
    return ox.serialize(ox.parse(n_quads, ox.RdfFormat.N_QUADS), format=ox.RdfFormat.JSON_LD) or b""


def joined(lines: Iterable[bytes]) -> bytes:
    """Return lines as one text, each with its line end."""
    return b"".join(line + b"\n" for line in lines)


def triple_and_graph(quad: bytes) -> tuple[bytes, str]:
    """Return the triple of a line of N-Quads as a line of N-Triples, and the IRI of its graph."""
    # IRIs have no spaces: the graph is the last part but one, before the dot.
    triple, name, _ = quad.rsplit(b" ", 2)
    return triple + b" .", name[1:-1].decode()


def without_graphs(quads: Iterable[bytes]) -> list[bytes]:
    """Return the triples of lines of N-Quads, each once and sorted."""
    return sorted({triple_and_graph(quad)[0] for quad in quads})

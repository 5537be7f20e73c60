"""The files of a release that follow from the dataset and the ontology alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import RdfFormat

from csekg.releases import shacl_file, stream
from csekg.releases.folder import N_QUADS, Manifest, Release
from csekg.releases.forms import joined, json_ld, pretty, without_graphs

TURTLE, LD_JSON = "text/turtle", "application/ld+json"


class File(NamedTuple):
    """A file: its name within the folder, media type, what it holds, its bytes."""

    name: str
    media_type: str
    contents: str
    content: bytes


def forms(n_quads: bytes) -> Iterator[File]:
    """Yield the dataset, given as sorted N-Quads, in its forms."""
    by_source = "The whole dataset, each statement in the graph of its source"
    union = "The whole dataset as one graph: each triple once, without its sources"
    yield File(N_QUADS, "application/n-quads", by_source, n_quads)
    yield File("csekg.trig", "application/trig", by_source, pretty(n_quads, RdfFormat.TRIG))
    yield File("csekg.jsonld", LD_JSON, by_source, json_ld(n_quads))
    triples = joined(without_graphs(n_quads.splitlines()))
    yield File("csekg.ttl", TURTLE, union, pretty(triples, RdfFormat.TURTLE))


def stream_pages(about: Manifest, n_quads: bytes, before: Release | None) -> Iterator[File]:
    """Yield the pages of the event stream; raises CsekgError as `stream.pages` does."""
    what = "Page of the event stream: what is new, changed or gone"
    for number, page in enumerate(stream.pages(about, n_quads.splitlines(), before), 1):
        yield File(f"{stream.FOLDER}{number}.ttl", TURTLE, what, page)


def vocabulary(ontology: Path, n_quads: bytes) -> Iterator[File]:
    """Yield the files of the ontology, the shapes, and the one file of both for any validator."""
    for file in sorted(ontology.rglob("*.ttl")):
        path = file.relative_to(ontology)
        shape = path.parts[0] == "shapes"
        name = path.as_posix() if shape else f"ontology/{path.as_posix()}"
        what = "Shapes that the dataset meets (SHACL)" if shape else "Ontology and vocabularies"
        yield File(name, TURTLE, what, file.read_bytes())
    context = (ontology / "context.jsonld").read_bytes()
    yield File("context.jsonld", LD_JSON, "JSON-LD context of the ontology's terms", context)
    alone = shacl_file.shacl_file(ontology, n_quads.splitlines())
    yield File(shacl_file.NAME, TURTLE, shacl_file.CONTENTS, alone)

"""The files of a release that follow from the dataset and the ontology alone.

Equal quads give equal bytes. One of them is for any SHACL validator, to check what others write
about the treaties: it holds the ontology, its vocabularies and the shapes, and the records that acts
refer to (treaties and their provisions, States, sources). It is given to a validator twice, as
shapes and as data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
from pyoxigraph import BlankNode, RdfFormat, Triple, parse

from csekg.namespaces import ID, PREFIXES, SH
from csekg.releases.folder import N_QUADS
from csekg.sparql.graphs import with_sorted_prefixes, write_graph
from csekg.validation.shapes import CSH

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


SHACL_NAME = "csekg-shacl.ttl"
SHACL_CONTENTS = "Ontology, vocabularies, shapes and the records that acts refer to, for any validator"
#: The kinds of records that acts refer to, and what these refer to in turn.
_RECORDS = frozenset(
    {
        "body",
        "event",
        "existence",
        "group",
        "instrument",
        "membership",
        "organization",
        "source",
        "state",
        "state-change",
        "territory",
        "vocab",
    }
)
# These ask for other acts of the same State, or for the day that csekg computes for an act: the file holds neither.
_NEED_ACTS = frozenset(
    CSH[name] for name in ("KIND-2", "PAR-2", "EIF-1", "EIF-1-known", "EIF-1-settled", "EIF-2", "PAR-1-order")
)


def shacl_file(ontology: Path, n_quads: Iterable[bytes]) -> bytes:
    """Return the file as Turtle; `n_quads` are the lines of the dataset, in any order.

    The same dataset gives the same bytes.
    """
    found: dict[Triple, None] = {}
    files = [
        ontology / "csekg.ttl",
        *sorted(ontology.glob("vocabularies/*.ttl")),
        *sorted(ontology.glob("shapes/*.ttl")),
    ]
    for number, file in enumerate(files):
        found |= dict.fromkeys(_without_acts(_numbered(file, number)))
    lines = {triple_and_graph(line)[0] for line in n_quads if _is_record(line)}
    for triple in parse(b"\n".join(sorted(lines)), RdfFormat.N_TRIPLES):
        found[Triple(triple.subject, triple.predicate, triple.object)] = None
    return write_graph(list(found), RdfFormat.TURTLE)


def _is_record(line: bytes) -> bool:
    subject = line.partition(b" ")[0].decode().removeprefix("<")
    return subject.startswith(ID) and subject.removeprefix(ID).partition("/")[0] in _RECORDS


def _numbered(file: Path, number: int) -> list[Triple]:
    """Return the triples of a Turtle file, its blank nodes numbered in their order."""
    names: dict[BlankNode, BlankNode] = {}

    def named(term: object) -> object:
        if isinstance(term, BlankNode):
            return names.setdefault(term, BlankNode(f"b{number}-{len(names)}"))
        return term

    return [
        Triple(named(quad.subject), quad.predicate, named(quad.object))  # type: ignore[arg-type]
        for quad in parse(path=file, format=RdfFormat.TURTLE)
    ]


def _without_acts(triples: list[Triple]) -> list[Triple]:
    """Return the triples without those of the shapes that need acts, and of their queries."""
    gone: set[object] = set(_NEED_ACTS)
    gone |= {triple.object for triple in triples if triple.subject in gone and triple.predicate == SH.sparql}
    return [triple for triple in triples if triple.subject not in gone]

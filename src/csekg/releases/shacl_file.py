"""One file with which any SHACL validator checks what others write about the treaties.

It holds the ontology, its vocabularies and the shapes, and the records that acts refer to: treaties
and their provisions, States, sources. It is given to a validator twice, as shapes and as data.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import BlankNode, RdfFormat, Triple, parse

from csekg.namespaces import ID, SH
from csekg.releases.forms import triple_and_graph
from csekg.sparql.graphs import write_graph
from csekg.validation.shapes import CSH

NAME = "csekg-shacl.ttl"
CONTENTS = "Ontology, vocabularies, shapes and the records that acts refer to, for any validator"
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

"""The whole dataset in the forms in which people take it; equal quads give equal bytes."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from csekg.namespaces import PREFIXES
from csekg.sparql.graphs import with_sorted_prefixes


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

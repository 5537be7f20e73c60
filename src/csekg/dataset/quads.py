"""Collects the quads of the dataset, graph by graph, and writes them sorted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from csekg.namespaces import RDF, RDFS, XSD, graph

Term = NamedNode | Literal


def text(value: str, language: str | None = None) -> Literal | None:
    """Return a string literal, None for an empty string."""
    return Literal(value, language=language) if value else None


@cache
def day(value: date | None) -> Literal | None:
    """Return an xsd:date without time zone, None for None."""
    return Literal(value.isoformat(), datatype=XSD.date) if value else None


def year(value: str) -> Literal | None:
    """Return an xsd:gYear, None for an empty string."""
    return Literal(value, datatype=XSD.gYear) if value else None


def integer(value: int | None) -> Literal | None:
    """Return an xsd:integer, None for None."""
    return None if value is None else Literal(value)


def boolean(value: bool) -> Literal:
    """Return an xsd:boolean."""
    return Literal(value)


class GraphWriter:
    """Adds triples to one named graph."""

    def __init__(self, quads: set[Quad], name: NamedNode) -> None:
        """Write into `quads` under the graph `name`."""
        self._quads, self.name = quads, name

    def add(self, subject: NamedNode, predicate: NamedNode, *objects: Term | None) -> None:
        """Add a triple for every object that is not None."""
        for item in objects:
            if item is not None:
                self._quads.add(Quad(subject, predicate, item, self.name))

    def node(
        self,
        subject: NamedNode,
        types: Iterable[NamedNode],
        label: str,
        properties: Iterable[tuple[NamedNode, Term | None]] = (),
    ) -> None:
        """Add a thing: its types, its English label and its properties."""
        self.add(subject, RDF.type, *types)
        self.add(subject, RDFS.label, text(label, "en"))
        for predicate, item in properties:
            self.add(subject, predicate, item)


class Sink:
    """All quads of a dataset in the making."""

    def __init__(self) -> None:
        """Start empty."""
        self.quads: set[Quad] = set()

    def graph(self, key: str) -> GraphWriter:
        """Return the writer of the named graph `id/graph/<key>`."""
        return GraphWriter(self.quads, graph(key))

    def statements(self) -> Iterator[tuple[bytes, bytes, bytes, bytes]]:
        """Yield subject, predicate, object and graph of each quad, as N-Quads writes them.

        To count and compare these is several times as fast as to do so with terms.
        """
        content = serialize(self.quads, format=RdfFormat.N_QUADS)
        assert content is not None  # as below
        for line in content.splitlines():
            subject, predicate, rest = line.split(b" ", 2)
            item, graph_name, _ = rest.rsplit(b" ", 2)
            yield subject, predicate, item, graph_name

    def n_quads(self) -> bytes:
        """Return the dataset as sorted N-Quads.

        There is no blank node in the dataset, so sorted canonical N-Quads are its canonical form
        (RDF Dataset Canonicalization, section 4.4: only blank nodes need new labels).
        """
        content = serialize(self.quads, format=RdfFormat.N_QUADS)
        assert content is not None  # serialize gives bytes where it is given no output
        return b"".join(sorted(content.splitlines(keepends=True)))

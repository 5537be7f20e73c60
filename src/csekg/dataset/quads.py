"""Collects the quads of a dataset, graph by graph, and serializes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

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


def period(value: str) -> Literal | None:
    """Return an xsd:date, xsd:gYearMonth or xsd:gYear by the length; None for an empty string."""
    datatypes = {10: XSD.date, 7: XSD.gYearMonth, 4: XSD.gYear}
    return Literal(value, datatype=datatypes[len(value)]) if value else None


def integer(value: int | None) -> Literal | None:
    """Return an xsd:integer, None for None."""
    return None if value is None else Literal(value)


def boolean(value: bool) -> Literal:
    """Return an xsd:boolean."""
    return Literal(value)


class GraphWriter:
    """Adds triples to one named graph."""

    def __init__(self, quads: list[Quad], name: NamedNode) -> None:
        """Add to `quads` under the graph `name`."""
        self._quads, self.name = quads, name

    def add(self, subject: NamedNode, predicate: NamedNode, *objects: Term | None) -> None:
        """Add a triple for every object that is not None."""
        for item in objects:
            if item is not None:
                self._quads.append(Quad(subject, predicate, item, self.name))

    def node(
        self,
        subject: NamedNode,
        types: Iterable[NamedNode],
        label: str,
        properties: Iterable[tuple[NamedNode, Term | None]] = (),
    ) -> None:
        """Add a node: its types, its English label and its properties."""
        self.add(subject, RDF.type, *types)
        self.add(subject, RDFS.label, text(label, "en"))
        for predicate, item in properties:
            self.add(subject, predicate, item)


class Quads:
    """The quads of a dataset that is being written.

    They stay in the order in which they come. What is written about a thing is written together,
    so that this is nearly the sorted order: sorting the lines of a set takes six times as long.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._quads: list[Quad] = []

    def graph(self, key: str) -> GraphWriter:
        """Return the writer of the named graph `id/graph/<key>`."""
        return GraphWriter(self._quads, graph(key))

    def add(self, quad: Quad) -> None:
        """Add a quad."""
        self._quads.append(quad)

    def __iter__(self) -> Iterator[Quad]:
        """Yield the quads in the order in which they came; one that came twice comes twice."""
        return iter(self._quads)

    def n_quads(self) -> list[bytes]:
        """Return the quads as sorted lines of canonical N-Quads with line ends, each once."""
        content = serialize(self._quads, format=RdfFormat.N_QUADS)
        assert content is not None  # serialize returns bytes where it is given no output
        return sorted_once(content.splitlines(keepends=True))


def sorted_once(lines: Iterable[bytes]) -> list[bytes]:
    """Return lines sorted, each once."""
    return sorted(dict.fromkeys(lines))


class Merged(NamedTuple):
    """The distinct triples of some quads, and how many quads each graph has, by its IRI.

    A triple is its three terms as N-Triples writes them: counting and comparing bytes is several
    times as fast as doing so with term objects.
    """

    triples: Collection[bytes]
    graphs: Mapping[str, int]


def merged(lines: Iterable[bytes]) -> Merged:
    """Merge the graphs of lines that `Quads.n_quads` has returned."""
    # The name of a graph has no space in it, so that it begins after the last one but one.
    parts = [line.rpartition(b" <") for line in lines]
    counts = Counter(ending for _, _, ending in parts)
    return Merged(
        dict.fromkeys(triple for triple, _, _ in parts).keys(),
        {ending.removesuffix(b"> .\n").decode(): number for ending, number in counts.items()},
    )

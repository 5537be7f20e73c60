"""Collects the quads of a dataset, graph by graph, and serializes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import cache
from itertools import chain

from pyoxigraph import Literal, NamedNode

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

    def __init__(self, triples: dict[bytes, None], name: NamedNode) -> None:
        """Add to `triples`, those of the graph `name`."""
        self.name = name
        self._triples = triples

    def add(self, subject: NamedNode, predicate: NamedNode, *objects: Term | None) -> None:
        """Add a triple for every object that is not None."""
        self._add(str(subject), predicate, objects)

    def node(
        self, subject: NamedNode, types: Iterable[NamedNode], label: str, *properties: tuple[NamedNode, Term | None]
    ) -> None:
        """Add a node: its types, its English label and its properties."""
        self.unnamed(subject, types, (RDFS.label, text(label, "en")), *properties)

    def unnamed(
        self, subject: NamedNode, types: Iterable[NamedNode], *properties: tuple[NamedNode, Term | None]
    ) -> None:
        """Add a node whose name would repeat its properties: its types and these."""
        node = str(subject)
        self._add(node, RDF.type, types)
        for predicate, item in properties:
            self._add(node, predicate, (item,))

    def _add(self, subject: str, predicate: NamedNode, objects: Iterable[Term | None]) -> None:
        for item in objects:
            if item is not None:
                self._triples[f"{subject} {predicate!s} {item!s}".encode()] = None


class Quads:
    """The quads of a dataset that is being written: the triples of each graph, each once.

    A triple is its three terms as canonical N-Triples writes them, without the dot: that takes half
    the time of quad objects that are serialized afterwards, and counting and comparing bytes is
    several times as fast as doing so with terms. Triples stay in the order in which they come. What
    is written about a thing is written together, so that this is nearly the sorted order: sorting
    the lines of a set takes six times as long.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._graphs: dict[NamedNode, dict[bytes, None]] = {}

    def graph(self, key: str) -> GraphWriter:
        """Return the writer of the named graph `id/graph/<key>`."""
        name = graph(key)
        return GraphWriter(self._graphs.setdefault(name, {}), name)

    def sizes(self) -> dict[NamedNode, int]:
        """Return how many quads each graph has that has any."""
        return {name: len(triples) for name, triples in self._graphs.items() if triples}

    def merged(self) -> Collection[bytes]:
        """Return the distinct triples of all graphs."""
        return dict.fromkeys(self._all()).keys()

    def update(self, others: Quads) -> None:
        """Add other quads."""
        for name, triples in others._graphs.items():
            self._graphs.setdefault(name, {}).update(triples)

    def instances(self, classes: Iterable[NamedNode]) -> list[tuple[NamedNode, NamedNode]]:
        """Return each thing with each of these classes that is stated of it."""
        named = {str(name).encode(): name for name in classes}
        marker = f" {RDF.type} ".encode()
        parts = (triple.partition(marker) for triple in self._all() if marker in triple)
        return [
            (NamedNode(subject[1:-1].decode()), named[kind])
            for subject, _, kind in parts
            # In the text of a literal, the marker would come after another space.
            if kind in named and b" " not in subject
        ]

    def n_quads(self) -> list[bytes]:
        """Return the quads as sorted lines with line ends."""
        return sorted(
            triple + ending
            for name, triples in self._graphs.items()
            for ending in (f" {name} .\n".encode(),)
            for triple in triples
        )

    def _all(self) -> Iterator[bytes]:
        return chain.from_iterable(self._graphs.values())

"""Writes the partitions of the dataset by class and property (VoID guide, section 4.5).

Within a class its properties are counted too, and within those the classes and the datatypes of the
values: so a query editor knows what may follow what.
"""

from __future__ import annotations

from functools import cache

from pyoxigraph import Literal, NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter
from csekg.dataset.writers.counting import Counts
from csekg.namespaces import VOID, VOID_EXT


def write_partitions(graph: GraphWriter, dataset: NamedNode, counts: Counts) -> None:
    """Write one partition for each class and property, and those within the classes."""
    for term, number in counts.uses.items():
        part = _part(dataset, "property", term)
        graph.add(dataset, VOID.propertyPartition, part)
        graph.node(part, (VOID.Dataset,), f"The property {_slug(term)}")
        _describe(graph, part, VOID.property, term, VOID.triples, number)
    for term, number in counts.entities.items():
        part = _part(dataset, "class", term)
        graph.add(dataset, VOID.classPartition, part)
        graph.node(part, (VOID.Dataset,), f"The class {_slug(term)}")
        _describe(graph, part, VOID["class"], term, VOID.entities, number)
    for (class_, term), number in counts.within.items():
        within = _part(dataset, "class", class_)
        part = _part(within, "property", term)
        graph.add(within, VOID.propertyPartition, part)
        _describe(graph, part, VOID.property, term, VOID.triples, number)
    for (class_, term, kind), number in counts.values.items():
        within = _part(_part(dataset, "class", class_), "property", term)
        if kind in counts.datatypes:
            # VoID itself has no partition by datatype; this is the extension that editors read.
            name, link, value = "datatype", VOID_EXT.datatypePartition, VOID_EXT.datatype
        else:
            name, link, value = "class", VOID.classPartition, VOID["class"]
        part = _part(within, name, kind)
        graph.add(within, link, part)
        _describe(graph, part, value, kind, VOID.triples, number)


def _describe(
    graph: GraphWriter,
    part: NamedNode,
    by: NamedNode,
    term: bytes,
    measure: NamedNode,
    number: int,
) -> None:
    graph.add(part, by, _node(term))
    graph.add(part, measure, Literal(number))


def _part(whole: NamedNode, kind: str, term: bytes) -> NamedNode:
    return NamedNode(f"{whole.value}/{kind}/{_slug(term)}")


@cache
def _node(term: bytes) -> NamedNode:
    return NamedNode(term[1:-1].decode())


@cache
def _slug(term: bytes) -> str:
    iri = _node(term).value
    for prefix, namespace in ns.PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and "/" not in local:
            return f"{prefix}-{local}"
    return "-".join(part for part in iri.split("//", 1)[1].replace("#", "/").split("/"))

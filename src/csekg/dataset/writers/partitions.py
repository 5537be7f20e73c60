"""Counts and writes the partitions of the dataset by class and property (VoID guide, section 4.5).

Within a class its properties are counted too, and within those the classes and the datatypes of the
values, so that a query editor can propose what may follow.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from functools import cache
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter
from csekg.namespaces import RDF, VOID, VOID_EXT, XSD

#: Three terms as N-Triples writes them: comparing bytes is several times as fast as terms.
Terms: TypeAlias = tuple[bytes, bytes, bytes]
_TYPE = str(RDF.type).encode()


@dataclass(slots=True)
class Counts:
    """How often each class and property is used; terms are written as in N-Triples.

    `entities` counts the instances of each class, `uses` the triples of each property.
    """

    subjects: Set[bytes]
    entities: Counter[bytes] = field(default_factory=Counter)
    uses: Counter[bytes] = field(default_factory=Counter)
    #: By class of the subject and property.
    within: Counter[tuple[bytes, bytes]] = field(default_factory=Counter)
    #: By class of the subject, property, and class or datatype of the object.
    values: Counter[Terms] = field(default_factory=Counter)
    datatypes: set[bytes] = field(default_factory=set)


def count_terms(triples: Iterable[bytes]) -> Counts:
    """Return the counts of distinct triples, each given as N-Triples writes it, without the dot."""
    split = [triple.split(b" ", 2) for triple in triples]
    stated = defaultdict(list)
    for subject, predicate, item in split:
        if predicate == _TYPE:
            stated[subject].append(item)
    # There are few combinations of types. Counting by the whole combination, and dividing that
    # among its types afterwards, is faster than a count for each type of each triple.
    types = {subject: tuple(sorted(classes)) for subject, classes in stated.items()}
    grouped = Counter((types.get(s, ()), p, types.get(o, ()) if o[:1] == b"<" else _datatype(o)) for s, p, o in split)
    counts = Counts({subject for subject, _, _ in split})
    for classes in types.values():
        counts.entities.update(classes)
    for (classes, predicate, kinds), number in grouped.items():
        counts.uses[predicate] += number
        if isinstance(kinds, bytes):
            counts.datatypes.add(kinds)
            kinds = (kinds,)
        for class_ in classes:
            counts.within[class_, predicate] += number
            for kind in kinds:
                counts.values[class_, predicate, kind] += number
    return counts


def _datatype(literal: bytes) -> bytes:
    if literal.endswith(b">"):
        return literal[literal.rindex(b"^^<") + 2 :]
    return str(XSD.string if literal.endswith(b'"') else RDF.langString).encode()


def write_partitions(graph: GraphWriter, dataset: NamedNode, counts: Counts) -> None:
    """Write a partition for each class, each property, and each property within each class."""
    for term, number in counts.uses.items():
        part = _part(dataset, "property", term)
        graph.add(dataset, VOID.propertyPartition, part)
        graph.node(part, (VOID.Dataset,), f"The property {_slug(term)}")
        _describe(graph=graph, part=part, by=VOID.property, term=term, measure=VOID.triples, number=number)
    for term, number in counts.entities.items():
        part = _part(dataset, "class", term)
        graph.add(dataset, VOID.classPartition, part)
        graph.node(part, (VOID.Dataset,), f"The class {_slug(term)}")
        _describe(graph=graph, part=part, by=VOID["class"], term=term, measure=VOID.entities, number=number)
    for (class_, term), number in counts.within.items():
        within = _part(dataset, "class", class_)
        part = _part(within, "property", term)
        graph.add(within, VOID.propertyPartition, part)
        _describe(graph=graph, part=part, by=VOID.property, term=term, measure=VOID.triples, number=number)
    for (class_, term, kind), number in counts.values.items():
        within = _part(_part(dataset, "class", class_), "property", term)
        if kind in counts.datatypes:
            # VoID has no partition by datatype; this is the extension that query editors read.
            name, link, value = "datatype", VOID_EXT.datatypePartition, VOID_EXT.datatype
        else:
            name, link, value = "class", VOID.classPartition, VOID["class"]
        part = _part(within, name, kind)
        graph.add(within, link, part)
        _describe(graph=graph, part=part, by=value, term=kind, measure=VOID.triples, number=number)


def _describe(graph: GraphWriter, part: NamedNode, by: NamedNode, term: bytes, measure: NamedNode, number: int) -> None:
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

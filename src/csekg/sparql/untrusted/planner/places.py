"""Finds the groups of a query whose filters may be rewritten."""

from __future__ import annotations

from collections.abc import Iterator

from csekg.sparql.untrusted.planner.algebra import (
    Bind,
    Element,
    Filter,
    Graph,
    Group,
    Minus,
    Optional_,
    SubSelect,
    Union_,
)


def joined(element: Element) -> bool:
    """Return whether an element is joined with those before it (SPARQL 1.1 Query, 18.2.2.6)."""
    return not isinstance(element, Filter | Bind | Optional_ | Minus)


def groups(where: Group) -> Iterator[Group]:
    """Yield the WHERE of the query and of sub-queries, and groups that are the whole of such a one.

    Oxigraph may evaluate any other group for each solution of its surroundings, where it is fast
    unchanged. Filters of an OPTIONAL do not belong to its group (section 18.2.2.6), and in `GRAPH
    ?name` each pattern is evaluated once for each graph: neither is rewritten.
    """
    yield from _walk(where, whole=True)


def every_group(where: Group) -> Iterator[Group]:
    """Yield a group and the nested groups that contribute variables to its solutions."""
    yield where
    for element in where.elements:
        match element:
            case Union_(groups=alternatives):
                for alternative in alternatives:
                    yield from every_group(alternative)
            case Graph(group=inner) | Optional_(group=inner) | SubSelect(where=inner):
                yield from every_group(inner)


def _walk(group: Group, *, whole: bool) -> Iterator[Group]:
    if whole:
        yield group
    alone = whole and sum(map(joined, group.elements)) == 1
    for element in group.elements:
        match element:
            case Union_(groups=alternatives):
                for alternative in alternatives:
                    yield from _walk(alternative, whole=alone)
            case Graph(name=name, group=inner):
                if name.kind == "constant":
                    yield from _walk(inner, whole=alone)
            case Optional_(group=inner):
                yield from _walk(inner, whole=False)
            case SubSelect(where=inner) | Minus(group=inner):
                yield from _walk(inner, whole=True)

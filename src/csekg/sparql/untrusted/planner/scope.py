"""Finds the variables that a pattern can bind, and those that it binds in every solution.

"In scope" is defined by SPARQL 1.1 Query, section 18.2.1. That a variable is bound in every
solution follows from the evaluation of the operators (section 18.5): a triple pattern binds all
its variables; a join what either side binds; a left join, and Minus, what the left side binds; a
union what each side binds; an extension may fail and bind nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from csekg.sparql.untrusted.planner.algebra import (
    Bind,
    Element,
    Filter,
    Graph,
    Minus,
    Optional_,
    SubSelect,
    Term,
    Triple,
    Triples,
    Union_,
    Values,
)


def variables_of(triple: Triple) -> frozenset[str]:
    """Return the names of the variables of a triple pattern, without blank nodes."""
    names = [term.text for term in (triple.subject, triple.object) if term.kind == "variable"]
    if triple.kind == "variable":
        names.append(triple.predicate[1:])
    return frozenset(names)


def in_scope(elements: Iterable[Element]) -> frozenset[str]:
    """Return the variables that solutions of these elements of one group can bind."""
    return frozenset[str]().union(*(_in_scope(element) for element in elements))


def certain(elements: Iterable[Element]) -> frozenset[str]:
    """Return the variables that all solutions of these elements of one group bind."""
    return frozenset[str]().union(*(_certain(element) for element in elements))


def _in_scope(element: Element) -> frozenset[str]:
    match element:
        case Optional_(group=group):
            return in_scope(group.elements)
        case Union_(groups=groups):
            return frozenset[str]().union(*(in_scope(group.elements) for group in groups))
        case Graph(name=name, group=group):
            return _named(name) | in_scope(group.elements)
        case SubSelect(star=star, plain=plain, computed=computed, where=where):
            return in_scope(where.elements) if star else plain | computed
        case Values(variables=variables):
            return variables
        case Bind(variable=variable):
            return frozenset({variable})
        case Filter() | Minus():
            return frozenset()
        case Triples(triples=triples):
            return frozenset[str]().union(*map(variables_of, triples))


def _certain(element: Element) -> frozenset[str]:
    match element:
        case Union_(groups=groups):
            sides = [certain(group.elements) for group in groups]
            return sides[0].intersection(*sides[1:])
        case Graph(name=name, group=group):
            return _named(name) | certain(group.elements)
        case SubSelect(star=star, plain=plain, where=where):
            # A variable that a sub-query projects unchanged is bound as certainly as in its WHERE.
            return certain(where.elements) & (certain(where.elements) if star else plain)
        case Values(variables=variables, complete=complete):
            return variables if complete else frozenset()
        case Triples():
            return _in_scope(element)
        case Bind() | Filter() | Minus() | Optional_():
            return frozenset()


def _named(name: Term) -> frozenset[str]:
    return frozenset({name.text}) if name.kind == "variable" else frozenset()

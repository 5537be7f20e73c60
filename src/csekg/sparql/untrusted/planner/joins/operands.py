"""The operands of a join, and estimates of their solutions when some variables are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from csekg.sparql.untrusted.planner.algebra import (
    Bind,
    Element,
    Filter,
    Graph,
    Group,
    Minus,
    Optional_,
    SubSelect,
    Term,
    Triple,
    Triples,
    Union_,
    Values,
)
from csekg.sparql.untrusted.planner.joins.statistics import Statistics
from csekg.sparql.untrusted.planner.reader import resolved
from csekg.sparql.untrusted.planner.scope import certain, in_scope, variables_of

#: The name of no variable, so that an operand with it is never moved: how often Oxigraph finds a
#: closure path in `GRAPH ?g` depends on the variables known before.
_NOWHERE = ""


@dataclass(frozen=True, slots=True, eq=False)
class Operand:
    """An operand of a join: its text, its variables, and estimates of its solutions.

    `matches` estimates the solutions if some variables are known, `oxigraph` as Oxigraph does.
    `lateral` if it may be evaluated for each solution before it; else `work` is the cost of doing
    it once. `single` if it is data of one row; `ends` are variables at which a path of length zero
    may begin or end; `star` is the subject of a triple, if that is a variable.
    """

    text: str
    variables: frozenset[str]
    lateral: bool
    matches: Callable[[frozenset[str]], float]
    oxigraph: Callable[[frozenset[str]], float]
    ends: frozenset[str] = frozenset()
    work: float = 0
    single: bool = False
    star: str = ""

    @classmethod
    def whole(cls, text: str, variables: frozenset[str], rows: float, work: float) -> Operand:
        """Return an operand that is evaluated once, with estimates of solutions and cost."""
        return cls(text, variables, False, lambda _: rows, lambda _: rows, work=work)


class Operands:
    """Makes operands from the elements of a query."""

    def __init__(self, query: str, names: Mapping[str, str], statistics: Statistics) -> None:
        """Take the text, the IRIs of its prefixes, and the statistics of the dataset."""
        self._query, self._names, self._statistics = query, names, statistics
        self._classes: dict[str, float] = {}
        self._properties: dict[str, str] = {}

    def learn(self, element: Values) -> None:
        """Note which classes or properties the variables of a data block can be."""
        names = [resolved(name, self._names) for name in element.names]
        classes = [self._statistics.classes[name] for name in names if name in self._statistics.classes]
        if classes:
            self._classes.update(dict.fromkeys(element.variables, sum(classes) / len(classes)))
        elif properties := [name for name in names if name in self._statistics.properties]:
            most = max(properties, key=lambda name: self._statistics.properties[name].triples)
            self._properties.update(dict.fromkeys(element.variables, most))

    def of(self, element: Element, text: str, rows: float = 0) -> list[Operand]:
        """Return the operands of a joined element.

        `text` is the rewritten element, `rows` an estimate of its solutions, if it is a group.
        """
        if isinstance(element, Triples):
            return [self._triple(triple, None) for triple in element.triples]
        if isinstance(element, Graph):
            inner = element.group.elements
            if all(isinstance(each, Triples) for each in inner):
                return [
                    self._triple(triple, element.name)
                    for each in inner
                    if isinstance(each, Triples)
                    for triple in each.triples
                ]
        if isinstance(element, Values):
            rows = float(element.rows)
            # Oxigraph refuses data for a variable that has a value already.
            return [
                Operand(
                    text,
                    element.variables,
                    False,
                    lambda _: rows,
                    lambda _: rows,
                    work=rows,
                    single=rows == 1 and element.complete,
                )
            ]
        return [self._whole(element, text, rows)]

    def _triple(self, triple: Triple, graph: Term | None) -> Operand:
        subject, object_ = map(_written, (triple.subject, triple.object))
        text = f"{subject} {triple.predicate} {object_}"
        variables = named(triple)
        if graph is not None:
            text = f"GRAPH {_written(graph)} {{ {text} }}"
            variables |= {graph.text} if graph.kind == "variable" else frozenset()
        iri = self._iri(triple)
        class_: float | None = None
        if triple.kind == "type" and triple.object.kind == "constant":
            class_ = self._statistics.classes.get(resolved(triple.object.text, self._names), 0)
        elif triple.kind == "type":
            class_ = self._classes.get(triple.object.text)

        def known(term: Term, bound: frozenset[str]) -> bool:
            return term.kind == "constant" or term.text.removeprefix("?") in bound

        # The search calls it with the same arguments many times.
        @cache
        def of_known(bound: frozenset[str]) -> float:
            property_ = iri
            if triple.kind == "variable" and triple.predicate[1:] in bound:
                property_ = self._properties.get(triple.predicate[1:])
            return self._statistics.matches(
                property_, known(triple.subject, bound), known(triple.object, bound), class_
            )

        def matches(bound: frozenset[str]) -> float:
            return of_known(bound & variables)

        def oxigraph(bound: frozenset[str]) -> float:
            ends = known(triple.subject, bound), known(triple.object, bound)
            if triple.kind == "variable" and triple.predicate[1:] not in bound:
                return {(True, True): 2.0, (True, False): 100.0, (False, True): 1e5}.get(ends, 1e9)
            wide = 1000 if triple.kind == "closure" and not all(ends) else 1
            return wide * {(True, True): 1.0, (True, False): 10.0, (False, True): 1e4}.get(ends, 1e6)

        zero = variables_of(triple) if triple.kind == "closure" else frozenset()
        if zero and graph is not None:
            zero |= {_NOWHERE}
        star = triple.subject.text if triple.subject.kind == "variable" else ""
        return Operand(text, variables, True, matches, oxigraph, zero, star=star)

    def _iri(self, triple: Triple) -> str | None:
        if triple.kind == "type":
            return "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
        return resolved(triple.predicate, self._names) if triple.kind == "iri" else None

    def _whole(self, element: Element, text: str, rows: float) -> Operand:
        variables = in_scope([element])
        if isinstance(element, SubSelect):
            inner = _oxigraphs_rows(self._within(element.where))
            return Operand(text, variables, False, lambda _: rows, lambda _: inner, work=rows)
        lateral = _repeatable(element)
        parts = [self._within(group) for group in _groups(element)]

        def size(bound: frozenset[str]) -> float:
            if not lateral:
                return rows
            return sum(min((each.matches(bound) for each in part), default=1) for part in parts)

        def oxigraph(_bound: frozenset[str]) -> float:
            return sum(min((each.oxigraph(frozenset()) for each in p), default=1) for p in parts)

        ends = frozenset[str]().union(*(each.ends for part in parts for each in part))
        return Operand(text, variables, lateral, size, oxigraph, ends, work=rows)

    def _within(self, group: Group) -> list[Operand]:
        return [
            operand
            for element in group.elements
            if not isinstance(element, Filter | Bind | Optional_ | Minus)
            for operand in self.of(element, self._query[slice(*element.span)])
        ]


def named(triple: Triple) -> frozenset[str]:
    """Return the variables of a triple; its blank nodes are written as variables, and count too."""
    blank = [term.text[1:] for term in (triple.subject, triple.object) if term.kind == "blank"]
    return variables_of(triple).union(blank)


def _oxigraphs_rows(operands: Sequence[Operand]) -> float:
    """Return Oxigraph's estimate of the solutions of a join."""
    expected, bound = 1.0, frozenset[str]()
    for operand in oxigraphs_order(operands):
        expected *= operand.oxigraph(bound)
        bound |= operand.variables
    return expected


def _written(term: Term) -> str:
    return "?" + term.text if term.kind == "variable" else term.text


def _groups(element: Element) -> tuple[Group, ...]:
    match element:
        case Union_(groups=groups):
            return groups
        case Graph(group=group) | Optional_(group=group):
            return (group,)
        case _:
            return ()


def _repeatable(element: Element) -> bool:
    """Return whether an element may be evaluated for each solution before it instead of once."""
    groups = _groups(element)
    return bool(groups) and all(map(plain, groups))


def plain(group: Group) -> bool:
    """Return whether a group consists of triples, filters on their variables and such groups."""
    bound = certain(group.elements)
    for element in group.elements:
        match element:
            case Triples():
                pass
            case Filter(conditions=conditions):
                if not all(each.plain and each.variables <= bound for each in conditions):
                    return False
            case Union_() | Graph():
                if not _repeatable(element):
                    return False
            case _:
                return False
    return True


def oxigraphs_order(operands: Sequence[Operand]) -> list[Operand]:
    """Return the order that Oxigraph's optimiser chooses, which ignores what surrounds the join."""
    rest, order, bound = list(operands), list[Operand](), frozenset[str]()
    while rest:
        # Of equal ones Oxigraph takes the first in the text.
        operand = min(rest, key=lambda each: (bool(order) and bound.isdisjoint(each.variables), each.oxigraph(bound)))
        rest.remove(operand)
        order.append(operand)
        bound |= operand.variables
    return order

"""Adds the days that a filter leaves as a data block, where they are few.

Oxigraph has no index for ranges: it visits all triples with a date, and filters them.

*Ranges.* Let G be a group with a filter F that compares ?v, and T a triple `?s P ?v` that G joins,
itself or within groups and branches of a union that it joins. Let D be the distinct values of P in
the dataset, all of them days, and D' those for which F can be true. All solutions of what T is
joined in have ?v from D, and G keeps ?v in all that follows: further joins, OPTIONAL, MINUS, BIND
treat each solution by itself. F drops those with a value outside of D'. So G has the same solutions
if `VALUES ?v { D' }` is joined to T; a value is there once, so that each is there as often.

*Comparisons.* Days without a zone are ordered as their texts are (XSD 1.1, part 2, section 3.3.9).
What ?v is compared with is a day in the text, or a variable to which data of G give one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

from csekg.namespaces import XSD
from csekg.sparql.tokens import Token
from csekg.sparql.untrusted.planner.algebra import (
    Condition,
    Element,
    Filter,
    Graph,
    Group,
    Query,
    Span,
    Triples,
    Union_,
    Values,
)
from csekg.sparql.untrusted.planner.joins.statistics import Statistics
from csekg.sparql.untrusted.planner.places import groups
from csekg.sparql.untrusted.planner.reader import resolved

#: A data block is worthwhile if it saves so many look-ups of triples, and lists at most one in so
#: many of all days, and at most so many: a long text takes time to parse.
_WORTHWHILE, _SHARE, _MOST = 1000, 4, 300
_DAY = re.compile(r"""(["'])(\d{4}-\d\d-\d\d)\1""")
#: Each sign of comparison, and the one with both sides exchanged.
_SIGNS = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}


def ranged(query: Query, tokens: Sequence[Token], text: str, names: Mapping[str, str], stats: Statistics) -> str:
    """Return the text of a query with data blocks for ranges of days, or the same text.

    `names` are the IRIs of its prefixes.
    """
    if not stats.days or not any(token.text in _SIGNS for token in tokens):
        return text
    ranges = _Ranges(tokens, names, stats)
    edits = {edit for group in groups(query.where) for edit in ranges.of(group)}
    for place, put in sorted(edits, reverse=True):
        text = f"{text[:place]}{put} {text[place:]}"
    return text


class _Ranges:
    def __init__(self, tokens: Sequence[Token], names: Mapping[str, str], stats: Statistics) -> None:
        self._tokens, self._names, self._stats = tokens, names, stats

    def of(self, group: Group) -> Iterator[tuple[int, str]]:
        """Yield positions in the text, and the data block to insert at each."""
        bounds: dict[str, list[tuple[str, str]]] = {}
        for element in group.elements:
            for condition in element.conditions if isinstance(element, Filter) else ():
                for variable, sign, day in self._comparisons(condition, group.elements):
                    bounds.setdefault(variable, []).append((sign, day))
        for variable, compared in bounds.items():
            for place, days, count in self._places(group.elements, variable):
                left = _left(days, compared)
                spared = count * (1 - len(left) / len(days))
                if spared > _WORTHWHILE and len(left) <= min(_MOST, len(days) / _SHARE):
                    data = " ".join(f'"{day}"^^<{XSD.date.value}>' for day in left)
                    yield place, f"VALUES ?{variable} {{ {data} }}"

    def _comparisons(self, condition: Condition, elements: Sequence[Element]) -> Iterator[tuple[str, str, str]]:
        """Yield a variable, a sign and a day, if the condition compares a variable with a day."""
        inner = self._within(condition.span)
        at = next((at for at, token in enumerate(inner) if token.text in _SIGNS), None)
        if at is None:
            return
        sign, sides = inner[at].text, (inner[:at], inner[at + 1 :])
        for (one, other), seen in ((sides, sign), (sides[::-1], _SIGNS[sign])):
            day = self._day(other, elements)
            if day and len(one) == 1 and one[0].kind == "variable":
                yield one[0].text, seen, day

    def _day(self, side: Sequence[Token], elements: Sequence[Element]) -> str | None:
        """Return the day on one side of a comparison, None if it may be anything else."""
        if len(side) == 1 and side[0].kind == "variable":
            for element in elements:
                if isinstance(element, Values) and element.variables == {side[0].text}:
                    inner = [t for t in self._within(element.span) if t.text not in "(){}"]
                    # Before the data come the keyword and the variable.
                    return self._day(inner[2:], ())
        if len(side) != 3 or side[1].text != "^^":
            return None
        day = _DAY.fullmatch(side[0].text)
        return day[2] if day and resolved(side[2].text, self._names) == XSD.date.value else None

    def _within(self, span: Span) -> list[Token]:
        return [token for token in self._tokens if span.start <= token.start < span.end]

    def _places(self, elements: Sequence[Element], variable: str) -> Iterator[tuple[int, tuple[str, ...], int]]:
        """Yield where a variable is bound to days, the days of the property, its triples."""
        for element in elements:
            match element:
                case Triples(triples=triples):
                    for triple in triples:
                        name = resolved(triple.predicate, self._names)
                        days = self._stats.days.get(name) if triple.kind == "iri" else None
                        if days and triple.object == ("variable", variable):
                            yield element.span.start, days, self._stats.properties[name].triples
                            break
                case Graph(group=group):
                    # The data block stands beside the graph, so it must apply to all solutions.
                    direct = [each for each in group.elements if isinstance(each, Triples)]
                    for _, days, count in self._places(direct, variable):
                        yield element.span.start, days, count
                case Union_(groups=branches):
                    for group in branches:
                        yield from self._places(group.elements, variable)
                case _:
                    pass


def _left(days: Sequence[str], compared: Sequence[tuple[str, str]]) -> Sequence[str]:
    """Return the days, given in order, that satisfy all comparisons."""
    first, last = 0, len(days)
    for sign, day in compared:
        if sign == ">":
            first = max(first, bisect_right(days, day))
        if sign in (">=", "="):
            first = max(first, bisect_left(days, day))
        if sign == "<":
            last = min(last, bisect_left(days, day))
        if sign in ("<=", "="):
            last = min(last, bisect_right(days, day))
    return days[first:last]

"""Replaces slow filters of a query by equal patterns that Oxigraph evaluates once.

`FILTER NOT EXISTS` becomes MINUS, `FILTER EXISTS` a join with a sub-query, and an OPTIONAL with
`!BOUND` becomes MINUS, where `conditions` proves both forms equal and the given one slow. Within
the pattern the triples are put into an order that begins with few matches: Oxigraph's optimiser has
no counts, takes "of this class" and "about this treaty" for equally many, and of equals the first.
Joins commute, so that any order is correct (SPARQL 1.1 Query, section 18.5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from csekg.sparql.tokens import Token
from csekg.sparql.untrusted.planner.algebra import (
    Condition,
    Element,
    Filter,
    Group,
    Optional_,
    Query,
    Span,
    Term,
    Triple,
    Triples,
    Values,
)
from csekg.sparql.untrusted.planner.conditions import shared_variables, slow
from csekg.sparql.untrusted.planner.places import groups, joined
from csekg.sparql.untrusted.planner.scope import certain, in_scope, variables_of

#: Where a query contains these, its answer depends on the order of solutions; a join may change
#: that order, Minus does not.
_DEPEND_ON_ORDER = frozenset({"LIMIT", "OFFSET", "SAMPLE", "GROUP_CONCAT", "REDUCED"})


class Edit(NamedTuple):
    """A text that replaces a part of the query."""

    start: int
    end: int
    text: str


def equivalences(query: Query, tokens: Sequence[Token], text: str) -> list[Edit]:
    """Return the edits to the text of a query, none where no equivalence applies."""
    return _Equivalences(query, tokens, text).edits()


class _Equivalences:
    def __init__(self, query: Query, tokens: Sequence[Token], text: str) -> None:
        self._query, self._tokens, self._text = query, tokens, text
        self._ordered = any(token.kind == "word" and token.text in _DEPEND_ON_ORDER for token in tokens)

    def edits(self) -> list[Edit]:
        return [edit for group in groups(self._query.where) for edit in self._of(group)]

    def _of(self, group: Group) -> Iterator[Edit]:
        for element in group.elements:
            if not isinstance(element, Filter):
                continue
            for condition in element.conditions:
                if condition.kind == "not bound":
                    yield from self._optional(group, condition)
                elif condition.group is not None:
                    yield from self._existence(group, condition, condition.group)

    def _existence(self, group: Group, condition: Condition, pattern: Group) -> Iterator[Edit]:
        shared = shared_variables(pattern, group.elements)
        if shared is None or not slow(pattern, shared):
            return
        # An implementation may let a nested group see the variables of the outer one.
        alone = in_scope(pattern.elements) - shared
        if alone & self._named_outside(group.span).keys():
            return
        body = _pattern_text(pattern, group.elements, shared, self._text)
        if condition.kind == "not exists":
            put = f" MINUS {{ {body} }}"
        elif self._ordered:
            return
        else:
            names = " ".join(f"?{name}" for name in sorted(shared))
            put = f" {{ SELECT DISTINCT {names} WHERE {{ {body} }} }}"
        yield Edit(*condition.span, "(true)")
        place = _last_joined(group.elements)
        yield Edit(place, place, put)

    def _optional(self, group: Group, condition: Condition) -> Iterator[Edit]:
        (bound,) = condition.variables
        at, element = next(
            (
                (at, element)
                for at, element in enumerate(group.elements)
                if isinstance(element, Optional_) and bound in certain(element.group.elements)
            ),
            (0, None),
        )
        if element is None:
            return
        before, pattern = group.elements[:at], element.group
        shared = shared_variables(pattern, before)
        if shared is None or bound in shared or not slow(pattern, shared):
            return
        alone = in_scope(pattern.elements) - shared
        elsewhere = self._named_outside(element.span, condition.span)
        # Projecting a variable that nothing binds is harmless.
        elsewhere.subtract(self._query.projected)
        if any(elsewhere[name] > 0 for name in alone):
            return
        put = f"MINUS {{ {_pattern_text(pattern, before, shared, self._text)} }}"
        if self._query.star and alone:
            # They stay in scope and unbound, so that `*` still has a column for each.
            names = " ".join(f"?{name}" for name in sorted(alone))
            put += f" VALUES ({names}) {{ ({' '.join(['UNDEF'] * len(alone))}) }}"
        yield Edit(*element.span, put)
        yield Edit(*condition.span, "(true)")

    def _named_outside(self, *spans: Span) -> Counter[str]:
        """Return how often each variable occurs in the query outside these spans."""
        return Counter(
            token.text
            for token in self._tokens
            if token.kind == "variable" and not any(span.start <= token.start < span.end for span in spans)
        )


def _last_joined(elements: Iterable[Element]) -> int:
    """Return the end of the last joined element: later ones only extend or remove solutions."""
    return max(element.span.end for element in elements if joined(element))


def _pattern_text(pattern: Group, outer: Sequence[Element], shared: frozenset[str], query: str) -> str:
    """Return the text of a pattern, without braces, reduced to what can match the outer elements.

    It takes from them the data blocks and triples that have shared variables only and name a
    constant.
    """
    triples = [triple for element in pattern.elements if isinstance(element, Triples) for triple in element.triples]
    borrowed = [
        triple
        for element in outer
        if isinstance(element, Triples)
        for triple in element.triples
        if triple.kind == "iri"
        and _rank(triple) < _NO_ANCHOR
        and variables_of(triple) <= shared
        and "blank" not in (triple.subject.kind, triple.object.kind)
    ]
    data = [
        query[slice(*element.span)]
        for element in outer
        if isinstance(element, Values) and element.complete and element.variables <= shared
    ]
    rest = [query[slice(*element.span)] for element in pattern.elements if not isinstance(element, Triples)]
    # Sorting is stable: the pattern's own triples come before the borrowed ones of equal rank.
    ordered = sorted(triples + borrowed, key=_rank)
    return " ".join([*data, *map(_written, ordered), *rest])


_NO_ANCHOR = 2


def _rank(triple: Triple) -> int:
    """Return a rank that estimates the matches of a triple: 0 for the fewest."""
    if triple.kind == "iri" and triple.subject.kind == "constant":
        return 0
    if triple.kind == "iri" and triple.object.kind == "constant":
        return 1
    return _NO_ANCHOR + (triple.kind != "type")


def _written(triple: Triple) -> str:
    return f"{_term(triple.subject)} {triple.predicate} {_term(triple.object)} ."


def _term(term: Term) -> str:
    return "?" + term.text if term.kind == "variable" else term.text

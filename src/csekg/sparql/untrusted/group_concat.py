"""Makes GROUP_CONCAT give a string for values of every kind.

Oxigraph 0.5 leaves the result unbound, without an error, where a value is an IRI, a number or a day, and gives it a
language where all strings have the same. SPARQL 1.1 Query, section 18.5.1.7, joins the values as strings; that the
result never has a language is what the working group decided for SPARQL 1.2 (rdf-tests, issue 280).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate

from csekg.sparql.tokens import Token, tokens
from csekg.sparql.untrusted.expressions import Expression, brackets


def with_strings(query: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens of a query, with those that make strings without a language of what GROUP_CONCAT joins.

    Tokens that are added have no length.
    """
    if not any(token.text == "GROUP_CONCAT" for token in query):
        yield from query
        return
    added: defaultdict[int, list[Token]] = defaultdict(list)
    closed = brackets(query)
    # How many of these precede each token: an argument with one may hold another GROUP_CONCAT, and copies of copies
    # could be very long.
    nested = [0, *accumulate(token.text in ("{", "GROUP_CONCAT") for token in query)]

    def add(at: int, *parts: str | Sequence[Token]) -> None:
        place = query[at - 1].end
        for part in parts:
            new = tokens(part)[:-1] if isinstance(part, str) else part
            added[at] += (token._replace(start=place, end=place) for token in new)

    for name, first, end, close in _concatenations(query, closed):
        function = Expression(query, closed, first, end).unwrapped().call()
        if function and function[0].text == "STR":
            continue
        if query[first - 1].text == "DISTINCT" and nested[first] == nested[end]:
            # Strings in two languages are two values, which STR would make one.
            argument = query[first:end]
            add(name, "STR(")
            add(first, "COALESCE(IF(LANG(", argument, ') = "", STR(', argument, "), ")
            add(end, "), STR(", argument, "))")
            add(close + 1, ")")
        else:
            add(first, "STR(")
            add(end, ")")
    for at, token in enumerate(query):
        yield from added.get(at, ())
        yield token
    yield from added.get(len(query), ())


def _concatenations(query: Sequence[Token], closed: dict[int, int]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the indexes of the name, the argument, its end and the closing bracket of each GROUP_CONCAT."""
    semicolons: dict[int, int] = {}
    opened: list[int] = []
    for at, token in enumerate(query):
        if at in closed:
            opened.append(at)
        while opened and closed[opened[-1]] <= at:
            opened.pop()
        if token.text == ";" and opened:
            semicolons.setdefault(opened[-1], at)
    for start, close in closed.items():
        if query[start - 1].text == "GROUP_CONCAT" and query[start].text == "(" and start > 0:
            first = start + 2 if query[start + 1].text == "DISTINCT" else start + 1
            yield start - 1, first, semicolons.get(start, close), close

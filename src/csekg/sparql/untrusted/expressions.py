"""What an expression gives, told from its tokens (SPARQL 1.1 Query, section 17.4; SPARQL 1.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from csekg.sparql.tokens import Token

_RESULTS = """
    text      BOUND CONCAT CONTAINS ENCODE_FOR_URI GROUP_CONCAT HASLANG HASLANGDIR ISBLANK ISIRI ISLITERAL ISNUMERIC
    text      ISTRIPLE ISURI LANG LANGDIR LANGMATCHES LCASE MD5 REGEX REPLACE SAMETERM SHA1 SHA256 SHA384 SHA512
    text      STR STRAFTER STRBEFORE STRENDS STRLANG STRLANGDIR STRSTARTS STRUUID SUBSTR TZ UCASE
    number    ABS AVG CEIL COUNT DAY FLOOR HOURS MINUTES MONTH RAND ROUND SECONDS STRLEN SUM YEAR
    duration  TIMEZONE
    node      BNODE DATATYPE IRI PREDICATE SUBJECT URI UUID
"""
#: The kinds of what built-in calls give unless it is an error, as of `planner.statistics`; a truth value is a text.
#: Calls that can give values of several kinds are not here.
RESULTS = {call: result for result, *calls in map(str.split, _RESULTS.strip().splitlines()) for call in calls}
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")


def brackets(tokens: Sequence[Token]) -> dict[int, int]:
    """Return the index of the closing bracket of each opening one, by the index of that; none for one left open."""
    opened: list[int] = []
    closed: dict[int, int] = {}
    for at, token in enumerate(tokens):
        if token.kind == "mark":
            if token.text in _OPENING:
                opened.append(at)
            elif token.text in _CLOSING and opened:
                closed[opened.pop()] = at
    return closed


@dataclass(frozen=True, slots=True)
class Expression:
    """The tokens of a query from `start` to before `end`; `closed` are its brackets."""

    tokens: Sequence[Token]
    closed: Mapping[int, int]
    start: int
    end: int

    def after(self, count: int) -> Expression:
        """Return the expression without its first tokens."""
        return Expression(self.tokens, self.closed, self.start + count, self.end)

    def outer(self) -> Iterator[int]:
        """Yield the indexes of the tokens that stand within no bracket of the expression."""
        at = self.start
        while at < self.end:
            yield at
            at = self.closed.get(at, at) + 1

    def divided(self) -> Iterator[Expression]:
        """Yield the parts between the commas that stand within no bracket of the expression."""
        start = self.start
        for at in self.outer():
            if self.tokens[at].text == "," and self.tokens[at].kind == "mark":
                yield Expression(self.tokens, self.closed, start, at)
                start = at + 1
        yield Expression(self.tokens, self.closed, start, self.end)

    def unwrapped(self) -> Expression:
        """Return the expression without brackets around the whole of it."""
        start, end = self.start, self.end
        while self.tokens[start].text == "(" and self.closed.get(start) == end - 1:
            start, end = start + 1, end - 1
        return Expression(self.tokens, self.closed, start, end)

    def call(self) -> tuple[Token, Expression] | None:
        """Return the function and the arguments of an expression that is one call, None for any other."""
        start, end = self.start, self.end
        if self.tokens[start].kind not in ("word", "iri", "name") or self.closed.get(start + 1) != end - 1:
            return None
        if self.tokens[start + 1].text != "(":
            return None
        return self.tokens[start], Expression(self.tokens, self.closed, start + 2, end - 1)

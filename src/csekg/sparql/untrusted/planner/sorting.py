"""Adds keys to ORDER BY where Oxigraph would sort values that have no total order, and abort.

Oxigraph compares two literals by their values where SPARQL defines "<" for them, and by their text
elsewhere. For numbers, strings and durations together that is no total order (9 < 10, "10" < "5"
and "5" < "9"), and the sort that detects this ends the whole process. So the kind of value becomes
a key before the given one: within one kind there is one way of comparing. SPARQL 1.1 Query, section
15.1, leaves the order of literals of different kinds open, puts unbound values, blank nodes and
IRIs before them and (SPARQL 1.2) triple terms after them, as these keys do; where all values are of
one kind, the key is the same for all, and is left out where that is certain.

Triple terms are compared by subject, predicate and object, so that the kind of the object becomes
a key, too. Those that have triple terms as objects stay in any order among those of the same
subject and predicate.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from csekg.namespaces import PREFIXES, XSD
from csekg.sparql.tokens import Token, UnreadableError, tokens
from csekg.sparql.untrusted.expressions import RESULTS, Expression, brackets
from csekg.sparql.untrusted.planner.algebra import Term, Triple, Triples, Values
from csekg.sparql.untrusted.planner.places import every_group
from csekg.sparql.untrusted.planner.reader import parsed, prefixes, resolved
from csekg.sparql.untrusted.planner.statistics import PROPOSITION, Statistics

#: Oxigraph compares moments of two datatypes by their text, which is in the order of time.
_TEMPORAL = ("date", "dateTime", "gYear", "gYearMonth", "time")
_DURATIONS = ("dayTimeDuration", "duration", "yearMonthDuration")
_NUMBERS = (
    "byte",
    "decimal",
    "double",
    "float",
    "int",
    "integer",
    "long",
    "negativeInteger",
    "nonNegativeInteger",
    "nonPositiveInteger",
    "positiveInteger",
    "short",
    "unsignedByte",
    "unsignedInt",
    "unsignedLong",
    "unsignedShort",
)
#: Times with and without a zone cannot be compared, and have the same datatype.
_KINDS = {
    XSD[name].value: kind
    for kind, names in (
        ("number", _NUMBERS),
        ("duration", _DURATIONS),
        ("date", ("date",)),
        ("any", ("dateTime", "time")),
    )
    for name in names
} | {PROPOSITION: "triple"}
#: The kind of what a call gives, by the names of `RESULTS`; a node is of none.
_KINDS_OF_RESULTS = {
    "string": frozenset({"text"}),
    "boolean": frozenset({"text"}),
    "number": frozenset({"number"}),
    "duration": frozenset({"duration"}),
    "node": frozenset[str](),
}
#: Gives the kinds of literals by the name of the variable.
_OfVariables: TypeAlias = "Callable[[], Mapping[str, AbstractSet[str]] | None]"
_ANY = frozenset({"any"})
#: The kind of a constant by the kind of its token; a literal with a datatype has a mark, too.
_KINDS_OF_CONSTANTS = {
    "string": frozenset({"text"}),
    "number": frozenset({"number"}),
    **dict.fromkeys(("iri", "name", "language"), frozenset[str]()),
}
_KINDS_OF_WORDS = {
    **dict.fromkeys(("TRUE", "FALSE"), frozenset({"text"})),
    **dict.fromkeys(("UNDEF", "(", ")"), frozenset[str]()),
}
#: These bind less than operators that give other values.
_TRUTHS = frozenset({"||", "&&", "=", "!=", "<", ">", "<=", ">=", "IN", "EXISTS"})
#: What can follow the keys of an ORDER BY.
_AFTER = frozenset({"LIMIT", "OFFSET", "VALUES"})


class _Key(NamedTuple):
    """A key of an ORDER BY: its first token, that after it, its direction if it states one, its expression.

    It is `hidden` in the pattern of an EXISTS or MINUS, which binds variables of its own.
    """

    start: int
    end: int
    direction: str
    expression: Expression
    hidden: bool


def with_sort_keys(query: str, statistics: Statistics | None, most_read: int) -> str:
    """Return the query with keys for the kind of value where a key of ORDER BY needs them, or the very same text.

    Without statistics a column may hold values of any kind, as it may in a query of more than
    `most_read` characters or with a pattern that the planner cannot read. Raises UnreadableError.
    """
    every = tokens(query)
    closed = brackets(every)
    kinds = _Kinds(query, every, closed, statistics, most_read)
    # What the query has from the end of a token to that of the next one.
    parts = [query[before.end : token.end] for before, token in pairwise([Token("", "", 0, 0), *every])]
    # A sub-query in a key comes after the ORDER BY of that, and is written before it.
    for keys in reversed([*_sorted_by(every, closed)]):
        written = set[str]()
        for key in keys:
            expression = "".join(parts[key.expression.start : key.expression.end]).strip()
            # Where a key was the same before, it is the same again.
            if expression in written:
                parts[key.start : key.end] = [""] * (key.end - key.start)
            elif not kinds.are_one(key):
                if len(expression) > most_read:
                    # Copies of copies could be very long.
                    raise UnreadableError("a key of ORDER BY is too long", every[key.start].start)
                new = _keys_of(expression, key.direction or "ASC", kinds.triples)
                parts[key.start : key.end] = [f" {new}", *[""] * (key.end - key.start - 1)]
            written.add(expression)
    result = "".join(parts)
    return query if result == query else result


class _Kinds:
    """The kinds of literals that expressions of a query can have, `any` where that is not known."""

    def __init__(
        self, query: str, every: list[Token], closed: Mapping[int, int], statistics: Statistics | None, most_read: int
    ) -> None:
        self._query, self._tokens, self._closed = query, every, closed
        self._statistics, self._most_read = statistics, most_read

    def are_one(self, key: _Key) -> bool:
        """Return whether all values of a key are compared in one way."""
        kinds = self._of(key.expression, lambda: None if key.hidden else self._variables)
        return len(kinds) < 2 and kinds.isdisjoint(("any", "triple"))

    @cached_property
    def triples(self) -> bool:
        """Whether a value can be a triple term: from the data, or made by the query."""
        if self._statistics is None or any(PROPOSITION in found for found in self._statistics.datatypes.values()):
            return True
        return any(token.text in ("TRIPLE", "<<", "<<(") for token in self._tokens)

    @cached_property
    def _variables(self) -> Mapping[str, AbstractSet[str]] | None:
        """The kinds of variables, those of the same name as one, whatever their scope; None if not known."""
        if len(self._query) > self._most_read:
            return None
        try:
            where = parsed(self._query, self._tokens).where
        except UnreadableError:
            return None
        names = {**PREFIXES, **prefixes(self._tokens)}
        found: defaultdict[str, set[str]] = defaultdict(set)
        for group in every_group(where):
            for element in group.elements:
                if isinstance(element, Values):
                    for name in element.variables:
                        found[name] |= self._kinds_within(element)
                elif isinstance(element, Triples):
                    for triple in element.triples:
                        for term, kinds in _ends(triple, names, self._statistics):
                            if term.kind == "variable":
                                found[term.text] |= kinds
        definitions = [*self._definitions()]
        # A variable may be defined by one that is defined later in the text.
        before = -1
        while before != (before := sum(map(len, found.values()))):
            for name, expression in definitions:
                found[name] |= self._of(expression, lambda: found)
        return found

    def _definitions(self) -> Iterator[tuple[str, Expression]]:
        """Yield the variable and the expression of each `(expression AS ?variable)`."""
        for start, end in self._closed.items():
            if end - start > 3 and self._tokens[end - 2].text == "AS" and self._tokens[end - 2].kind == "word":
                yield self._tokens[end - 1].text, Expression(self._tokens, self._closed, start + 1, end - 2)

    def _of(self, expression: Expression, variables: _OfVariables) -> AbstractSet[str]:
        """Return the kinds of an expression; `variables` gives those of the variables, None if not known."""
        kinds = set[str]()
        parts = [expression]
        while parts:
            part = parts.pop().unwrapped()
            first = self._tokens[part.start]
            if (call := part.call()) is None:
                kinds |= self._simple(part, variables)
            elif call[0].kind != "word":
                # A cast (SPARQL 1.1 Query, section 17.5), or a function of which nothing is known.
                kinds.add(_cast(first.text))
            elif first.text in ("COALESCE", "IF"):
                # The first argument of IF is a condition.
                parts += [*call[1].divided()][first.text == "IF" :]
            elif RESULTS.get(first.text) == "argument":
                parts.append(call[1].after(self._tokens[call[1].start].text == "DISTINCT"))
            else:
                kinds |= _KINDS_OF_RESULTS.get(RESULTS.get(first.text, ""), _ANY)
        return kinds

    def _simple(self, part: Expression, variables: _OfVariables) -> AbstractSet[str]:
        """Return the kinds of a variable, a constant or a truth value, `any` for every other expression."""
        first = self._tokens[part.start]
        if first.kind == "variable" and part.end - part.start == 1:
            found = variables()
            return _ANY if found is None else found.get(first.text, frozenset())
        outer = (self._tokens[at] for at in part.outer())
        if any(token.kind in ("word", "mark") and token.text in _TRUTHS for token in outer):
            return frozenset({"text"})
        return self._constants(part.start, part.end)

    def _constants(self, start: int, end: int) -> AbstractSet[str]:
        """Return the kinds of constants, `any` where there is something else between the tokens."""
        kinds = set[str]()
        for token in self._tokens[start:end]:
            if token.kind in ("word", "mark"):
                kinds |= _KINDS_OF_WORDS.get(token.text, _ANY)
            else:
                kinds |= _KINDS_OF_CONSTANTS.get(token.kind, _ANY)
        return kinds

    def _kinds_within(self, values: Values) -> AbstractSet[str]:
        """Return the kinds in all columns of a data block."""
        at = bisect_left(self._tokens, values.span.start, key=lambda token: token.start)
        while self._tokens[at].text != "{":
            at += 1
        return self._constants(at + 1, self._closed[at])


def _cast(function: str) -> str:
    """Return the kind of what a function gives that is named by an IRI."""
    if not function.startswith(f"<{XSD.iri}"):
        return "any"
    kind = _KINDS.get(function[1:-1], "text")
    return "any" if kind == "date" else kind


def _ends(
    triple: Triple, names: Mapping[str, str], statistics: Statistics | None
) -> Iterator[tuple[Term, AbstractSet[str]]]:
    """Yield the subject and the object of a triple with the kinds of literals they can be."""
    if triple.kind == "type":
        return
    if triple.kind in ("path", "closure"):
        yield triple.subject, _ANY
    if triple.kind != "iri" or statistics is None:
        yield triple.object, _ANY
        return
    name = resolved(triple.predicate, names)
    kinds = {_KINDS.get(datatype, "text") for datatype in statistics.datatypes.get(name, ())}
    yield triple.object, _ANY if "date" in kinds and name not in statistics.days else kinds


def _sorted_by(every: Sequence[Token], closed: Mapping[int, int]) -> Iterator[list[_Key]]:
    """Yield the keys of each ORDER BY (SPARQL 1.1 Query, rules 23 and 24 of the grammar)."""
    hidden_until = 0
    for at, token in enumerate(every):
        if token.text == "{" and at in closed and every[at - 1].text in ("EXISTS", "MINUS"):
            hidden_until = max(hidden_until, closed[at])
        if token.kind == "word" and token.text == "ORDER" and every[at + 1].text == "BY":
            at += 2
            keys: list[_Key] = []
            while not _ends_keys(every[at]):
                first = every[at]
                directed = first.kind == "word" and first.text in ("ASC", "DESC")
                end = _end(every, closed, at)
                inner = Expression(every, closed, at + 2, end - 1) if directed else Expression(every, closed, at, end)
                if inner.end <= inner.start:
                    raise UnreadableError("a key of ORDER BY is empty", first.start)
                keys.append(_Key(at, end, first.text if directed else "", inner, at < hidden_until))
                at = end
            yield keys


def _ends_keys(token: Token) -> bool:
    return token.kind == "end" or token.text in _AFTER or token.text == "}"


def _end(every: Sequence[Token], closed: Mapping[int, int], at: int) -> int:
    """Return the token after the key that begins at one: a variable, or up to a closing bracket."""
    if every[at].kind == "variable":
        return at + 1
    while at not in closed:
        at += 1
        if every[at].kind == "end":
            raise UnreadableError("a key of ORDER BY does not end", every[at].start)
    return closed[at] + 1


def _keys_of(value: str, direction: str, triples: bool) -> str:
    """Return keys for an expression of any kind of value, the last of them its value."""
    if not triples:
        return f"{direction}({_kind(value, triples)}) {direction}({value})"
    # SUBJECT, PREDICATE and OBJECT are errors for anything else, which come first and are equal.
    parts = (_kind(value, triples), f"SUBJECT({value})", f"PREDICATE({value})", _kind(f"OBJECT({value})", triples))
    last = f"COALESCE(IF(isTRIPLE(OBJECT({value})), 0, {value}), {value})"
    return " ".join(f"{direction}({part})" for part in (*parts, last))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(str(XSD[name]) for name in names)


def _kind(value: str, triples: bool) -> str:
    """Return an expression for the kind of a value: 0 if it is unbound, a blank node or an IRI.

    Times with and without a zone are different kinds.
    """
    other = f"IF(isTRIPLE({value}), 6, 0), " if triples else ""
    return (
        f"COALESCE(IF(isNumeric({value}), 1, IF(DATATYPE({value}) IN ({_listed(_DURATIONS)}), 2, "
        f"IF(DATATYPE({value}) IN ({_listed(_TEMPORAL)}), "
        f'IF(REGEX(STR({value}), "(Z|[+-][0-9][0-9]:[0-9][0-9])$"), 3, 4), 5))), {other}0)'
    )

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

from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from csekg.namespaces import PREFIXES, XSD
from csekg.sparql.tokens import UnreadableError
from csekg.sparql.untrusted.expressions import RESULTS, Expression
from csekg.sparql.untrusted.planner.patterns import Patterns, Triple
from csekg.sparql.untrusted.planner.statistics import PROPOSITION, Statistics

#: Oxigraph compares moments of two datatypes by their text, which is in the order of time.
_TEMPORAL = ", ".join(str(XSD[name]) for name in ("date", "dateTime", "gYear", "gYearMonth", "time"))
_DURATIONS = ", ".join(str(XSD[name]) for name in ("dayTimeDuration", "duration", "yearMonthDuration"))
_KINDS_OF_DATATYPES = """
    number    byte decimal double float int integer long negativeInteger nonNegativeInteger nonPositiveInteger
    number    positiveInteger short unsignedByte unsignedInt unsignedLong unsignedShort
    duration  dayTimeDuration duration yearMonthDuration
    date      date
    any       dateTime time
"""
#: The kinds of literals by their datatype, `text` for any other. Times with and without a zone cannot be compared,
#: and have the same datatype.
_KINDS = {
    XSD[name].value: kind for kind, *names in map(str.split, _KINDS_OF_DATATYPES.strip().splitlines()) for name in names
}
_KINDS[PROPOSITION] = "triple"
_ANY, _TEXT, _NUMBER, _NONE = frozenset({"any"}), frozenset({"text"}), frozenset({"number"}), frozenset[str]()
#: The kinds of variables by their name, None where they are not known.
_Variables: TypeAlias = "Mapping[str, AbstractSet[str]] | None"
#: The kinds of what a call gives, by the names of `RESULTS`; a node is of none.
_KINDS_OF_RESULTS = {"number": _NUMBER, "duration": frozenset({"duration"}), "node": _NONE}
_KINDS_OF_RESULTS |= {"string": _TEXT, "boolean": _TEXT}
#: The kinds of constants by the kind of their token, and by words; a literal with a datatype has a mark, too.
_KINDS_OF_TOKENS = {"string": _TEXT, "number": _NUMBER, "iri": _NONE, "name": _NONE, "language": _NONE}
_KINDS_OF_WORDS = {"TRUE": _TEXT, "FALSE": _TEXT, "UNDEF": _NONE, "(": _NONE, ")": _NONE}
#: These bind less than operators that give other values.
_TRUTHS = ("||", "&&", "=", "!=", "<", ">", "<=", ">=", "IN", "EXISTS")


class _Key(NamedTuple):
    """A key of an ORDER BY: its first token, that after it, its direction if it states one, its expression."""

    start: int
    end: int
    direction: str
    expression: Expression


def with_sort_keys(query: str, statistics: Statistics | None, most_read: int) -> str:
    """Return the query with keys for the kind of value where a key of ORDER BY needs them, or the very same text.

    Without statistics a column may hold values of any kind, as it may in a query of more than
    `most_read` characters or with a pattern that the planner cannot read. Raises UnreadableError.
    """
    patterns = Patterns(query)
    every = patterns.tokens
    kinds = _Kinds(patterns, statistics, most_read)
    # What the query has from the end of a token to that of the next one.
    parts = [query[start:end] for start, end in pairwise([0, *(token.end for token in every)])]
    # A sub-query in a key comes after the ORDER BY of that, and is written before it.
    for keys in reversed([*_sorted_by(patterns)]):
        written = set[str]()
        for key in keys:
            expression = "".join(parts[key.expression.start : key.expression.end]).strip()
            # Where a key was the same before, it is the same again.
            if expression in written:
                parts[key.start : key.end] = [""] * (key.end - key.start)
            elif not kinds.are_one(key.expression):
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

    def __init__(self, patterns: Patterns, statistics: Statistics | None, most_read: int) -> None:
        self._patterns, self._tokens, self._closed = patterns, patterns.tokens, patterns.closed
        self._statistics, self._most_read = statistics, most_read
        declared = zip(self._tokens, self._tokens[1:], self._tokens[2:], strict=False)
        own = {name.text[:-1]: iri.text[1:-1] for word, name, iri in declared if word.text == "PREFIX"}
        self._prefixes = {**PREFIXES, **own}

    def are_one(self, key: Expression) -> bool:
        """Return whether all values of a key are compared in one way."""
        kinds = self._of(key, None if self._patterns.is_hidden(key.start) else self._variables)
        return len(kinds) < 2 and kinds.isdisjoint(("any", "triple"))

    @cached_property
    def triples(self) -> bool:
        """Whether a value can be a triple term: from the data, or made by the query."""
        if self._statistics is None or any(PROPOSITION in found for found in self._statistics.datatypes.values()):
            return True
        return any(token.text in ("TRIPLE", "<<", "<<(") for token in self._tokens)

    @cached_property
    def _variables(self) -> _Variables:
        """The kinds of variables, those of the same name as one, whatever their scope."""
        found: defaultdict[str, AbstractSet[str]] = defaultdict(frozenset)
        try:
            if len(self._patterns.query) > self._most_read:
                raise UnreadableError("too long")
            for part in self._patterns.every_part():
                if part.kind == "VALUES":
                    data = self._patterns.data(part)
                    kinds = self._constants(data + 1, part.end - 1)
                    found.update({name: found[name] | kinds for name in part.maybe})
                for triple in part.triples:
                    if triple.kind in ("path", "closure"):
                        found[triple.subject[1:]] |= _ANY
                    found[triple.object[1:]] |= self._of_object(triple)
        except UnreadableError:
            return None
        # The variable and the expression of each `(expression AS ?variable)`; that may have one defined later.
        definitions = [
            (self._tokens[end - 1].text, self._patterns.expression(start + 1, end - 2))
            for start, end in self._closed.items()
            if end - start > 3 and self._patterns.sees(end - 2, "AS")
        ]
        before = -1
        while before != (before := sum(map(len, found.values()))):
            for name, expression in definitions:
                found[name] |= self._of(expression, found)
        return found

    def _of_object(self, triple: Triple) -> AbstractSet[str]:
        """Return the kinds of literals that the object of a triple can be."""
        if triple.kind == "type":
            return _NONE
        if triple.kind != "iri" or self._statistics is None:
            return _ANY
        prefix, _, local = triple.verb.partition(":")
        name = triple.verb[1:-1] if triple.verb[0] == "<" else self._prefixes.get(prefix, "") + local
        kinds = {_KINDS.get(datatype, "text") for datatype in self._statistics.datatypes.get(name, ())}
        return _ANY if "date" in kinds and name not in self._statistics.days else kinds

    def _of(self, expression: Expression, variables: _Variables) -> AbstractSet[str]:
        """Return the kinds of an expression, from those of the variables."""
        kinds = set[str]()
        parts = [expression]
        while parts:
            part = parts.pop().unwrapped()
            first = self._tokens[part.start]
            if (call := part.call()) is None:
                kinds |= self._simple(part, variables)
            elif call[0].kind != "word":
                # A cast (SPARQL 1.1 Query, section 17.5), or a function of which nothing is known.
                kind = _KINDS.get(first.text[1:-1], "text") if first.text.startswith(f"<{XSD.iri}") else "any"
                kinds.add("any" if kind == "date" else kind)
            elif first.text in ("COALESCE", "IF"):
                # The first argument of IF is a condition.
                parts += [*call[1].divided()][first.text == "IF" :]
            elif RESULTS.get(first.text) == "argument":
                parts.append(call[1].after(self._patterns.sees(call[1].start, "DISTINCT")))
            else:
                kinds |= _KINDS_OF_RESULTS.get(RESULTS.get(first.text, ""), _ANY)
        return kinds

    def _simple(self, part: Expression, variables: _Variables) -> AbstractSet[str]:
        """Return the kinds of a variable, a constant or a truth value, `any` for every other expression."""
        if self._tokens[part.start].kind == "variable" and part.end - part.start == 1:
            return _ANY if variables is None else variables.get(self._tokens[part.start].text, _NONE)
        if any(self._patterns.sees(at, *_TRUTHS) for at in part.outer()):
            return _TEXT
        return self._constants(part.start, part.end)

    def _constants(self, start: int, end: int) -> AbstractSet[str]:
        """Return the kinds of constants, `any` where there is something else between the tokens."""
        kinds = set[str]()
        for token in self._tokens[start:end]:
            is_word = token.kind in ("word", "mark")
            kinds |= _KINDS_OF_WORDS.get(token.text, _ANY) if is_word else _KINDS_OF_TOKENS.get(token.kind, _ANY)
        return kinds


def _sorted_by(patterns: Patterns) -> Iterator[list[_Key]]:
    """Yield the keys of each ORDER BY (SPARQL 1.1 Query, rules 23 and 24 of the grammar)."""
    every = patterns.tokens
    for at in range(len(every)):
        if not (patterns.sees(at, "ORDER") and patterns.sees(at + 1, "BY")):
            continue
        at += 2
        keys: list[_Key] = []
        while not (every[at].kind == "end" or patterns.sees(at, "LIMIT", "OFFSET", "VALUES", "}")):
            is_directed = patterns.sees(at, "ASC", "DESC")
            end = _end(patterns, at)
            inner = patterns.expression(at + 2, end - 1) if is_directed else patterns.expression(at, end)
            if inner.end <= inner.start:
                raise UnreadableError("a key of ORDER BY is empty", every[at].start)
            keys.append(_Key(at, end, every[at].text if is_directed else "", inner))
            at = end
        yield keys


def _end(patterns: Patterns, at: int) -> int:
    """Return the token after the key that begins at one: a variable, or up to a closing bracket."""
    if patterns.tokens[at].kind == "variable":
        return at + 1
    while at not in patterns.closed:
        if patterns.tokens[at].kind == "end":
            raise UnreadableError("a key of ORDER BY does not end", patterns.tokens[at].start)
        at += 1
    return patterns.closed[at] + 1


def _keys_of(value: str, direction: str, triples: bool) -> str:
    """Return keys for an expression of any kind of value, the last of them its value."""
    if not triples:
        return f"{direction}({_kind(value, triples)}) {direction}({value})"
    # SUBJECT, PREDICATE and OBJECT are errors for anything else, which come first and are equal.
    parts = (_kind(value, triples), f"SUBJECT({value})", f"PREDICATE({value})", _kind(f"OBJECT({value})", triples))
    last = f"COALESCE(IF(isTRIPLE(OBJECT({value})), 0, {value}), {value})"
    return " ".join(f"{direction}({part})" for part in (*parts, last))


def _kind(value: str, triples: bool) -> str:
    """Return an expression for the kind of a value: 0 if it is unbound, a blank node or an IRI.

    Times with and without a zone are different kinds.
    """
    other = f"IF(isTRIPLE({value}), 6, 0), " if triples else ""
    return (
        f"COALESCE(IF(isNumeric({value}), 1, IF(DATATYPE({value}) IN ({_DURATIONS}), 2, "
        f"IF(DATATYPE({value}) IN ({_TEMPORAL}), "
        f'IF(REGEX(STR({value}), "(Z|[+-][0-9][0-9]:[0-9][0-9])$"), 3, 4), 5))), {other}0)'
    )

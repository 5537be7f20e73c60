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
from itertools import pairwise

from csekg.namespaces import RDF
from csekg.sparql.tokens import UnreadableError
from csekg.sparql.untrusted.expressions import RESULTS, Expression
from csekg.sparql.untrusted.planner.patterns import Patterns, Triple
from csekg.sparql.untrusted.planner.statistics import Statistics, kind_of

_ANY, _TEXT, _NUMBER, _NODE = (frozenset({kind}) for kind in ("any", "text", "number", "node"))
#: The kinds of constants by words, and by the kinds of other tokens; a literal with a datatype has a mark, too.
_KINDS_OF_CONSTANTS = {"number": _NUMBER} | dict.fromkeys(("TRUE", "FALSE", "string"), _TEXT)
_KINDS_OF_CONSTANTS |= dict.fromkeys(("UNDEF", "(", ")", "iri", "name", "language"), _NODE)
#: These bind less than operators that give other values.
_TRUTHS = ("||", "&&", "=", "!=", "<", ">", "<=", ">=", "IN", "EXISTS")


def with_sort_keys(query: str, statistics: Statistics, most_read: int) -> str:
    """Return the query with keys for the kind of value where a key of ORDER BY needs them.

    In a query of more than `most_read` characters, or with a pattern that the planner cannot read, a
    column may hold values of any kind. Raises UnreadableError.
    """
    patterns = Patterns(query)
    kinds = _Kinds(patterns, statistics.kinds, len(query) <= most_read)
    # What the query has from the end of a token to that of the next one.
    parts = [query[start:end] for start, end in pairwise([0, *(token.end for token in patterns.tokens)])]
    # A sub-query in a key comes after the ORDER BY of that, and is written before it.
    for keys in reversed([*_sorted_by(patterns)]):
        written = set[str]()
        for start, end in keys:
            is_directed = patterns.sees(start, "ASC", "DESC")
            key = patterns.expression(start + 2, end - 1) if is_directed else patterns.expression(start, end)
            text = "".join(parts[key.start : key.end]).strip()
            # Where a key was the same before, it is the same again.
            if text in written:
                parts[start:end] = [""] * (end - start)
            elif not kinds.are_one(key):
                if len(text) > most_read:
                    # Copies of copies could be very long.
                    raise UnreadableError("a key of ORDER BY is too long")
                new = _keys_of(text, patterns.tokens[start].text if is_directed else "ASC", kinds.triples)
                parts[start:end] = [f" {new}", *[""] * (end - start - 1)]
            written.add(text)
    return "".join(parts)


class _Kinds:
    """The kinds of values that expressions of a query can have, as of `Statistics`, `any` where that is not known."""

    def __init__(self, patterns: Patterns, of_properties: Mapping[str, frozenset[str]], may_read: bool) -> None:
        self._patterns, self._of_properties = patterns, of_properties
        #: Whether a value can be a triple term: from the data, or made by the query.
        self.triples = any(token.text in ("TRIPLE", "<<", "<<(") for token in patterns.tokens) or any(
            "triple" in found for found in of_properties.values()
        )
        # Those of variables, of the same name as one, whatever their scope.
        self._variables = defaultdict[str, AbstractSet[str]](frozenset)
        try:
            if not may_read:
                raise UnreadableError("too long")
            self._read()
        except UnreadableError:
            self._variables = defaultdict(lambda: _ANY)

    def are_one(self, key: Expression) -> bool:
        """Return whether all values of a key are compared in one way."""
        kinds = self._of(key)
        is_known = kinds.isdisjoint(("any", "triple")) and not self._patterns.is_hidden(key.start)
        return is_known and len(kinds - _NODE) < 2

    def _read(self) -> None:
        """Find the kinds of variables."""
        patterns, found = self._patterns, self._variables
        for part in patterns.every_part():
            if part.kind == "VALUES":
                kinds = self._constants(patterns.data(part.start) + 1, part.end - 1)
                found.update({name: found[name] | kinds for name in part.maybe})
            for triple in part.triples:
                if triple.kind in ("path", "closure"):
                    found[triple.subject[1:]] |= _ANY
                found[triple.object[1:]] |= self._of_object(triple)
        # The variable and the expression of each `(expression AS ?variable)`; that may have one defined later.
        definitions = [
            (patterns.tokens[end - 1].text, patterns.expression(start + 1, end - 2))
            for start, end in patterns.closed.items()
            if end - start > 3 and patterns.sees(end - 2, "AS")
        ]
        before = -1
        while before != (before := sum(map(len, found.values()))):
            for name, expression in definitions:
                found[name] |= self._of(expression)

    def _of_object(self, triple: Triple) -> AbstractSet[str]:
        """Return the kinds of the object of a triple; the gate writes IRIs in full where it can."""
        return self._of_properties.get(RDF.type.value if triple.kind == "type" else triple.verb[1:-1], _ANY)

    def _of(self, expression: Expression) -> AbstractSet[str]:
        """Return the kinds of an expression, from those of the variables."""
        sees = self._patterns.sees
        kinds: AbstractSet[str] = frozenset()
        parts = [expression]
        while parts:
            part = parts.pop().unwrapped()
            first, call = self._patterns.tokens[part.start], part.call()
            if call and first.text in ("COALESCE", "IF", "MAX", "MIN", "SAMPLE"):
                # The first argument of IF is a condition.
                parts += [*call[1].after(sees(call[1].start, "DISTINCT")).divided()][first.text == "IF" :]
            elif call:
                kinds |= {RESULTS.get(first.text, "any")}
            elif first.kind == "variable" and part.end - part.start == 1:
                kinds |= self._variables[first.text]
            elif any(sees(at, *_TRUTHS) for at in part.outer()):
                kinds |= _TEXT
            else:
                kinds |= self._constants(part.start, part.end)
        return kinds

    def _constants(self, start: int, end: int) -> AbstractSet[str]:
        """Return the kinds of constants, `any` where there is something else between the tokens."""
        names = (
            token.text if token.kind in ("word", "mark") else token.kind for token in self._patterns.tokens[start:end]
        )
        return frozenset[str]().union(*(_KINDS_OF_CONSTANTS.get(name, _ANY) for name in names))


def _sorted_by(patterns: Patterns) -> Iterator[list[tuple[int, int]]]:
    """Yield the keys of each ORDER BY (SPARQL 1.1 Query, rules 23 and 24 of the grammar), from a token to another.

    A key is a variable, or ends with a closing bracket.
    """
    last = len(patterns.tokens) - 1
    for start in range(2, last):
        keys: list[tuple[int, int]] = []
        if patterns.sees(start - 2, "ORDER") and patterns.sees(start - 1, "BY"):
            for at in patterns.expression(start, last).outer():
                if patterns.sees(at, "LIMIT", "OFFSET", "VALUES", "}"):
                    break
                if patterns.tokens[at].kind == "variable" or at in patterns.closed:
                    keys.append((keys[-1][1] if keys else start, patterns.closed.get(at, at) + 1))
            yield keys


def _keys_of(value: str, direction: str, triples: bool) -> str:
    """Return keys for an expression of any kind of value, the last of them its value."""
    keys = [kind_of(value, triples), value]
    if triples:
        # SUBJECT, PREDICATE and OBJECT are errors for anything else, which come first and are equal.
        keys[1:] = [f"SUBJECT({value})", f"PREDICATE({value})", kind_of(f"OBJECT({value})", triples)]
        keys.append(f"COALESCE(IF(isTRIPLE(OBJECT({value})), 0, {value}), {value})")
    return " ".join(f"{direction}({key})" for key in keys)

"""Adds keys to ORDER BY where Oxigraph would sort values that have no total order, and abort.

Oxigraph compares two literals by their values where SPARQL defines "<" for them, and by their text
elsewhere. For numbers, strings and durations together that is no total order (9 < 10, "10" < "5"
and "5" < "9"), and the sort that detects this ends the whole process. So the kind of value becomes
a key before the given one: within one kind there is one way of comparing. SPARQL 1.1 Query, section
15.1, leaves the order of literals of different kinds open, and puts unbound values, blank nodes and
IRIs before them, as these keys do; where all values are of one kind, the key is the same for all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from csekg.namespaces import PREFIXES, XSD
from csekg.sparql.tokens import Token
from csekg.sparql.untrusted.planner.algebra import Group, Term, Triple, Triples, Values
from csekg.sparql.untrusted.planner.joins.statistics import Statistics
from csekg.sparql.untrusted.planner.places import every_group
from csekg.sparql.untrusted.planner.reader import prefixes, read, resolved

_TEMPORAL = ("date", "dateTime", "time")
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
}
#: The results of these aggregates are numbers, whatever their arguments.
_NUMERIC = frozenset({"AVG", "COUNT", "SUM"})
#: What can follow the keys of an ORDER BY.
_AFTER = frozenset({"LIMIT", "OFFSET", "VALUES"})


class _Key(NamedTuple):
    start: int
    direction: str
    expression: str
    variable: str


def with_sort_keys(query: str, statistics: Statistics | None) -> str:
    """Return the query with a key for the kind of value before each key of ORDER BY that needs it.

    Without statistics a column may hold values of any kind. Raises UnreadableError.
    """
    read_query, tokens = read(query)
    names = {**PREFIXES, **prefixes(tokens)}
    kinds = _kinds(read_query.where, tokens, names, statistics)
    result = query
    for key in reversed([*_keys(query, tokens)]):
        if not key.variable or len(kinds[key.variable]) > 1 or "any" in kinds[key.variable]:
            added = f"{key.direction}({_kind(key.expression)}) "
            result = result[: key.start] + added + result[key.start :]
    return result


def _kinds(
    where: Group, tokens: Sequence[Token], names: Mapping[str, str], statistics: Statistics | None
) -> dict[str, set[str]]:
    """Return the kinds of literals that each variable can have, `any` where that is not known.

    Variables of the same name count as one, whatever their scope.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for group in every_group(where):
        for element in group.elements:
            if isinstance(element, Values):
                for name in element.variables:
                    found[name].add("any")
            elif isinstance(element, Triples):
                for triple in element.triples:
                    for term, kinds in _ends(triple, names, statistics):
                        if term.kind == "variable":
                            found[term.text] |= kinds
    for at, token in enumerate(tokens):
        if token.kind == "word" and token.text == "AS":
            found[tokens[at + 1].text].add("number" if _is_number(tokens, at) else "any")
    return found


def _ends(triple: Triple, names: Mapping[str, str], statistics: Statistics | None) -> Iterator[tuple[Term, set[str]]]:
    """Yield the subject and the object of a triple with the kinds of literals they can be."""
    if triple.kind == "type":
        return
    if triple.kind in ("path", "closure"):
        yield triple.subject, {"any"}
    if triple.kind != "iri" or statistics is None:
        yield triple.object, {"any"}
        return
    datatypes = statistics.datatypes.get(resolved(triple.predicate, names), frozenset())
    yield triple.object, {_KINDS.get(datatype, "text") for datatype in datatypes}


def _is_number(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the expression before the AS at this token is one numeric aggregate."""
    depth, start = 0, at
    while start > 0 and depth >= 0:
        start -= 1
        if tokens[start].kind == "mark":
            depth += (tokens[start].text in ")]}") - (tokens[start].text in "([{")
            # `COUNT(?a) + STRLEN(?b)` is back at the depth of AS before its first token.
            if depth == 0 and tokens[start].text in "([{":
                return tokens[start - 1].text in _NUMERIC and tokens[start - 2].text == "("
    return False


def _keys(query: str, tokens: Sequence[Token]) -> Iterator[_Key]:
    """Yield the keys of each ORDER BY (SPARQL 1.1 Query, rules 23 and 24 of the grammar)."""
    for at, token in enumerate(tokens):
        if token.kind == "word" and token.text == "ORDER" and tokens[at + 1].text == "BY":
            at += 2
            while not _ends_keys(tokens[at]):
                end = _end(tokens, at)
                yield _key(query, tokens, at, end)
                at = end


def _ends_keys(token: Token) -> bool:
    return token.kind == "end" or token.text in _AFTER or token.text == "}"


def _key(query: str, tokens: Sequence[Token], at: int, end: int) -> _Key:
    first = tokens[at]
    direction = first.text if first.kind == "word" and first.text in ("ASC", "DESC") else ""
    inner = at + 1 if direction else at
    expression = query[tokens[inner].start : tokens[end - 1].end]
    bare = [token for token in tokens[inner:end] if token.kind != "mark"]
    marks = [token.text for token in tokens[inner:end] if token.kind == "mark"]
    variable = ""
    if len(bare) == 1 and bare[0].kind == "variable" and set(marks) <= {"(", ")"}:
        variable = bare[0].text
    return _Key(first.start, direction or "ASC", expression, variable)


def _end(tokens: Sequence[Token], at: int) -> int:
    """Return the token after the key that begins at one: a variable, or up to a closing bracket."""
    if tokens[at].kind == "variable":
        return at + 1
    depth = 0
    while tokens[at].kind != "end":
        text = tokens[at].text if tokens[at].kind == "mark" else ""
        depth += (text in ("(", "{", "[")) - (text in (")", "}", "]"))
        at += 1
        if text in (")", "}", "]") and depth == 0:
            break
    return at


def _listed(names: Sequence[str]) -> str:
    return ", ".join(str(XSD[name]) for name in names)


def _kind(value: str) -> str:
    """Return an expression for the kind of a value: 0 if it is no literal or unbound.

    Times with and without a zone are different kinds.
    """
    return (
        f"COALESCE(IF(isNumeric({value}), 1, IF(DATATYPE({value}) IN ({_listed(_DURATIONS)}), 2, "
        f"IF(DATATYPE({value}) IN ({_listed(_TEMPORAL)}), "
        f'IF(REGEX(STR({value}), "(Z|[+-][0-9][0-9]:[0-9][0-9])$"), 3, 4), 5))), 0)'
    )

"""Parses group graph patterns and filters (SPARQL 1.1 Query, rules 53 to 69 of the grammar)."""

from __future__ import annotations

from itertools import pairwise

from csekg.sparql.tokens import UnreadableError
from csekg.sparql.untrusted.planner.algebra import (
    Bind,
    Condition,
    Element,
    Filter,
    Graph,
    Group,
    Minus,
    Optional_,
    Span,
    SubSelect,
    Term,
    Union_,
    Values,
)
from csekg.sparql.untrusted.planner.cursor import Cursor
from csekg.sparql.untrusted.planner.select import read_projection, skip_modifiers
from csekg.sparql.untrusted.planner.triples import read_triples

_DEEPEST = 60


def read_group(cursor: Cursor, depth: int = 0) -> Group:
    """Return the group that begins at the current brace; raises UnreadableError."""
    if depth > _DEEPEST:
        raise UnreadableError("nested too deeply")
    start = cursor.expect("{").start
    elements: list[Element] = []
    if cursor.sees("SELECT"):
        elements.append(_sub_select(cursor, depth))
    while not cursor.sees("}"):
        elements.append(_element(cursor, depth))
        cursor.accept(".")
    cursor.take()
    return Group(tuple(elements), Span(start, cursor.end))


def _element(cursor: Cursor, depth: int) -> Element:
    start = cursor.token.start
    if cursor.sees("{"):
        return _union(cursor, depth)
    if cursor.accept("FILTER"):
        conditions = _constraint(cursor, depth)
        return Filter(tuple(conditions), Span(start, cursor.end))
    if cursor.accept("OPTIONAL"):
        return Optional_(read_group(cursor, depth + 1), Span(start, cursor.end))
    if cursor.accept("MINUS"):
        return Minus(read_group(cursor, depth + 1), Span(start, cursor.end))
    if cursor.accept("GRAPH"):
        token = cursor.take()
        if token.kind not in ("variable", "iri", "name"):
            raise UnreadableError("a graph is named by a variable or an IRI")
        name = Term("variable" if token.kind == "variable" else "constant", token.text)
        return Graph(name, read_group(cursor, depth + 1), Span(start, cursor.end))
    if cursor.accept("BIND"):
        cursor.skip_brackets()
        return Bind(cursor.named_last(), Span(start, cursor.end))
    if cursor.accept("VALUES"):
        return _values(cursor, start)
    before = cursor.at
    triples = read_triples(cursor)
    if cursor.at == before:
        raise UnreadableError(f"{cursor.token.text!r} in a group")
    return triples


def _values(cursor: Cursor, start: int) -> Values:
    variables: set[str] = set()
    if cursor.sees("("):
        first = cursor.at + 1
        cursor.skip_brackets()
        variables.update(token.text for token in cursor.tokens[first : cursor.at - 1])
        if any(token.kind != "variable" for token in cursor.tokens[first : cursor.at - 1]):
            raise UnreadableError("VALUES names variables")
    elif cursor.token.kind == "variable":
        variables.add(cursor.take().text)
    else:
        raise UnreadableError("VALUES without a variable")
    first = cursor.at
    if not cursor.sees("{"):
        raise UnreadableError("VALUES without data")
    cursor.skip_brackets()
    data = cursor.tokens[first + 1 : cursor.at - 1]
    undefined = any(token.kind == "word" and token.text == "UNDEF" for token in data)
    return Values(frozenset(variables), not undefined, Span(start, cursor.end))


def _sub_select(cursor: Cursor, depth: int) -> SubSelect:
    start = cursor.token.start
    star, plain, computed = read_projection(cursor)
    cursor.accept("WHERE")
    where = read_group(cursor, depth + 1)
    skip_modifiers(cursor)
    if not cursor.sees("}"):
        raise UnreadableError("something follows a sub-query")
    return SubSelect(star, frozenset(plain), frozenset(computed), where, Span(start, cursor.end))


def _union(cursor: Cursor, depth: int) -> Union_:
    start = cursor.token.start
    groups = [read_group(cursor, depth + 1)]
    while cursor.accept("UNION"):
        groups.append(read_group(cursor, depth + 1))
    return Union_(tuple(groups), Span(start, cursor.end))


def _constraint(cursor: Cursor, depth: int) -> list[Condition]:
    """Return the conditions of a constraint; the word FILTER has been read."""
    start = cursor.at
    if cursor.sees("NOT", "EXISTS"):
        negated = cursor.accept("NOT")
        cursor.expect("EXISTS")
        return [_existence(cursor, start, negated, depth)]
    if not cursor.sees("("):
        # A function call, by IRI or by keyword.
        if cursor.take().kind not in ("word", "iri", "name") or not cursor.sees("("):
            raise UnreadableError("FILTER without a constraint")
        cursor.skip_brackets()
        return [_other(cursor, start, cursor.at)]
    cursor.skip_brackets()
    end = cursor.at
    conditions = _conjunction(cursor, start + 1, end - 1, depth)
    cursor.at = end
    return conditions


def _conjunction(cursor: Cursor, start: int, end: int, depth: int) -> list[Condition]:
    """Return the operands of && between two tokens; a disjunction is a single operand."""
    nesting, cuts = 0, [start - 1]
    for at in range(start, end):
        token = cursor.tokens[at]
        if token.kind != "mark":
            continue
        nesting += (token.text in "({[") - (token.text in ")}]")
        if nesting == 0 and token.text == "||":
            return [_other(cursor, start, end)]
        if nesting == 0 and token.text == "&&":
            cuts.append(at)
    cuts.append(end)
    return [condition for before, after in pairwise(cuts) for condition in _operand(cursor, before + 1, after, depth)]


def _operand(cursor: Cursor, start: int, end: int, depth: int) -> list[Condition]:
    cursor.at = start
    if start >= end:
        raise UnreadableError("an operand is missing")
    if cursor.sees("("):
        cursor.skip_brackets()
        if cursor.at == end:
            return _conjunction(cursor, start + 1, end - 1, depth)
        cursor.at = start
    negated = cursor.accept("!", "NOT")
    enclosed = 0
    while negated and cursor.accept("("):
        enclosed += 1
    if cursor.accept("EXISTS"):
        condition = _existence(cursor, start, negated, depth)
        for _ in range(enclosed):
            cursor.expect(")")
        if cursor.at == end:
            span = Span(cursor.tokens[start].start, cursor.end)
            return [Condition(condition.kind, frozenset(), False, span, condition.group)]
    elif negated and cursor.accept("BOUND"):
        texts = [token.text for token in cursor.tokens[cursor.at : end]]
        if len(texts) == 3 + enclosed and texts[0] == "(" and set(texts[2:]) == {")"}:
            name = texts[1]
            span = Span(cursor.tokens[start].start, cursor.tokens[end - 1].end)
            return [Condition("not bound", frozenset({name}), True, span)]
    return [_other(cursor, start, end)]


def _existence(cursor: Cursor, start: int, negated: bool, depth: int) -> Condition:
    group = read_group(cursor, depth + 1)
    span = Span(cursor.tokens[start].start, cursor.end)
    return Condition("not exists" if negated else "exists", frozenset(), False, span, group)


def _other(cursor: Cursor, start: int, end: int) -> Condition:
    part = cursor.tokens[start:end]
    if any(token.kind == "iri" and ("?" in token.text or "$" in token.text) for token in part):
        # By the grammar `?a<?b&&?c>?d` contains an IRI; a parser may read it otherwise.
        raise UnreadableError("less-than signs that may begin an IRI")
    return Condition(
        "other",
        frozenset(token.text for token in part if token.kind == "variable"),
        not any(token.kind == "word" and token.text == "EXISTS" for token in part),
        Span(part[0].start, part[-1].end),
    )

"""Reads triple patterns and property paths (SPARQL 1.1 Query, rules 52 to 107 of the grammar)."""

from __future__ import annotations

from csekg.sparql.strangers.rewriting.algebra import Span, Term, Triple, Triples
from csekg.sparql.strangers.rewriting.cursor import Cursor
from csekg.sparql.strangers.rewriting.paths import read_verb
from csekg.sparql.tokens import UnreadableError

_BEGIN_ELEMENT = frozenset({
    "FILTER", "OPTIONAL", "MINUS", "GRAPH", "SERVICE", "BIND", "VALUES", "UNION", "SELECT",
})  # fmt: skip


def read_triples(cursor: Cursor) -> Triples:
    """Return the triples up to the next element of another kind; raises UnreadableError."""
    start = cursor.token.start
    found: list[Triple] = []
    while not (cursor.sees("{", "}") or _begins_element(cursor)):
        bracket = cursor.sees("[")
        subject = _node(cursor, found)
        # `[ :p :o ] .` is complete without a further property.
        if not (bracket and cursor.sees(".", "}")):
            _properties(cursor, subject, found)
        if not cursor.accept("."):
            break
    return Triples(tuple(found), Span(start, cursor.end))


def _begins_element(cursor: Cursor) -> bool:
    return cursor.token.kind == "word" and cursor.token.text in _BEGIN_ELEMENT


def _properties(cursor: Cursor, subject: Term, found: list[Triple]) -> None:
    while True:
        verb = read_verb(cursor)
        while True:
            verb.between(subject, _node(cursor, found), cursor, found)
            if not cursor.accept(","):
                break
        if not cursor.accept(";"):
            return
        while cursor.accept(";"):
            pass
        if cursor.sees(".", "]", "}", "{") or _begins_element(cursor):
            return


def _node(cursor: Cursor, found: list[Triple]) -> Term:
    token = cursor.take()
    if token.kind in ("variable", "blank"):
        return Term(token.kind, token.text)
    if token.kind in ("iri", "name"):
        return Term("constant", token.text)
    if token.kind == "number":
        return Term("constant", token.text)
    if token.kind == "word" and token.text in ("TRUE", "FALSE"):
        return Term("constant", token.text.lower())
    if token.kind == "mark" and token.text in "+-" and cursor.token.kind == "number":
        return Term("constant", token.text + cursor.take().text)
    if token.kind == "string":
        return Term("constant", token.text + _rest_of_literal(cursor))
    if token.kind == "mark" and token.text == "[":
        # A blank node in a pattern is a variable that nothing else can name (section 4.1.4).
        blank = Term("blank", "?" + cursor.fresh())
        if not cursor.sees("]"):
            _properties(cursor, blank, found)
        cursor.expect("]")
        return blank
    raise UnreadableError(f"{token.text!r} as a term of a triple")


def _rest_of_literal(cursor: Cursor) -> str:
    if cursor.token.kind == "language":
        return cursor.take().text
    if cursor.accept("^^"):
        token = cursor.take()
        if token.kind not in ("iri", "name"):
            raise UnreadableError("a datatype is an IRI")
        return "^^" + token.text
    return ""

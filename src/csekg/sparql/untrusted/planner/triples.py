"""Parses triple patterns and property paths (SPARQL 1.1 Query, rules 52 to 107 of the grammar).

Paths become triples where the specification translates them so (sections 9 and 18.2.2).
"""

from __future__ import annotations

from dataclasses import dataclass

from csekg.sparql.tokens import UnreadableError
from csekg.sparql.untrusted.planner.algebra import Span, Term, Triple, Triples
from csekg.sparql.untrusted.planner.cursor import Cursor

_TYPE = ("a", "rdf:type", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>")
_BEGIN_ELEMENT = frozenset({"FILTER", "OPTIONAL", "MINUS", "GRAPH", "SERVICE", "BIND", "VALUES", "UNION", "SELECT"})


def read_triples(cursor: Cursor) -> Triples:
    """Return the triple patterns up to the next element of another kind; raises UnreadableError."""
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
        verb = _verb(cursor)
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
        # A blank node in a pattern is a variable that nothing else can refer to (section 4.1.4).
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


@dataclass(frozen=True, slots=True)
class _Verb:
    """A predicate; its kind is one of `Triple`, or `sequence` or `inverse` with parts."""

    kind: str
    text: str
    parts: tuple[_Verb, ...] = ()

    def between(self, subject: Term, object_: Term, cursor: Cursor, found: list[Triple]) -> None:
        """Add the triples that this predicate stands for between two terms."""
        if self.kind == "inverse":
            self.parts[0].between(object_, subject, cursor, found)
        elif self.kind == "sequence":
            for part in self.parts[:-1]:
                middle = Term("blank", "?" + cursor.fresh())
                part.between(subject, middle, cursor, found)
                subject = middle
            self.parts[-1].between(subject, object_, cursor, found)
        else:
            found.append(Triple(subject, self.text, self.kind, object_))


def _verb(cursor: Cursor) -> _Verb:
    """Return the predicate at the current token; raises UnreadableError."""
    if cursor.token.kind == "variable":
        return _Verb("variable", "?" + cursor.take().text)
    return _alternative(cursor)


def _alternative(cursor: Cursor) -> _Verb:
    start = cursor.token.start
    parts = [_sequence(cursor)]
    while cursor.accept("|"):
        parts.append(_sequence(cursor))
    return parts[0] if len(parts) == 1 else _whole(cursor, start, parts)


def _sequence(cursor: Cursor) -> _Verb:
    start = cursor.token.start
    parts = [_step(cursor)]
    while cursor.accept("/"):
        parts.append(_step(cursor))
    if len(parts) == 1:
        return parts[0]
    return _Verb("sequence", cursor.query[start : cursor.end], tuple(parts))


def _step(cursor: Cursor) -> _Verb:
    start = cursor.token.start
    if cursor.accept("^"):
        part = _repeated(cursor)
        return _Verb("inverse", cursor.query[start : cursor.end], (part,))
    return _repeated(cursor)


def _repeated(cursor: Cursor) -> _Verb:
    start = cursor.token.start
    primary = _primary(cursor)
    if cursor.accept("*", "+", "?"):
        return _Verb("closure", cursor.query[start : cursor.end])
    return primary


def _primary(cursor: Cursor) -> _Verb:
    start = cursor.token.start
    if cursor.accept("("):
        inner = _alternative(cursor)
        cursor.expect(")")
        return inner if inner.kind != "path" else _whole(cursor, start, [inner])
    if cursor.accept("!"):
        if cursor.sees("("):
            cursor.skip_brackets()
        else:
            cursor.accept("^")
            _iri(cursor)
        return _Verb("path", cursor.query[start : cursor.end])
    text = _iri(cursor)
    return _Verb("type" if text in _TYPE else "iri", text)


def _iri(cursor: Cursor) -> str:
    token = cursor.take()
    if token.kind in ("iri", "name") or (token.kind == "word" and token.text == "a"):
        return token.text
    raise UnreadableError(f"{token.text!r} as a predicate")


def _whole(cursor: Cursor, start: int, parts: list[_Verb]) -> _Verb:
    return _Verb("closure" if any(_repeats(part) for part in parts) else "path", cursor.query[start : cursor.end])


def _repeats(verb: _Verb) -> bool:
    return verb.kind == "closure" or any(_repeats(part) for part in verb.parts)

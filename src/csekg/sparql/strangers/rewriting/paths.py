"""Reads property paths and turns them into triples (SPARQL 1.1 Query, sections 9 and 18.2.2)."""

from __future__ import annotations

from dataclasses import dataclass

from csekg.sparql.strangers.rewriting.algebra import Term, Triple
from csekg.sparql.strangers.rewriting.cursor import Cursor
from csekg.sparql.tokens import UnreadableError

_TYPE = ("a", "rdf:type", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>")


@dataclass(frozen=True, slots=True)
class Verb:
    """A predicate: kind as in `Triple`, or `sequence` or `inverse`, then with its parts."""

    kind: str
    text: str
    parts: tuple[Verb, ...] = ()

    def between(self, subject: Term, object_: Term, cursor: Cursor, found: list[Triple]) -> None:
        """Add the triples that this predicate means between two terms."""
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


def read_verb(cursor: Cursor) -> Verb:
    """Return the variable or the path at hand; raises UnreadableError."""
    if cursor.token.kind == "variable":
        return Verb("variable", "?" + cursor.take().text)
    return _alternative(cursor)


def _alternative(cursor: Cursor) -> Verb:
    start = cursor.token.start
    parts = [_sequence(cursor)]
    while cursor.accept("|"):
        parts.append(_sequence(cursor))
    return parts[0] if len(parts) == 1 else _whole(cursor, start, parts)


def _sequence(cursor: Cursor) -> Verb:
    start = cursor.token.start
    parts = [_step(cursor)]
    while cursor.accept("/"):
        parts.append(_step(cursor))
    if len(parts) == 1:
        return parts[0]
    return Verb("sequence", cursor.query[start : cursor.end], tuple(parts))


def _step(cursor: Cursor) -> Verb:
    start = cursor.token.start
    if cursor.accept("^"):
        part = _repeated(cursor)
        return Verb("inverse", cursor.query[start : cursor.end], (part,))
    return _repeated(cursor)


def _repeated(cursor: Cursor) -> Verb:
    start = cursor.token.start
    primary = _primary(cursor)
    if cursor.accept("*", "+", "?"):
        return Verb("closure", cursor.query[start : cursor.end])
    return primary


def _primary(cursor: Cursor) -> Verb:
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
        return Verb("path", cursor.query[start : cursor.end])
    text = _iri(cursor)
    return Verb("type" if text in _TYPE else "iri", text)


def _iri(cursor: Cursor) -> str:
    token = cursor.take()
    if token.kind in ("iri", "name") or (token.kind == "word" and token.text == "a"):
        return token.text
    raise UnreadableError(f"{token.text!r} as a predicate")


def _whole(cursor: Cursor, start: int, parts: list[Verb]) -> Verb:
    return Verb(
        "closure" if any(_repeats(part) for part in parts) else "path",
        cursor.query[start : cursor.end],
    )


def _repeats(verb: Verb) -> bool:
    return verb.kind == "closure" or any(_repeats(part) for part in verb.parts)

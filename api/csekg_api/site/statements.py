"""Declarations as pages show them: by kind, objections beside what they object to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from csekg.answers.texts.affected_paragraphs import (
    AnnotatedDeclaration,
    without_repeated_objections,
)
from csekg.languages.words import later
from csekg_api.web.words import _, in_english

#: The kinds of declaration in the order of pages, with their headings; others follow by name.
_KINDS = {
    "reservation": later("Reservations"),
    "interpretative-declaration": later("Interpretative declarations"),
    "binding-age-declaration": later("Declarations of a minimum age"),
    "declaration": later("Declarations"),
    "territorial-declaration": later("Declarations about territories"),
    "declaration-modification": later("Changes of declarations"),
    "reservation-withdrawal": later("Withdrawals of reservations"),
    "objection": later("Objections"),
    "communication": later("Communications"),
    "authority-designation": later("Authorities named"),
    "statement": later("Statements of which no text has been read"),
}


def by_kind(found: Iterable[AnnotatedDeclaration]) -> list[tuple[str, list[AnnotatedDeclaration]]]:
    """Return the heading of each kind with its declarations, reservations first.

    An objection stands beside the declaration that it is directed at where that one is listed, and
    else among the objections.
    """
    groups: dict[str, list[AnnotatedDeclaration]] = defaultdict(list)
    for each in without_repeated_objections(found):
        groups[each.statement.kind].append(each)
    order = [*_KINDS, *sorted(groups.keys() - _KINDS.keys())]
    return [(_heading(kind), groups[kind]) for kind in order if kind in groups]


def _heading(kind: str) -> str:
    if kind in _KINDS:
        return _(_KINDS[kind])
    return in_english(f"{kind.replace('-', ' ').capitalize()}s")

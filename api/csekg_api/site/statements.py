"""Declarations as pages show them: by kind, objections beside what they object to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from csekg.answers.texts.touching import Remark, beside_their_targets

#: The kinds of declaration in the order of pages, with their headings; others follow by name.
_KINDS = {
    "reservation": "Reservations",
    "interpretative-declaration": "Interpretative declarations",
    "binding-age-declaration": "Declarations of a minimum age",
    "declaration": "Declarations",
    "territorial-declaration": "Declarations about territories",
    "declaration-modification": "Changes of declarations",
    "reservation-withdrawal": "Withdrawals of reservations",
    "objection": "Objections",
    "communication": "Communications",
    "authority-designation": "Authorities named",
    "statement": "Statements of which no text has been read",
}


def by_kind(found: Iterable[Remark]) -> list[tuple[str, list[Remark]]]:
    """Return the heading of each kind with its declarations, reservations first.

    An objection stands beside the declaration that it is directed at where that one is listed, and
    else among the objections.
    """
    groups: dict[str, list[Remark]] = defaultdict(list)
    for each in beside_their_targets(found):
        groups[each.statement.kind].append(each)
    order = [*_KINDS, *sorted(groups.keys() - _KINDS.keys())]
    return [
        (_KINDS.get(kind, f"{kind.replace('-', ' ').capitalize()}s"), groups[kind])
        for kind in order
        if kind in groups
    ]

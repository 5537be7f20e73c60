"""Memberships of international organizations over time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Spell:
    """A span of membership from `since` to `until`, which is exclusive.

    None for `since` says that the beginning is not known, None for `until` that it lasts.
    """

    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Return whether the day lies in the spell."""
        return (not self.since or self.since <= day) and (not self.until or day < self.until)


def is_member(spells: Iterable[Spell], day: date) -> bool:
    """Return whether one of the spells holds on the day."""
    return any(spell.holds(day) for spell in spells)

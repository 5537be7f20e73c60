"""The `[joining]` table of treaty.toml: the final clauses on joining and leaving a treaty."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from csekg.namespaces import provision_path

KEYS = (
    "consent_kinds",
    "competence_declaration",
    "reservations_only_to",
    "declarations_with_consent",
    "declarations_listed",
    "denunciation_months",
    "denunciation_rounds",
    "denunciation_first_window_years",
    "denunciation_window_years",
    "territorial_months",
    "territorial_rounds",
)

Check = Callable[[str, str, Collection[str]], None]


@dataclass(frozen=True, slots=True)
class Notice:
    """When a notification takes effect: so many months after its receipt.

    With `rounds`, on the first day of the month after the one in which that period ends.
    """

    months: int
    rounds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """The clauses on joining and leaving a treaty, as far as its text was read.

    Provisions are as printed. `reservations_only_to` is empty where the treaty has no closed list.
    `declarations_listed` says whether our sources list all declarations that must come with a
    consent: only then does absence mean anything. A treaty that can be denounced only for a year
    after each period has `denunciation_window_years` between these windows; the first opens after
    `denunciation_first_window_years`, where that is longer.
    """

    consent_kinds: tuple[str, ...]
    competence_declaration: str
    reservations_only_to: tuple[str, ...]
    declarations_with_consent: tuple[str, ...]
    declarations_listed: bool
    denunciation: Notice | None
    denunciation_first_window_years: int | None
    denunciation_window_years: int | None
    territorial: Notice | None

    @property
    def provisions(self) -> tuple[str, ...]:
        """Every provision that the table names."""
        competence = (self.competence_declaration,) if self.competence_declaration else ()
        return (*competence, *self.reservations_only_to, *self.declarations_with_consent)

    @classmethod
    def parse(cls, table: Mapping[str, Any], kinds: Collection[str], check: Check) -> Joining:
        """Parse the table; `check` raises for a kind of consent that is not one of `kinds`.

        Raises ValueError for a malformed provision.
        """
        for kind in table["consent_kinds"]:
            check("kind of consent", kind, kinds)
        joining = cls(
            consent_kinds=tuple(table["consent_kinds"]),
            competence_declaration=table.get("competence_declaration", ""),
            reservations_only_to=tuple(table.get("reservations_only_to", ())),
            declarations_with_consent=tuple(table.get("declarations_with_consent", ())),
            declarations_listed=table.get("declarations_listed", False),
            denunciation=_notice(table, "denunciation"),
            denunciation_first_window_years=table.get("denunciation_first_window_years"),
            denunciation_window_years=table.get("denunciation_window_years"),
            territorial=_notice(table, "territorial"),
        )
        for printed in joining.provisions:
            provision_path(printed)
        return joining


def _notice(table: Mapping[str, Any], name: str) -> Notice | None:
    months = table.get(f"{name}_months")
    return None if months is None else Notice(months, table[f"{name}_rounds"])

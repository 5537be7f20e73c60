"""Treaty calendar: waiting periods and the day on which a consent takes effect.

Date arithmetic alone: the parameters come from the entry-into-force article of each treaty.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from csekg.days import spelled
from csekg.errors import CsekgError

AppliesWhen = Literal["deposit-after-trigger", "deposit-on-or-after-entry-into-force"]
CountsFrom = Literal["deposit", "registration", "expression-of-consent"]
Basis = Literal["treaty-date", "later-rule", "floor"]
_PERIOD = re.compile(r"P([1-9]\d*)([DMY])", re.ASCII)


class CalendarError(CsekgError):
    """A waiting period or an entry-into-force rule that cannot be computed with."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A waiting period of days or calendar months; it may end on a month's first day only."""

    days: int = 0
    months: int = 0
    first_of_following_month: bool = False

    @classmethod
    def parse(cls, text: str, rounds: bool = False) -> Wait:
        """Read an ISO 8601 period of one unit ("P30D", "P3M", "P1Y"), else raise CalendarError.

        ``rounds``: it takes effect on the first day of the month after the one in which it ends.
        """
        match = _PERIOD.fullmatch(text)
        if match is None:
            raise CalendarError(f"not a waiting period: {text!r}. Write P30D, P3M or P1Y")
        number = int(match[1]) * (12 if match[2] == "Y" else 1)
        return cls(number, 0, rounds) if match[2] == "D" else cls(0, number, rounds)

    def ends(self, day: date) -> date:
        """Return the day the period ends, before rounding; a shorter month gives its last day.

        Raises CalendarError where that day is after the year 9999.
        """
        year, month = divmod(day.year * 12 + day.month - 1 + self.months, 12)
        try:
            last = monthrange(year, month + 1)[1]
            return date(year, month + 1, min(day.day, last)) + timedelta(days=self.days)
        except (ValueError, OverflowError):
            raise CalendarError(
                f"{day} + {self._length} is after the year 9999, with which the calendar ends"
            ) from None

    def after(self, day: date) -> date:
        """Return the day on which a period that starts with ``day`` as day 0 takes effect."""
        end = self.ends(day)
        return Wait(months=1).ends(end.replace(day=1)) if self.first_of_following_month else end

    @property
    def words(self) -> str:
        """The period in words, "3 months" or "3 months, from the first of the next month,"."""
        return self._length + (
            ", from the first of the next month," if self.first_of_following_month else ""
        )

    @property
    def _length(self) -> str:
        units = [(self.months, "month"), (self.days, "day")]
        named = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in units if n]
        return " + ".join(named) or "0 days"

    def arithmetic(self, day: date) -> str:
        """Return the sum in words, "28 Mar 1994 + 30 days = 27 Apr 1994"."""
        text = f"{spelled(day)} + {self._length} = {spelled(self.ends(day))}"
        if self.first_of_following_month:
            text += f", first day of the following month = {spelled(self.after(day))}"
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryIntoForceRule:
    """A treaty's entry-into-force clauses: the ``[entry_into_force]`` table and its own date."""

    first_threshold: int
    first_wait: str
    later_wait: str
    applies_when: AppliesWhen
    counts_from: CountsFrom
    article: str = ""
    first_threshold_members: int = 0
    first_rounds: bool = False
    trigger_on: date | None = None
    later_rounds: bool = False
    floor: bool = False
    floor_basis: str = ""
    excludes_organizations: bool = False
    gap_from: date | None = None
    gap_until: date | None = None
    in_force_on: date | None = None

    def __post_init__(self) -> None:
        """Check the periods, the two key words and the gap; raises CalendarError."""
        _ = self.first, self.later
        for value, known in ((self.applies_when, AppliesWhen), (self.counts_from, CountsFrom)):
            if value not in get_args(known):
                raise CalendarError(f"unknown {value!r}. Known: {', '.join(get_args(known))}")
        if (self.gap_from is None) != (self.gap_until is None):
            raise CalendarError("gap_from and gap_until are given together or not at all")

    @property
    def first(self) -> Wait:
        """The waiting period of the treaty itself, from the day the condition is met."""
        return Wait.parse(self.first_wait, self.first_rounds)

    @property
    def later(self) -> Wait:
        """The waiting period of whoever consents later."""
        return Wait.parse(self.later_wait, self.later_rounds)

    @property
    def treaty_date(self) -> date | None:
        """The treaty's own entry into force, stated or from the trigger; None while open."""
        return self.in_force_on or (self.trigger_on and self.first.after(self.trigger_on))


@dataclass(frozen=True, slots=True)
class EntryIntoForce:
    """The day a consent takes effect, what decided it, another reading if any, and the sum."""

    on: date
    basis: Basis
    alternative: date | None
    explanation: str


def entry_into_force(
    rule: EntryIntoForceRule, deposited_on: date, *, succession: bool = False
) -> EntryIntoForce | None:
    """Return when a consent given on ``deposited_on`` takes effect under ``rule``.

    None for a succession, which no deposit rule governs, and while the treaty has no date.
    """
    treaty_date = rule.treaty_date
    if succession or treaty_date is None:
        return None
    later, total = rule.later.after(deposited_on), rule.later.arithmetic(deposited_on)
    act = f"{rule.counts_from.replace('-', ' ').capitalize()} on {spelled(deposited_on)}"
    if rule.article:
        act = f"Art. {rule.article}: {act[0].lower()}{act[1:]}"
    own = f"the treaty's own date, {spelled(treaty_date)}"
    if why := _too_early(rule, deposited_on, treaty_date):
        text = f"{act} {why}, so it takes {own}"
        if rule.trigger_on and rule.first.after(rule.trigger_on) == treaty_date:
            text += f" ({rule.first.arithmetic(rule.trigger_on)})"
        second = None
        if rule.gap_from and rule.gap_until and rule.gap_from <= deposited_on <= rule.gap_until:
            second = later
            text += f". A second reading of the article gives {total}"
        return EntryIntoForce(treaty_date, "treaty-date", second, f"{text}.")
    if rule.floor and later < treaty_date:
        ground = f" ({rule.floor_basis.rstrip('.')})" if rule.floor_basis else ""
        text = f"{act}; {total}, but not before {own}{ground}."
        return EntryIntoForce(treaty_date, "floor", None, text)
    return EntryIntoForce(later, "later-rule", None, f"{act}; {total}.")


def _too_early(rule: EntryIntoForceRule, deposited_on: date, treaty_date: date) -> str:
    """Say why the deposit takes the treaty's own date, or nothing where the later rule runs."""
    after_trigger = rule.applies_when == "deposit-after-trigger"
    if after_trigger and rule.trigger_on:
        # By date and not by rank: everyone who deposits on the trigger day shares that date.
        met = f"came no later than {spelled(rule.trigger_on)}, when the condition was met"
        return met if deposited_on <= rule.trigger_on else ""
    # Where the trigger day is not known, a deposit that would take effect too early preceded it.
    day = rule.later.after(deposited_on) if after_trigger else deposited_on
    return "came before the treaty was in force" if day < treaty_date else ""


@dataclass(frozen=True, slots=True)
class Deposit:
    """One instrument that may count towards a treaty's entry into force; one per actor."""

    on: date
    organization: bool = False
    counts_as_member: bool = False
    succession: bool = False


def treaty_entry_into_force(
    rule: EntryIntoForceRule, deposits: Sequence[Deposit]
) -> tuple[date, date] | None:
    """Return (day the condition was met, day the treaty enters into force) as the deposits give it.

    Successions never count, organizations only where the rule lets them. None until the total and
    the share of members are both reached.
    """
    reached = members = 0
    for deposit in sorted(deposits, key=lambda each: each.on):
        if deposit.succession or (deposit.organization and rule.excludes_organizations):
            continue
        reached += 1
        members += deposit.counts_as_member
        if reached >= rule.first_threshold and members >= rule.first_threshold_members:
            return deposit.on, rule.first.after(deposit.on)
    return None

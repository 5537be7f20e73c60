"""Entry into force: waiting periods and the day on which a consent takes effect.

The parameters come from the entry-into-force article of each treaty; here is the date arithmetic.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, get_args

from csekg.errors import CsekgError

AppliesWhen = Literal["deposit-after-trigger", "deposit-on-or-after-entry-into-force"]
CountsFrom = Literal["deposit", "registration", "expression-of-consent"]
_PERIOD = re.compile(r"P([1-9]\d*)([DMY])", re.ASCII)


class EntryIntoForceError(CsekgError):
    """A waiting period or an entry-into-force rule cannot be computed with."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A waiting period of days or of calendar months.

    With `first_of_following_month` it takes effect on the first day of the month after the one in
    which it ends, as in the Council of Europe's conventions.
    """

    days: int = 0
    months: int = 0
    first_of_following_month: bool = False

    @classmethod
    @lru_cache
    def parse(cls, text: str, rounds: bool = False) -> Wait:
        """Parse an ISO 8601 period of one unit: "P30D", "P3M" or "P1Y".

        `rounds` sets `first_of_following_month`. Raises EntryIntoForceError for any other text.
        """
        match = _PERIOD.fullmatch(text)
        if match is None:
            raise EntryIntoForceError(f"not a waiting period: {text!r}. Write P30D, P3M or P1Y")
        number = int(match[1]) * (12 if match[2] == "Y" else 1)
        return cls(number, 0, rounds) if match[2] == "D" else cls(0, number, rounds)

    def ends(self, day: date) -> date:
        """Return the day on which a period that starts with `day` as day 0 ends, before rounding.

        A month without that day number gives its last day: one month from 31 January ends on 28
        or 29 February. Raises EntryIntoForceError where the result is after the year 9999.
        """
        year, month = divmod(day.year * 12 + day.month - 1 + self.months, 12)
        try:
            last = monthrange(year, month + 1)[1]
            return date(year, month + 1, min(day.day, last)) + timedelta(days=self.days)
        except (ValueError, OverflowError):
            raise EntryIntoForceError(
                f"{day} + {self._length} is after the year 9999, with which the calendar ends"
            ) from None

    def after(self, day: date) -> date:
        """Return the day on which a period that starts with `day` as day 0 takes effect.

        Raises EntryIntoForceError where that is after the year 9999.
        """
        end = self.ends(day)
        return Wait(months=1).ends(end.replace(day=1)) if self.first_of_following_month else end

    @property
    def _length(self) -> str:
        return f"{self.months} months" if self.months else f"{self.days} days"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryIntoForceRule:
    """The entry-into-force clauses of a treaty: the ``[entry_into_force]`` table of treaty.toml.

    The `first_` parameters govern the treaty itself: so many instruments, of which so many by
    members, then the wait. The `later_` parameters govern each consent to which the clause
    `applies_when` applies. `trigger_on` is the day on which the threshold was reached, `floor`
    says that no consent takes effect before the treaty does, and a deposit from `gap_from` to
    `gap_until` (both inclusive) has a second reading. `article` is the clause, as printed.
    """

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
        """Raise EntryIntoForceError for an unusable period, an unknown keyword or half a gap."""
        _ = self.first, self.later
        for value, allowed in ((self.applies_when, AppliesWhen), (self.counts_from, CountsFrom)):
            if value not in get_args(allowed):
                raise EntryIntoForceError(f"unknown {value!r}. Known: {', '.join(get_args(allowed))}")
        if (self.gap_from is None) != (self.gap_until is None):
            raise EntryIntoForceError("gap_from and gap_until are given together or not at all")

    @property
    def first(self) -> Wait:
        """The waiting period of the treaty itself, from the day the threshold is reached."""
        return Wait.parse(self.first_wait, self.first_rounds)

    @property
    def later(self) -> Wait:
        """The waiting period of a later consent."""
        return Wait.parse(self.later_wait, self.later_rounds)

    @property
    def treaty_date(self) -> date | None:
        """The treaty's own entry into force: as stated, else as computed from `trigger_on`.

        None while the threshold has not been reached.
        """
        return self.in_force_on or (self.trigger_on and self.first.after(self.trigger_on))


#: How a day of entry into force follows from the clause: the waiting period after the consent; not
#: before the treaty's own date; or that date, as the consent came no later than the day on which
#: the condition was met, or before the treaty was in force.
Case = Literal["later", "not-before-own", "before-condition", "before-in-force"]


@dataclass(frozen=True, slots=True)
class EntryIntoForce:
    """The day on which a consent takes effect, and the case of the clause that gives it.

    `alternative` is the day by a second reading of the clause, None where there is only one.
    """

    on: date
    alternative: date | None
    case: Case


def entry_into_force(
    rule: EntryIntoForceRule, deposited_on: date, *, succession: bool = False
) -> EntryIntoForce | None:
    """Return when a consent given on `deposited_on` takes effect under `rule`.

    None for a succession, to which the deposit rules do not apply, and while the treaty has no
    date of its own. Raises EntryIntoForceError where a date is after the year 9999.
    """
    treaty_date = rule.treaty_date
    if succession or treaty_date is None:
        return None
    later = rule.later.after(deposited_on)
    if case := _too_early(rule, deposited_on, treaty_date):
        in_gap = rule.gap_from and rule.gap_until and (rule.gap_from <= deposited_on <= rule.gap_until)
        return EntryIntoForce(treaty_date, later if in_gap else None, case)
    if rule.floor and later < treaty_date:
        return EntryIntoForce(treaty_date, None, "not-before-own")
    return EntryIntoForce(later, None, "later")


def _too_early(rule: EntryIntoForceRule, deposited_on: date, treaty_date: date) -> Case | None:
    """Return why the deposit takes the treaty's own date, None where the later rule applies."""
    after_trigger = rule.applies_when == "deposit-after-trigger"
    if after_trigger and rule.trigger_on:
        # By date and not by rank: everyone who deposits on the trigger day shares that date.
        return "before-condition" if deposited_on <= rule.trigger_on else None
    # Where the trigger day is not known, a deposit that would take effect too early preceded it.
    day = rule.later.after(deposited_on) if after_trigger else deposited_on
    return "before-in-force" if day < treaty_date else None


@dataclass(frozen=True, slots=True)
class Deposit:
    """An instrument that may count towards a treaty's threshold; at most one per actor."""

    on: date
    organization: bool = False
    counts_as_member: bool = False
    succession: bool = False


def threshold_reached_on(rule: EntryIntoForceRule, deposits: Sequence[Deposit]) -> date | None:
    """Return the day on which the deposits reach the treaty's threshold.

    Successions never count, organizations only where the rule does not exclude them. None where
    the deposits do not reach both the total and the number of members.
    """
    reached = members = 0
    for deposit in sorted(deposits, key=lambda deposit: deposit.on):
        if deposit.succession or (deposit.organization and rule.excludes_organizations):
            continue
        reached += 1
        members += deposit.counts_as_member
        if reached >= rule.first_threshold and members >= rule.first_threshold_members:
            return deposit.on
    return None


def deposits_between(rule: EntryIntoForceRule, in_force_on: date) -> tuple[date, date] | None:
    """Return the first and the last day of a consent that takes effect on `in_force_on`.

    None where the rule gives that day for none, or leaves open how early the consent was, as for
    those that take effect with the treaty itself.
    """
    day = in_force_on
    found: list[date] = []
    # An earlier consent never takes effect later, but for those that take effect with the treaty.
    while (effect := entry_into_force(rule, day)) and effect.case == "later" and effect.on >= in_force_on:
        if effect.on == in_force_on:
            found.append(day)
        day -= timedelta(days=1)
    if effect is None or effect.on == in_force_on or not found:
        return None
    return found[-1], found[0]

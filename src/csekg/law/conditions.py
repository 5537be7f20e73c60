"""Conditions of admission to a treaty, and the facts about an actor that they test.

One of these facts is the membership of international organizations over time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from csekg.errors import CsekgError


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


#: Every kind of condition, with whether it takes a value after a colon.
_CONDITIONS = {
    "any-state": False,
    "ilo-member": False,
    "coe-member": False,
    "regional-organization": False,
    "named": True,
    "party-to": True,
    "consented-to": True,
    "signatory-to": True,
    "party-or-signatory-to": True,
    "invited-state": False,
}
#: The key of the group to which a condition admits.
GROUPS = {"ilo-member": "ilo", "coe-member": "coe"}
#: The conditions that an actor may meet later by joining another treaty.
OTHER_TREATY = ("party-to", "consented-to", "signatory-to", "party-or-signatory-to")


class EligibilityError(CsekgError):
    """A condition is unknown, or its value is missing or superfluous."""


@dataclass(frozen=True, slots=True)
class ActorFacts:
    """The facts about an actor that conditions test.

    `kind` is that of actors.csv, `memberships` are the spells of its memberships by group.
    """

    key: str
    kind: str
    memberships: Mapping[str, Sequence[Spell]]

    @property
    def is_state(self) -> bool:
        """Whether it is a State, or was one."""
        return self.kind in ("state", "former_state")


@dataclass(frozen=True, slots=True)
class ActDates:
    """The days on which an actor signed a treaty, consented to it and became bound by it.

    None stands for an act that the actor has not done.
    """

    signed_on: date | None
    consented_on: date | None
    bound_on: date | None

    def days(self) -> tuple[date, ...]:
        """Return the days that are not None."""
        return tuple(day for day in (self.signed_on, self.consented_on, self.bound_on) if day)


#: By treaty key.
ActDatesByTreaty = Mapping[str, ActDates]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of admission, such as "any-state" or "party-to" another treaty."""

    kind: str
    values: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Condition:
        """Parse "any-state", "named:CAN,JPN" or "party-to:<treaty key>".

        Raises EligibilityError for an unknown kind and for a value too many or too few.
        """
        kind, colon, rest = text.partition(":")
        values = tuple(rest.split(",")) if colon else ()
        if kind not in _CONDITIONS:
            raise EligibilityError(f"unknown condition {text!r}. Known: {', '.join(_CONDITIONS)}")
        right = f"{kind}:<key>" if _CONDITIONS[kind] else kind
        too_many = len(values) > 1 and kind != "named"
        if bool(colon) != (right != kind) or not all(values) or too_many:
            raise EligibilityError(f"condition {text!r} must be written {right!r}")
        return cls(kind, values)

    def met(self, actor: ActorFacts, act_dates: ActDatesByTreaty, day: date) -> bool:
        """Return whether the actor meets the condition on that day."""
        if self.kind == "any-state":
            return actor.is_state
        if self.kind == "invited-state":
            return False  # Who is invited is told by its invitation.
        if self.kind == "regional-organization":
            return actor.kind == "organization"
        if self.kind in GROUPS:
            return is_member(actor.memberships.get(GROUPS[self.kind], ()), day)
        if self.kind == "named":
            return actor.key in self.values
        act_dates_of = act_dates.get(self.values[0], ActDates(None, None, None))
        acts = {
            "party-to": (act_dates_of.bound_on,),
            "consented-to": (act_dates_of.consented_on, act_dates_of.bound_on),
            "signatory-to": (act_dates_of.signed_on,),
        }
        return any(done_on and done_on <= day for done_on in acts.get(self.kind, act_dates_of.days()))

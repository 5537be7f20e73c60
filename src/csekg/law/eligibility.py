"""Who may join a treaty, from which day on, and the reason where an actor may not.

This gives the base statuses: the status over time of an actor that has not acted under the treaty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from csekg.days import spelled
from csekg.errors import CsekgError
from csekg.law.status_over_time import BaseStatus

#: Every kind of condition and the words for who meets it. A kind with `{}` takes a value after a
#: colon.
_CONDITIONS = {
    "any-state": "States",
    "ilo-member": "Members of the ILO",
    "coe-member": "member States of the Council of Europe",
    "regional-organization": "regional organizations",
    "named": "those it names ({})",
    "party-to": "parties to {}",
    "party-or-signatory-to": "parties to or signatories of {}",
}
#: The key of the group to which a condition admits.
GROUPS = {"ilo-member": "ilo", "coe-member": "coe"}
_KINDS = {"any-state": "state", "regional-organization": "organization"}


class EligibilityError(CsekgError):
    """A condition is unknown, or its value is missing or superfluous."""


@dataclass(frozen=True, slots=True)
class ActorFacts:
    """The facts about an actor that conditions test: its kind (of actors.csv) and its groups."""

    key: str
    kind: str
    groups: frozenset[str]


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
class Invitation:
    """An invitation to accede: its day if known, and the first day on which it has expired."""

    on: date | None
    until: date | None


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
        right = f"{kind}:<key>" if "{}" in _CONDITIONS[kind] else kind
        too_many = len(values) > 1 and kind != "named"
        if bool(colon) != (right != kind) or not all(values) or too_many:
            raise EligibilityError(f"condition {text!r} must be written {right!r}")
        return cls(kind, values)

    def met(self, actor: ActorFacts, act_dates: ActDatesByTreaty, day: date) -> bool:
        """Return whether the actor meets the condition on that day."""
        if self.kind in _KINDS:
            return actor.kind == _KINDS[self.kind]
        if self.kind in GROUPS:
            return GROUPS[self.kind] in actor.groups
        if self.kind == "named":
            return actor.key in self.values
        act_dates_of = act_dates.get(self.values[0], ActDates(None, None, None))
        if self.kind == "party-to":
            return act_dates_of.bound_on is not None and act_dates_of.bound_on <= day
        return any(known <= day for known in act_dates_of.days())


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The clauses on who may sign and who may consent; one met condition of a list suffices.

    Consent also requires that the actor is a party to the treaty `requires_party_to`, where one is
    named. The last day for signature is `signature_closes_on`. `invitation` says whether any other
    State may accede on invitation. `article` is the clause, as printed.
    """

    sign: tuple[Condition, ...]
    consent: tuple[Condition, ...]
    invitation: bool
    article: str = ""
    requires_party_to: str = ""
    signature_closes_on: date | None = None

    @classmethod
    def parse(
        cls,
        sign: Sequence[str],
        consent: Sequence[str],
        invitation: bool,
        article: str = "",
        requires_party_to: str = "",
        signature_closes_on: date | None = None,
    ) -> Eligibility:
        """Parse the ``[eligibility]`` table of a treaty.toml; raises EligibilityError."""
        may_sign, may_consent = (tuple(map(Condition.parse, texts)) for texts in (sign, consent))
        rest = (invitation, article, requires_party_to, signature_closes_on)
        return cls(may_sign, may_consent, *rest)


def base_statuses(
    eligibility: Eligibility,
    actor: ActorFacts,
    start: date,
    act_dates: ActDatesByTreaty,
    invitations: Sequence[Invitation],
    complete: bool,
) -> tuple[BaseStatus, ...]:
    """Return the statuses, from `start` on, of an actor that has not acted under the treaty.

    Each is `no-action`, `needs-invitation`, `not-eligible`, or, where the list of signatures and
    parties that was read is not `complete`, `unknown` in the place of `no-action`.
    """
    days = {day for act_dates_of in act_dates.values() for day in act_dates_of.days()}
    days.update(day for each in invitations for day in (each.on, each.until) if day)
    if eligibility.signature_closes_on:
        days.add(eligibility.signature_closes_on + timedelta(days=1))
    found: list[BaseStatus] = []
    for day in sorted({start} | {day for day in days if day > start}):
        status, reason = _status_on(eligibility, actor, day, act_dates, invitations)
        if status == "no-action" and not complete:
            status, reason = "unknown", "No complete list of signatures and parties has been read."
        here = BaseStatus(day, status, reason)
        if not found or replace(here, since=found[-1].since) != found[-1]:
            found.append(here)
    return tuple(found)


def _status_on(
    rule: Eligibility,
    actor: ActorFacts,
    day: date,
    act_dates: ActDatesByTreaty,
    invitations: Sequence[Invitation],
) -> tuple[str, str]:
    """Return the status on `day` and the reason for it."""
    if actor.kind == "former_state":
        return "not-eligible", "A former State: its acts are listed under its successors."
    if actor.kind == "other":
        return "not-eligible", "It is recorded neither as a State nor as an organization."
    open_until = rule.signature_closes_on or day
    may_sign = day <= open_until and any(c.met(actor, act_dates, day) for c in rule.sign)
    admitted = any(c.met(actor, act_dates, day) for c in rule.consent)
    other = rule.requires_party_to
    if admitted and (not other or Condition("party-to", (other,)).met(actor, act_dates, day)):
        return "no-action", "Open to it; no signature or consent is recorded."
    if may_sign and admitted:
        return "no-action", f"It may sign; to consent it must also be a party to {other.upper()}."
    if may_sign:
        return "no-action", f"It may sign; consent is open only to {_in_words(rule.consent)}."
    if admitted:
        return "not-eligible", f"To join it must also be a party to {other.upper()}."
    if rule.invitation and actor.kind == "state":
        return _status_by_invitation(day, invitations)
    article = f" (art. {rule.article})" if rule.article else ""
    return "not-eligible", f"Open only to {_in_words((*rule.sign, *rule.consent))}{article}."


def _in_words(conditions: Sequence[Condition]) -> str:
    words = (_CONDITIONS[each.kind].format(", ".join(each.values).upper()) for each in conditions)
    return " or ".join(dict.fromkeys(words)) or "nobody"


def _status_by_invitation(day: date, invitations: Sequence[Invitation]) -> tuple[str, str]:
    reason = "It can join only on invitation."
    for each in sorted(invitations, key=lambda each: each.on or date.max):
        if each.on is None:
            reason += " An invitation is recorded, but not its day."
        elif each.on <= day and (each.until is None or day < each.until):
            return "no-action", f"Invited to accede on {spelled(each.on)}."
        elif each.until and each.until <= day:
            reason += f" The invitation of {spelled(each.on)} ended on {spelled(each.until)}."
    return "needs-invitation", reason

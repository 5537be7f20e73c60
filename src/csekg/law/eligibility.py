"""Who may join a treaty, from when, and in plain words why not.

In other words: the status over time of an actor that has done nothing about the treaty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from csekg.days import spelled
from csekg.errors import CsekgError
from csekg.law.status_over_time import Step

#: Every condition and who meets it; those with a gap need a value after a colon.
_CONDITIONS = {
    "any-state": "States",
    "ilo-member": "Members of the ILO",
    "coe-member": "member States of the Council of Europe",
    "regional-organization": "regional organizations",
    "named": "those it names ({})",
    "party-to": "parties to {}",
    "party-or-signatory-to": "parties to or signatories of {}",
}
_GROUPS = {"ilo-member": "ilo", "coe-member": "coe"}
_KINDS = {"any-state": "state", "regional-organization": "organization"}


class EligibilityError(CsekgError):
    """A condition that is not known, or lacks its value."""


@dataclass(frozen=True, slots=True)
class ActorFacts:
    """What matters about an actor: its kind (as in actors.csv) and the groups it belongs to."""

    key: str
    kind: str
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class Milestone:
    """When an actor signed another treaty, consented to it and became bound; None if it did not."""

    signed_on: date | None
    consented_on: date | None
    bound_on: date | None

    def days(self) -> tuple[date, ...]:
        """Return the known days."""
        return tuple(day for day in (self.signed_on, self.consented_on, self.bound_on) if day)


Others = Mapping[str, Milestone]


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation to accede; `until` is the first day on which it no longer holds."""

    on: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Condition:
    """One way to be admitted, such as "any-state" or "party-to" another treaty."""

    kind: str
    values: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Condition:
        """Read "any-state", "named:CAN,JPN", "party-to:<treaty key>"; else EligibilityError."""
        kind, colon, rest = text.partition(":")
        values = tuple(rest.split(",")) if colon else ()
        if kind not in _CONDITIONS:
            raise EligibilityError(f"unknown condition {text!r}. Known: {', '.join(_CONDITIONS)}")
        right = f"{kind}:<key>" if "{}" in _CONDITIONS[kind] else kind
        too_many = len(values) > 1 and kind != "named"
        if bool(colon) != (right != kind) or not all(values) or too_many:
            raise EligibilityError(f"condition {text!r} must be written {right!r}")
        return cls(kind, values)

    def met(self, actor: ActorFacts, milestones: Others, day: date) -> bool:
        """Return whether the actor meets the condition on that day."""
        if self.kind in _KINDS:
            return actor.kind == _KINDS[self.kind]
        if self.kind in _GROUPS:
            return _GROUPS[self.kind] in actor.groups
        if self.kind == "named":
            return actor.key in self.values
        milestone = milestones.get(self.values[0], Milestone(None, None, None))
        if self.kind == "party-to":
            return milestone.bound_on is not None and milestone.bound_on <= day
        return any(known <= day for known in milestone.days())


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Who may sign and who may consent: any one condition of a list is enough.

    Consent also needs being a party to `requires_party_to`; signing ends with its closing day.
    """

    sign: tuple[Condition, ...]
    consent: tuple[Condition, ...]
    invitation: bool
    note: str = ""
    article: str = ""
    requires_party_to: str = ""
    signature_closes_on: date | None = None

    @classmethod
    def parse(
        cls,
        sign: Sequence[str],
        consent: Sequence[str],
        invitation: bool,
        note: str = "",
        article: str = "",
        requires_party_to: str = "",
        signature_closes_on: date | None = None,
    ) -> Eligibility:
        """Read the ``[eligibility]`` table of a treaty; raises EligibilityError."""
        may_sign, may_consent = (tuple(map(Condition.parse, texts)) for texts in (sign, consent))
        rest = (invitation, note, article, requires_party_to, signature_closes_on)
        return cls(may_sign, may_consent, *rest)


def base_steps(
    eligibility: Eligibility,
    actor: ActorFacts,
    start: date,
    milestones: Others,
    invitations: Sequence[Invitation],
    complete: bool,
) -> tuple[Step, ...]:
    """Return the statuses, from `start` on, of an actor that does nothing about the treaty.

    no-action, needs-invitation, not-eligible, or unknown where the treaty's list is not complete.
    """
    days = {day for milestone in milestones.values() for day in milestone.days()}
    days.update(day for each in invitations for day in (each.on, each.until) if day)
    if eligibility.signature_closes_on:
        days.add(eligibility.signature_closes_on + timedelta(days=1))
    steps: list[Step] = []
    for day in sorted({start} | {day for day in days if day > start}):
        status, reason = _standing(eligibility, actor, day, milestones, invitations)
        if status == "no-action" and not complete:
            status, reason = "unknown", "No complete list of signatures and parties has been read."
        step = Step(day, status, reason)
        if not steps or replace(step, since=steps[-1].since) != steps[-1]:
            steps.append(step)
    return tuple(steps)


def _standing(
    rule: Eligibility, actor: ActorFacts, day: date, others: Others, invited: Sequence[Invitation]
) -> tuple[str, str]:
    if actor.kind == "former_state":
        return "not-eligible", "A former State: what it did is told under its successors."
    if actor.kind == "other":
        return "not-eligible", "It is recorded neither as a State nor as an organization."
    open_until = rule.signature_closes_on or day
    may_sign = day <= open_until and any(c.met(actor, others, day) for c in rule.sign)
    admitted = any(c.met(actor, others, day) for c in rule.consent)
    besides = rule.requires_party_to
    if admitted and (not besides or Condition("party-to", (besides,)).met(actor, others, day)):
        return "no-action", "Open to it; no signature or consent is recorded."
    if may_sign and admitted:
        return "no-action", f"It may sign; to consent it must also be a party to {besides.upper()}."
    if may_sign:
        return "no-action", f"It may sign; consent is open only to {_those(rule.consent)}."
    if admitted:
        return "not-eligible", f"To join it must also be a party to {besides.upper()}."
    if rule.invitation and actor.kind == "state":
        return _invited(day, invited)
    article = f" (art. {rule.article})" if rule.article else ""
    return "not-eligible", f"Open only to {_those((*rule.sign, *rule.consent))}{article}."


def _those(conditions: Sequence[Condition]) -> str:
    told = (_CONDITIONS[each.kind].format(", ".join(each.values).upper()) for each in conditions)
    return " or ".join(dict.fromkeys(told)) or "nobody"


def _invited(day: date, invitations: Sequence[Invitation]) -> tuple[str, str]:
    reason = "It can join only on invitation."
    for each in sorted(invitations, key=lambda each: each.on or date.max):
        if each.on is None:
            reason += " An invitation is recorded, but not its day."
        elif each.on <= day and (each.until is None or day < each.until):
            return "no-action", f"Invited to accede on {spelled(each.on)}."
        elif each.until and each.until <= day:
            reason += f" The invitation of {spelled(each.on)} ended on {spelled(each.until)}."
    return "needs-invitation", reason

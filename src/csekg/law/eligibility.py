"""Who may join a treaty, from which day on, and the reason where an actor may not.

This gives the base statuses: the status over time of an actor that has not acted under the treaty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from csekg.law.conditions import OTHER_TREATY, ActDatesByTreaty, ActorFacts, Condition
from csekg.law.listing import EVERYTHING, Listing
from csekg.law.reasons import Reason, Reasons, Way
from csekg.law.status_over_time import BaseStatus


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation to accede: its day if known, and the first day on which it has expired."""

    on: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The clauses on who may sign and who may consent; one met condition of a list suffices.

    Consent also requires that the actor is a party to the treaty `requires_party_to`, where one is
    named. The last day for signature is `signature_closes_on`. `invitation` says whether any other
    State may accede on invitation, by the clause `invitation_article`. `article` is the clause on the
    conditions, as printed. `drafters_unnamed` says
    that the treaty is open as well to non-members that took part in its drafting, and that no
    source read names them.
    """

    sign: tuple[Condition, ...]
    consent: tuple[Condition, ...]
    invitation: bool
    article: str = ""
    invitation_article: str = ""
    requires_party_to: str = ""
    signature_closes_on: date | None = None
    drafters_unnamed: bool = False

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All conditions of admission, each once; the last is an invitation where the treaty knows one."""
        invited = (Condition("invited-state"),) if self.invitation else ()
        return tuple(dict.fromkeys((*self.sign, *self.consent, *invited)))

    @property
    def articles(self) -> str:
        """The clauses on admission, as printed: `36, 37`."""
        return ", ".join(filter(None, (self.article, self.invitation_article)))

    @classmethod
    def parse(cls, sign: Sequence[str], consent: Sequence[str], invitation: bool, **rest: Any) -> Eligibility:
        """Parse the ``[eligibility]`` table of a treaty.toml; raises EligibilityError."""
        may_sign, may_consent = (tuple(map(Condition.parse, texts)) for texts in (sign, consent))
        return cls(may_sign, may_consent, invitation, **rest)


def base_statuses(
    eligibility: Eligibility,
    actor: ActorFacts,
    start: date,
    act_dates: ActDatesByTreaty,
    invitations: Sequence[Invitation],
    listing: Listing = EVERYTHING,
    others: Mapping[str, Eligibility] = MappingProxyType({}),
) -> tuple[BaseStatus, ...]:
    """Return the statuses, from `start` on, of an actor that has not acted under the treaty.

    Each is `no-action`, `needs-invitation`, `must-join-first` or `not-eligible`. In the place of
    `no-action` stands `no-act-read` or `unknown` where the lists read would not name every act of
    the actor, as `listing` says.
    `others` are the clauses of the other treaties by key: an actor that must first join a treaty
    which is not open to it is `not-eligible`.
    """
    needed = _needed(eligibility, others)
    days = {day for key in needed if key in act_dates for day in act_dates[key].days()}
    days.update(day for invitation in invitations for day in (invitation.on, invitation.until) if day)
    for spells in actor.memberships.values():
        days.update(day for spell in spells for day in (spell.since, spell.until) if day)
    closing = [eligibility.signature_closes_on]
    closing += [others[key].signature_closes_on for key in needed if key in others]
    days.update(day + timedelta(days=1) for day in closing if day)
    days.update(listing.days())
    statuses: list[BaseStatus] = []
    for day in sorted(day for day in {start, *days} if day >= start):
        status, reasons = _status_on(
            rule=eligibility, actor=actor, day=day, act_dates=act_dates, invitations=invitations, others=others
        )
        if status == "no-action":
            status, reasons = listing.without_act(day, reasons)
        here = BaseStatus(day, status, reasons)
        if not statuses or (status, reasons) != (statuses[-1].status, statuses[-1].reasons):
            statuses.append(here)
    return tuple(statuses)


def _named(rule: Eligibility) -> list[str]:
    """Return the keys of the treaties that an actor may have to join first, each once."""
    conditions = [condition for condition in (*rule.consent, *rule.sign) if condition.kind in OTHER_TREATY]
    named = [rule.requires_party_to, *(condition.values[0] for condition in conditions)]
    return list(dict.fromkeys(filter(None, named)))


def _needed(rule: Eligibility, others: Mapping[str, Eligibility]) -> set[str]:
    """Return the keys of the treaties on which admission depends, through others as well."""
    waiting, needed = _named(rule), set[str]()
    while waiting:
        key = waiting.pop()
        if key not in needed:
            needed.add(key)
            waiting += _named(others[key]) if key in others else ()
    return needed


def _status_on(
    rule: Eligibility,
    actor: ActorFacts,
    day: date,
    act_dates: ActDatesByTreaty,
    invitations: Sequence[Invitation],
    others: Mapping[str, Eligibility],
) -> tuple[str, Reasons]:
    """Return the status on `day` and the reasons for it."""
    if actor.kind == "other":
        return "not-eligible", (Reason("no-actor"),)
    open_until = rule.signature_closes_on or day
    may_sign = day <= open_until and any(c.met(actor, act_dates, day) for c in rule.sign)
    admitted = any(c.met(actor, act_dates, day) for c in rule.consent)
    other = rule.requires_party_to
    if admitted and (not other or Condition("party-to", (other,)).met(actor, act_dates, day)):
        return "no-action", (Reason("open"),)
    if may_sign and admitted:
        return "no-action", (Reason("may-sign-then-join", treaty=other),)
    if may_sign:
        return "no-action", (Reason("may-sign-only", conditions=rule.consent),)
    if admitted:
        reason = Reason("join-first", treaty=other)
        return _status_by_other(keys=[other], reason=reason, actor=actor, day=day, act_dates=act_dates, others=others)
    if rule.invitation and actor.is_state:
        return _status_by_invitation(rule, day, invitations)
    reason = Reason("open-only-to", conditions=rule.conditions, article=rule.articles)
    return _status_by_other(keys=_named(rule), reason=reason, actor=actor, day=day, act_dates=act_dates, others=others)


#: How another treaty is open to an actor, by its status under it.
_WAYS: Mapping[str, Way] = MappingProxyType(
    {"no-action": "open", "needs-invitation": "invitation", "must-join-first": "other-first"}
)


def _status_by_other(
    keys: Sequence[str],
    reason: Reason,
    actor: ActorFacts,
    day: date,
    act_dates: ActDatesByTreaty,
    others: Mapping[str, Eligibility],
) -> tuple[str, Reasons]:
    """Return the status of an actor that must first join one of the treaties `keys`.

    It is `must-join-first` where one of them is open to the actor on the day, or would be on
    invitation.
    """
    for key in keys:
        if key in others:
            left = {name: rule for name, rule in others.items() if name != key}
            status, _ = _status_on(
                rule=others[key], actor=actor, day=day, act_dates=act_dates, invitations=(), others=left
            )
            if way := _WAYS.get(status):
                return "must-join-first", (replace(reason, way=way),)
    return "not-eligible", (reason,)


def _status_by_invitation(rule: Eligibility, day: date, invitations: Sequence[Invitation]) -> tuple[str, Reasons]:
    # No list of invitations is complete, and of some treaties none of those that took part in the drafting.
    reasons = []
    for invitation in sorted(invitations, key=lambda invitation: invitation.on or date.max):
        on, until = invitation.on, invitation.until
        if on is None:
            reasons.append(Reason("invited-undated"))
        elif on <= day and (until is None or day < until):
            return "no-action", (Reason("invited", on, until),)
        elif until and until <= day:
            reasons.append(Reason("invitation-ended", on, until))
    # That an invitation is recorded leaves nothing open but its day.
    if not any(reason.code == "invited-undated" for reason in reasons):
        reasons.insert(0, Reason("may-have-drafted" if rule.drafters_unnamed else "invitation-only"))
    return "needs-invitation", tuple(reasons)

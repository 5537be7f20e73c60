"""Participations: the status of every actor under every treaty over time, derived from its acts.

When each State exists in law, and why it has no status on a day before or after, is part of that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from csekg.derived.acts import Act
from csekg.derived.identities import Identities
from csekg.errors import CsekgError
from csekg.facts.actors import Actor, spells
from csekg.facts.declarations import Event
from csekg.facts.existence import ExistenceSpan, StateChange
from csekg.facts.treaties import Treaty
from csekg.law.conditions import GROUPS, ActDates, ActorFacts
from csekg.law.continuity import Continuity, Existence, with_capacity
from csekg.law.eligibility import Eligibility, Invitation, base_statuses
from csekg.law.entry_into_force import Wait
from csekg.law.reasons import Reason, Reasons
from csekg.law.status_over_time import BaseStatus, DatedAct, StatusInterval, status_intervals, status_on

#: The organizations whose members can act under treaties, whatever the day of their independence.
_UNIVERSAL = ("un-member", "ilo")


def derive_continuity(
    actors: Mapping[str, Actor], spans: Iterable[ExistenceSpan], changes: Iterable[StateChange]
) -> Continuity:
    """Return the existences of all actors that have any recorded, and who continues whom.

    Raises DataError for a continuation on a day on which no existence begins, for a former State
    without an end and an end of any other, and CsekgError where the existences do not fit together.
    """
    by_day: dict[tuple[str, date], list[StateChange]] = {}
    for change in changes:
        by_day.setdefault((change.actor, change.on), []).append(change)
    existences: list[Existence] = []
    for span in spans:
        began = by_day.pop((span.actor, span.since), []) if span.since else []
        first = span.actor not in {existence.actor for existence in existences}
        existence = Existence(
            span.actor,
            span.since,
            span.until,
            next((change.continues for change in began if change.continues), ""),
            tuple(dict.fromkeys(key for change in began for key in change.succeeds)),
        )
        member_since = _member_since(actors[span.actor])
        existences.append(with_capacity(existence, member_since) if first else existence)
    for left in by_day.values():
        if left[0].continues:
            message = "no existence begins on the day of this continuation"
            raise left[0].row.fail(message, left[0].on.isoformat())
    _check_ends(actors, spans)
    try:
        return Continuity(existences)
    except CsekgError as error:
        raise CsekgError(f"data/existence.csv and continuity.csv: {error}") from None


def _member_since(actor: Actor) -> date | None:
    days = (spell.since for group in _UNIVERSAL for spell in spells(actor.memberships, group))
    return min((day for day in days if day), default=None)


def _check_ends(actors: Mapping[str, Actor], spans: Iterable[ExistenceSpan]) -> None:
    last = {span.actor: span for span in spans}
    for span in last.values():
        if (actors[span.actor].kind == "former_state") != bool(span.until):
            raise span.row.fail("a former State has an end, and no other actor", span.row["until"], span.actor)


def reasons_before(existence: Existence) -> Reasons:
    """Return why the State has no status before an existence of it."""
    began = Reason("began", existence.since)
    if existence.continues and existence.continues != existence.actor:
        return began, Reason("continues", actor=existence.continues)
    return (began,)


def reasons_after(existence: Existence, continuity: Continuity) -> Reasons:
    """Return why the State has no status after its last existence."""
    ended = Reason("ended", existence.until)
    following = continuity.continued_by(existence)
    return (ended, Reason("continued-by", actor=following.actor)) if following else (ended,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """One actor under one treaty: its acts, its status intervals and the current one of them.

    The current interval is that of the treaty's as-of date. There is one signature and one consent
    at most, but for Yugoslavia, whose key stands for two States one after the other.
    """

    treaty: Treaty
    actor: Actor
    signatures: tuple[Act, ...]
    consents: tuple[Act, ...]
    denunciations: tuple[DatedAct, ...]
    intervals: tuple[StatusInterval, ...]
    current: StatusInterval


def derive_participations(
    treaties: Mapping[str, Treaty],
    actors: Mapping[str, Actor],
    acts: Iterable[Act],
    events: Iterable[Event],
    identities: Identities,
    continuity: Continuity,
    only: Collection[str] | None = None,
) -> list[Participation]:
    """Return one participation for every treaty and every actor, in that order.

    `identities` has the IRIs of denunciations. `only` are the keys of the actors wanted, None
    stands for all. Raises DataError for a denunciation without a day and year, or without the day
    on which it takes effect where the treaty gives no period.
    """
    deriving = _Deriving(
        treaties=treaties, actors=actors, acts=acts, events=events, identities=identities, continuity=continuity
    )
    wanted = [actor for key, actor in actors.items() if only is None or key in only]
    return [deriving.participation(treaty, actor) for treaty in treaties.values() for actor in wanted]


class _Deriving:
    """What the participations are derived from, by treaty and existence."""

    def __init__(
        self,
        treaties: Mapping[str, Treaty],
        actors: Mapping[str, Actor],
        acts: Iterable[Act],
        events: Iterable[Event],
        identities: Identities,
        continuity: Continuity,
    ) -> None:
        self._actors, self._continuity = actors, continuity
        self._clauses: dict[str, Eligibility] = {k: t.eligibility for k, t in treaties.items()}
        self._borne: defaultdict[tuple[str, Existence], list[Act]] = defaultdict(list)
        self._doer: dict[str, Existence] = {}
        for act in acts:
            if act.dismissed:
                continue
            doer = continuity.doer(act.actor, act.begins)
            self._doer[act.iri.value] = doer
            for existence in continuity.bearers(doer):
                self._borne[act.treaty, existence].append(act)
        self._dates: defaultdict[Existence, dict[str, ActDates]] = defaultdict(dict)
        for (treaty, existence), borne in self._borne.items():
            self._dates[existence][treaty] = _act_dates(borne)
        self._invitations: defaultdict[tuple[str, str], list[Invitation]] = defaultdict(list)
        self._left: defaultdict[tuple[str, Existence], list[DatedAct]] = defaultdict(list)
        for event in events:
            if event.kind == "invitation":
                invited = Invitation(event.on, event.until)
                self._invitations[event.treaty, event.actor].append(invited)
            elif event.kind == "denunciation":
                iri = identities.of(event.row).value
                left = _denunciation(treaties[event.treaty], event, iri)
                for existence in continuity.bearers(continuity.doer(event.actor, left.begins)):
                    self._left[event.treaty, existence].append(left)
        self._facts = {key: _actor_facts(actor) for key, actor in actors.items()}

    def participation(self, treaty: Treaty, actor: Actor) -> Participation:
        intervals: list[StatusInterval] = []
        acts: dict[str, Act] = {}
        left: dict[str, DatedAct] = {}
        day = treaty.since
        for existence in self._continuity.of(actor.key):
            if existence.until and existence.until <= day:
                continue
            if existence.since and existence.since > day:
                reasons = reasons_before(existence)
                intervals.append(StatusInterval("did-not-exist", day, existence.since, (), reasons))
                day = existence.since
            intervals += self._while_it_exists(treaty, existence, day)
            acts.update((act.iri.value, act) for act in self._borne[treaty.key, existence])
            left.update((act.id, act) for act in self._left[treaty.key, existence])
            day = existence.until or day
        if not intervals or intervals[-1].until:
            last = self._continuity.of(actor.key)[-1]
            reasons = reasons_after(last, self._continuity)
            intervals.append(StatusInterval("did-not-exist", day, None, (), reasons))
        return Participation(
            treaty=treaty,
            actor=actor,
            signatures=tuple(act for act in acts.values() if not act.is_consent),
            consents=tuple(act for act in acts.values() if act.is_consent),
            denunciations=tuple(left.values()),
            intervals=tuple(intervals),
            current=status_on(intervals, treaty.as_of),
        )

    def _while_it_exists(self, treaty: Treaty, existence: Existence, start: date) -> tuple[StatusInterval, ...]:
        acts = self._borne[treaty.key, existence]
        undated = [act for act in acts if not act.on]
        if len(undated) == len(acts) == 1 and not acts[0].is_consent:
            # It may have signed on any day before: "no action" would claim that it had not.
            signed = Reason("signed-undated", acts[0].known_by)
            base: Sequence[BaseStatus] = (BaseStatus(start, "unknown", (signed,)),)
        else:
            base = base_statuses(
                eligibility=treaty.eligibility,
                actor=self._facts[existence.actor],
                start=start,
                act_dates=self._dates[existence],
                invitations=self._invitations[treaty.key, existence.actor],
                unlisted=self._unlisted(treaty, existence),
                others=self._clauses,
            )
        if len(acts) == 1 and (year := acts[0].year):
            # In that year it may have consented on any day.
            in_year = date(year, 1, 1)
            first = max(start, in_year)
            before = (status for status in base if status.since < first)
            consented = Reason("consented-undated", in_year)
            base = (*before, BaseStatus(first, "unknown", (consented,)))
        dated = [self._dated(act, existence) for act in acts]
        dated += self._left[treaty.key, existence]
        return status_intervals(start, base, dated, existence.until)

    def _unlisted(self, treaty: Treaty, existence: Existence) -> Reasons:
        """Return why no list would name an act of the actor; () where one would."""
        if not treaty.complete:
            return (Reason("no-list"),)
        last = self._continuity.last(existence)
        # A list names the States of its day, and prints under them what those they continue did.
        former = last.until and last.until <= treaty.as_of
        return (Reason("no-list-of-former"),) if former else ()

    def _dated(self, act: Act, existence: Existence) -> DatedAct:
        doer = self._doer[act.iri.value]
        predecessor = self._continuity.predecessor_on(act.actor, act.begins)
        if predecessor == existence.actor and doer == existence:
            predecessor = ""
        return DatedAct(
            id=act.iri.value,
            kind="consent" if act.is_consent else "signature",
            on=act.on,
            effective_on=act.effective_on,
            known_by=act.known_by,
            effect_known=act.effect_stated_or_computed is not None,
            done_by=predecessor or "",
        )


def _act_dates(acts: Sequence[Act]) -> ActDates:
    signature = next((act for act in acts if not act.is_consent), None)
    consent = next((act for act in acts if act.is_consent), None)
    return ActDates(
        signed_on=signature.on or signature.known_by if signature else None,
        consented_on=consent.on or consent.effective_on if consent else None,
        bound_on=consent.effective_on if consent else None,
    )


def _actor_facts(actor: Actor) -> ActorFacts:
    groups = dict.fromkeys(membership.group for membership in actor.memberships)
    tested = [group for group in groups if group in GROUPS.values()]
    dated = {group: spells(actor.memberships, group) for group in tested}
    return ActorFacts(actor.key, actor.kind, dated)


def _denunciation(treaty: Treaty, event: Event, iri: str) -> DatedAct:
    """Return a denunciation; where only its year is known, the last day of it counts."""
    received = event.on or (date(event.year, 12, 31) if event.year else None)
    if received is None:
        raise event.row.fail("a denunciation needs its day, or its year", event.row["date"])
    effective_on, notice = event.effective_on, treaty.joining.denunciation
    if effective_on is None:
        if notice is None:
            raise event.row.fail(
                "a denunciation needs the day on which it takes effect",
                "",
                "Give it, or denunciation_months in treaty.toml.",
            )
        effective_on = Wait(0, notice.months, notice.rounds).after(received)
    return DatedAct(
        id=iri,
        kind="denunciation",
        on=event.on,
        effective_on=effective_on,
        known_by=received,
        effect_known=bool(event.on or event.effective_on),
    )

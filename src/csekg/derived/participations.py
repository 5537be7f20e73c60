"""Participations: the status of every actor under every treaty over time, derived from its acts.

When each State exists in law, and why it has no status on a day before or after, is part of that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from csekg.derived.acts import KINDS_OF_SIGNATORIES, Act
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
from csekg.law.listing import Listing
from csekg.law.reasons import Reason, Reasons
from csekg.law.status_over_time import BaseStatus, DatedAct, StatusInterval, status_intervals, status_on

#: The statuses of an actor that could act and of which no act is in the data.
_WITHOUT_ACT = ("no-action", "no-act-read")


def derive_continuity(
    actors: Mapping[str, Actor], spans: Iterable[ExistenceSpan], changes: Iterable[StateChange]
) -> Continuity:
    """Return the existences of all actors that have any recorded, and who continues whom.

    Raises DataError for a continuation on a day on which no existence begins, for a former State
    without an end and an end of any other, and CsekgError where the existences do not fit together.
    """
    by_day: dict[tuple[str, date | None], list[StateChange]] = {}
    for change in changes:
        by_day.setdefault((change.actor, change.on), []).append(change)
    existences: list[Existence] = []
    for span in spans:
        began = by_day.pop((span.actor, span.since), [])
        first = span.actor not in {existence.actor for existence in existences}
        existence = Existence(
            span.actor,
            span.since,
            span.until,
            next((change.continues for change in began if change.continues), ""),
            tuple(dict.fromkeys(key for change in began for key in change.succeeds)),
        )
        if first:
            joined = (_member_since(actors[span.actor], group) for group in ("un-member", "ilo"))
            existence = with_capacity(existence, *joined)
        existences.append(existence)
    for left in by_day.values():
        if left[0].continues:
            message = "no existence begins on the day of this continuation"
            raise left[0].row.fail(message, left[0].on.isoformat())
    _check_ends(actors, spans)
    try:
        return Continuity(existences)
    except CsekgError as error:
        raise CsekgError(f"data/existence.csv and continuity.csv: {error}") from None


def _member_since(actor: Actor, group: str) -> date | None:
    days = (spell.since for spell in spells(actor.memberships, group))
    return min((day for day in days if day), default=None)


def _check_ends(actors: Mapping[str, Actor], spans: Iterable[ExistenceSpan]) -> None:
    last = {span.actor: span for span in spans}
    for span in last.values():
        if (actors[span.actor].kind == "former_state") != bool(span.until):
            raise span.row.fail("a former State has an end, and no other actor", span.row["until"], span.actor)


def absences_before(
    existence: Existence, continuity: Continuity, first: date, began: date
) -> tuple[StatusInterval, ...]:
    """Return the intervals from `first` to the day on which a State began to bear its name, in order.

    While it bore another name, a reason names the State as which it had a status; between two
    existences of its own it was part of another; before, it did not exist.
    """
    apart = max((former.until for former in continuity.earlier(existence) if former.until), default=None)
    named = [former for former in continuity.earlier(existence) if former.actor != existence.actor]
    intervals: list[StatusInterval] = []
    day = first
    for former in named:
        since, until = former.since or day, former.until or began
        if since > day:
            intervals.append(StatusInterval("did-not-exist", day, since, (), (Reason("began", since),)))
            day = since
        if until > day:
            reasons = Reason("began", began), Reason("continues", actor=former.actor)
            intervals.append(StatusInterval("did-not-exist", day, until, (), reasons))
            day = until
    if began > day:
        reason = Reason("part-of", apart, began) if apart else Reason("began", began)
        intervals.append(StatusInterval("did-not-exist", day, began, (), (reason,)))
    return tuple(intervals)


def reasons_after(existence: Existence, continuity: Continuity) -> Reasons:
    """Return why the State has no status after its last existence."""
    ended = Reason("ended", existence.until)
    following = continuity.continued_by(existence)
    return (ended, Reason("continued-by", actor=following.actor)) if following else (ended,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """One actor under one treaty: its acts, its status intervals and the current one of them.

    The current interval is that of the day on which statuses are told where none is asked for.
    There is one signature and one consent at most, but for Yugoslavia, whose key stands for two
    States one after the other.
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
            self._dates[existence][treaty] = _act_dates(borne, treaties[treaty])
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
            began = _acts_from(existence, treaty)
            if began:
                intervals += absences_before(existence, self._continuity, day, began)
                day = max(day, began)
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
            current=status_on(intervals, treaty.status_on),
        )

    def _while_it_exists(self, treaty: Treaty, existence: Existence, start: date) -> tuple[StatusInterval, ...]:
        acts = self._borne[treaty.key, existence]
        last = self._continuity.last(existence)
        # A list names the States of its day, and prints under them what those they continue did.
        of_former = treaty.complete and last.until is not None and last.until <= treaty.as_of
        base = base_statuses(
            eligibility=treaty.eligibility,
            actor=self._facts[existence.actor],
            start=start,
            act_dates=self._dates[existence],
            invitations=self._invitations[treaty.key, existence.actor],
            listing=replace(_listing(treaty, acts), of_former=of_former),
            others=self._clauses,
        )
        for possible in (*(_possible_from(act, acts, treaty) for act in acts), _unlisted_signature(acts, treaty)):
            if possible:
                base = _unknown_from(base, max(start, possible[0]), possible[1])
        dated = [self._dated(act, existence, treaty) for act in acts]
        dated += self._left[treaty.key, existence]
        return status_intervals(start, base, dated, existence.until)

    def _dated(self, act: Act, existence: Existence, treaty: Treaty) -> DatedAct:
        doer, ended = self._doer[act.iri.value], self._continuity.last(existence).until
        effective_on = _effective_on(act, treaty)
        predecessor = self._continuity.predecessor_on(act.actor, act.begins)
        return DatedAct(
            id=act.iri.value,
            kind="consent" if act.is_consent else "signature",
            on=act.on,
            # Who ended before its consent took effect was never bound.
            effective_on=None if ended and effective_on and ended <= effective_on else effective_on,
            known_by=act.known_by,
            effect_known=act.effect_stated_or_computed is not None,
            done_by="" if predecessor == existence.actor and doer == existence else predecessor,
        )


def _acts_from(existence: Existence, treaty: Treaty) -> date | None:
    """Return the day from which a State could act under a treaty; None for from before it was adopted."""
    open_to = {condition.kind for condition in (*treaty.eligibility.sign, *treaty.eligibility.consent)}
    if existence.member_only_until and "ilo-member" not in open_to:
        return existence.member_only_until
    return existence.since


def _effective_on(act: Act, treaty: Treaty) -> date | None:
    """Return the day from which a consent binds: not before the treaty is in force; None if it is not."""
    effective, in_force_on = act.effective_on, treaty.facts.get("in_force_on")
    return max(effective, in_force_on) if effective and in_force_on else None


def _possible_from(act: Act, acts: Sequence[Act], treaty: Treaty) -> tuple[date, Reason] | None:
    """Return the first day on which an act whose day is not known may have been done, and why it is not.

    The status is not known from then on, until the day by which the act was done: to say that no
    act is recorded would claim that it was done later. None where its day is known.
    """
    if act.on:
        return None
    opened_on = treaty.facts.get("opened_on", treaty.since)
    if not act.is_consent:
        consents = (other.begins for other in acts if other.is_consent)
        return opened_on, Reason("signed-undated", min([act.known_by, *consents]))
    if act.year:
        in_year = date(act.year, 1, 1)
        return in_year, Reason("consented-undated", in_year)
    if act.between:
        return act.between[0], Reason("consented-between", *act.between)
    return None


def _listing(treaty: Treaty, acts: Sequence[Act]) -> Listing:
    """Return how far the lists of a treaty name the acts of an actor with these acts.

    Who signed, or acceded without having signed, on a known day had done nothing before.
    """
    signatures = [act.on for act in acts if not act.is_consent]
    accessions = [act.on for act in acts if act.kind == "accession"]
    first = next(iter(signatures or accessions), None)
    listing = treaty.listing
    if first is None:
        return listing
    signatures_to = max(listing.signatures_to or first, first)
    return replace(listing, parties_to=max(listing.parties_to or first, first), signatures_to=signatures_to)


def _unlisted_signature(acts: Sequence[Act], treaty: Treaty) -> tuple[date, Reason] | None:
    """Return the first day on which a State may have signed whose signature only its ratification shows.

    Only a signatory ratifies, accepts or approves (Vienna Convention on the Law of Treaties, article
    14). None where a list of signatures would name it, so that the table's kind is in doubt.
    """
    consent = next((act for act in acts if act.is_consent and act.kind in KINDS_OF_SIGNATORIES), None)
    listed_to = treaty.listing.signatures_to
    if consent is None or any(not act.is_consent for act in acts) or (listed_to and listed_to >= consent.begins):
        return None
    return treaty.facts.get("opened_on", treaty.since), Reason("signed-to-ratify", consent.begins)


def _act_dates(acts: Sequence[Act], treaty: Treaty) -> ActDates:
    signature = next((act for act in acts if not act.is_consent), None)
    consent = next((act for act in acts if act.is_consent), None)
    bound_on = _effective_on(consent, treaty) if consent else None
    return ActDates(
        signed_on=signature.on or signature.known_by if signature else None,
        consented_on=consent.on or bound_on if consent else None,
        bound_on=bound_on,
    )


def _unknown_from(base: Sequence[BaseStatus], first: date, reason: Reason) -> tuple[BaseStatus, ...]:
    """Return base statuses that are `unknown` from a day on: where no act could be denied any longer.

    That is wherever the actor could sign and, as one that has consented could, whatever its status.
    """
    consented = reason.code in ("consented-undated", "consented-between")
    statuses = []
    for day in sorted({first, *(status.since for status in base)}):
        status = replace(next(status for status in reversed(base) if status.since <= day), since=day)
        if day >= first and (consented or status.status in _WITHOUT_ACT):
            status = replace(status, status="unknown", reasons=(reason,))
        statuses.append(status)
    return tuple(statuses)


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

"""Participations: the status of every actor under every treaty over time, derived from its acts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from csekg.days import spelled
from csekg.derived.acts import Act
from csekg.derived.identities import Identities
from csekg.facts.actors import Actor
from csekg.facts.discrepancies import ActKey
from csekg.facts.events import Event
from csekg.facts.treaties import Treaty
from csekg.law.eligibility import ActDates, ActorFacts, Invitation, base_statuses
from csekg.law.entry_into_force import Wait
from csekg.law.status_over_time import (
    BaseStatus,
    DatedAct,
    StatusInterval,
    status_intervals,
    status_on,
)


@dataclass(frozen=True, slots=True)
class Participation:
    """One actor under one treaty: its acts, its status intervals and the current one of them.

    The current interval is that of the treaty's as-of date, with one exception: a consent given by
    then that takes effect later counts with the status it leads to.
    """

    treaty: Treaty
    actor: Actor
    signature: Act | None
    consent: Act | None
    denunciation: DatedAct | None
    intervals: tuple[StatusInterval, ...]
    current: StatusInterval


def derive_participations(
    treaties: Mapping[str, Treaty],
    actors: Mapping[str, Actor],
    acts: Iterable[Act],
    events: Iterable[Event],
    identities: Identities,
) -> list[Participation]:
    """Return one participation for every treaty and every actor, in that order.

    `identities` has the IRIs of denunciations. Raises DataError for a denunciation without a day
    and year, or without the day on which it takes effect where the treaty gives no period.
    """
    by_key: dict[ActKey, Act] = {act.key: act for act in acts if not act.dismissed}
    act_dates: defaultdict[str, dict[str, ActDates]] = defaultdict(dict)
    for treaty, actor in {key[:2] for key in by_key}:
        signature, consent = by_key.get((treaty, actor, False)), by_key.get((treaty, actor, True))
        act_dates[actor][treaty] = ActDates(
            signed_on=signature.on or signature.known_by if signature else None,
            consented_on=consent.on or consent.effective_on if consent else None,
            bound_on=consent.effective_on if consent else None,
        )
    invitations: defaultdict[tuple[str, str], list[Invitation]] = defaultdict(list)
    denunciations: dict[tuple[str, str], DatedAct] = {}
    for event in events:
        if event.kind == "invitation":
            invitations[event.treaty, event.actor].append(Invitation(event.on, event.until))
        elif event.kind == "denunciation":
            iri = identities.of(event.row).value
            left = _denunciation(treaties[event.treaty], event, iri)
            denunciations[event.treaty, event.actor] = left
    return [
        _participation(
            treaty,
            actor,
            by_key.get((treaty.key, actor.key, False)),
            by_key.get((treaty.key, actor.key, True)),
            denunciations.get((treaty.key, actor.key)),
            act_dates[actor.key],
            invitations[treaty.key, actor.key],
        )
        for treaty in treaties.values()
        for actor in actors.values()
    ]


def _participation(
    treaty: Treaty,
    actor: Actor,
    signature: Act | None,
    consent: Act | None,
    denunciation: DatedAct | None,
    act_dates: Mapping[str, ActDates],
    invitations: list[Invitation],
) -> Participation:
    base = base_statuses(
        treaty.eligibility,
        ActorFacts(actor.key, actor.kind, actor.groups),
        treaty.since,
        act_dates,
        invitations,
        treaty.complete,
    )
    acts = [act for act in (signature, consent) if act]
    if signature and not signature.on and not consent:
        # It may have signed on any day before: "no action" would claim that it had not.
        reason = f"Signed by {spelled(signature.known_by)}; no source read gives the day."
        base = (BaseStatus(treaty.since, "unknown", reason),)
    dated = [_dated(act) for act in acts]
    if denunciation:
        dated.append(denunciation)
    if consent and consent.year and not signature:
        # In that year it may have consented on any day.
        reason = f"Consented to be bound in {consent.year}; no source read gives the day."
        base = (*base, BaseStatus(date(consent.year, 1, 1), "unknown", reason))
    known = [act for act in dated if act.begins <= treaty.as_of]
    # The depositary counts a party from its consent. Where that takes effect after the as-of date,
    # the participation has the status it leads to, with a `from` after the as-of date.
    until_then = max([treaty.as_of, *(a.effective_on for a in known if a.effective_on)])
    return Participation(
        treaty,
        actor,
        signature,
        consent,
        denunciation,
        status_intervals(treaty.since, base, dated),
        status_on(status_intervals(treaty.since, base, known), until_then),
    )


def _dated(act: Act) -> DatedAct:
    return DatedAct(
        id=act.iri.value,
        kind="consent" if act.is_consent else "signature",
        on=act.on,
        effective_on=act.effective_on,
        known_by=act.known_by,
        effect_is_latest=act.effect_is_latest,
    )


def _denunciation(treaty: Treaty, event: Event, iri: str) -> DatedAct:
    """Return a denunciation; where only its year is known, the last day of it counts."""
    received = event.on or (date(event.year, 12, 31) if event.year else None)
    if received is None:
        raise event.row.fail("a denunciation needs its day, or its year", event.row["date"])
    effective_on, notice = event.effective_on, treaty.joining.denunciation
    if effective_on is None:
        if notice is None:
            raise event.row.fail(
                "a denunciation needs the day on which it takes effect", "",
                "Give it, or denunciation_months in treaty.toml.",
            )  # fmt: skip
        effective_on = Wait(0, notice.months, notice.rounds).after(received)
    return DatedAct(
        id=iri, kind="denunciation", on=event.on, effective_on=effective_on, known_by=received,
        effect_is_latest=event.on is None and event.effective_on is None,
    )  # fmt: skip

"""Participation over time: from what each actor did to its status under each treaty on any day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from csekg.days import spelled
from csekg.derived.actions import Action
from csekg.facts.actors import Actor
from csekg.facts.declarations import Event
from csekg.facts.treaties import Treaty
from csekg.law.eligibility import ActorFacts, Invitation, Milestone, base_steps
from csekg.law.status_over_time import Act, Interval, Step, intervals, status_on


@dataclass(frozen=True, slots=True)
class Participation:
    """One actor under one treaty: its status through time, and where it stood on the as-of date."""

    treaty: Treaty
    actor: Actor
    signature: Action | None
    consent: Action | None
    intervals: tuple[Interval, ...]
    current: Interval


def derive_participations(
    treaties: Mapping[str, Treaty],
    actors: Mapping[str, Actor],
    actions: Iterable[Action],
    events: Iterable[Event],
) -> list[Participation]:
    """Return one participation for every treaty and every actor, in that order."""
    acts: dict[tuple[str, str, bool], Action] = {
        (action.treaty, action.actor, action.is_consent): action
        for action in actions
        if not action.dismissed
    }
    milestones: defaultdict[str, dict[str, Milestone]] = defaultdict(dict)
    for treaty, actor in {key[:2] for key in acts}:
        signature, consent = acts.get((treaty, actor, False)), acts.get((treaty, actor, True))
        milestones[actor][treaty] = Milestone(
            signed_on=signature.on or signature.known_by if signature else None,
            consented_on=consent.on or consent.effective_on if consent else None,
            bound_on=consent.effective_on if consent else None,
        )
    invited: defaultdict[tuple[str, str], list[Invitation]] = defaultdict(list)
    for event in events:
        if event.kind == "invitation":
            invited[event.treaty, event.actor].append(Invitation(event.on, event.until))
    return [
        _participation(
            treaty,
            actor,
            acts.get((treaty.key, actor.key, False)),
            acts.get((treaty.key, actor.key, True)),
            milestones[actor.key],
            invited[treaty.key, actor.key],
        )
        for treaty in treaties.values()
        for actor in actors.values()
    ]


def _participation(
    treaty: Treaty,
    actor: Actor,
    signature: Action | None,
    consent: Action | None,
    milestones: Mapping[str, Milestone],
    invitations: list[Invitation],
) -> Participation:
    base = base_steps(
        treaty.eligibility,
        ActorFacts(actor.key, actor.kind, actor.groups),
        treaty.since,
        milestones,
        invitations,
        treaty.complete,
    )
    done = [act for act in (_act(signature), _act(consent)) if act]
    if signature and not signature.on and not consent:
        # It may have signed on any day before: "no action" would claim that it had not.
        reason = f"Signed by {spelled(signature.known_by)}; no source read gives the day."
        base = (Step(treaty.since, "unknown", reason),)
    known = [act for act in done if (act.on or act.known_by or treaty.since) <= treaty.as_of]
    # The depositary counts a party from its consent; where that takes effect after the as-of date,
    # the participation tells the status it leads to, with a `from` that lies ahead.
    until_then = max([treaty.as_of, *(a.effective_on for a in known if a.effective_on)])
    return Participation(
        treaty,
        actor,
        signature,
        consent,
        intervals(treaty.since, base, done),
        status_on(intervals(treaty.since, base, known), until_then),
    )


def _act(action: Action | None) -> Act | None:
    if action is None:
        return None
    return Act(
        id=action.iri.value,
        kind="consent" if action.is_consent else "signature",
        on=action.on,
        effective_on=action.effective_on,
        known_by=action.known_by,
    )

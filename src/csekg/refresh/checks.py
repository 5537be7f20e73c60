"""What a list must show before it is believed: a broken page must not empty a treaty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from csekg.derived.all_facts import AllFacts
from csekg.facts.refresh_schedule import Expected, Pin
from csekg.facts.treaties import PARTIES, SIGNATURES
from csekg.refresh.merge import ReadList
from csekg.refresh.source_list import ListEntry


def missing(facts: AllFacts, read: ReadList) -> tuple[str, ...]:
    """Return a sentence for each act known from other sources that a whole list does not show.

    Only acts of before its day count, and none of a former State or of one that left the treaty.
    """
    by_actor, title = read.content.by_actor, facts.short_titles[read.treaty]
    left = {event.actor for event in facts.events if event.treaty == read.treaty and event.kind == "denunciation"}
    lacking = []
    for act in facts.acts:
        kind = PARTIES if act.is_consent else SIGNATURES
        if act.treaty != read.treaty or act.dismissed or kind not in read.format.lists:
            continue
        if act.known_by > read.as_of and not (act.on and act.on <= read.as_of):
            continue
        if facts.actors[act.actor].kind == "former_state" or act.actor in left:
            continue
        entry = by_actor.get((act.actor, ""))
        if not entry or not (entry.consents if act.is_consent else entry.signed_on):
            what = "consent" if act.is_consent else "signature"
            stated = ", ".join(sorted({s.source for s in act.statements} - {read.source}))
            if stated:
                lacking.append(
                    f"{title}: the list has no {what} of {facts.actors[act.actor].name}, which {stated} states"
                )
    return tuple(lacking)


def unexpected(
    facts: AllFacts, read: ReadList, pins: Iterable[Pin], expected: Mapping[tuple[str, str], Expected]
) -> tuple[str, ...]:
    """Return a sentence for each pinned act that a depositary's list shows otherwise or not.

    And for each count below the least that `expected` gives. Other publishers are not asked.
    """
    if not read.format.is_depositary:
        return ()
    title, by_actor = facts.short_titles[read.treaty], read.content.by_actor
    faults = []
    for pin in pins:
        if pin.treaty != read.treaty or pin.on > read.as_of:
            continue
        entry = by_actor.get((pin.actor, ""))
        listed = _shown(entry, pin)
        if listed != f"{pin.kind} of {pin.on}":
            faults.append(
                f"{title}: {facts.actors[pin.actor].name}: the {pin.kind} of {pin.on} is pinned in "
                f"data/refresh/pinned.csv, and the list shows {listed}"
            )
    counts = {
        PARTIES: sum(entry.consents for (_, place), entry in by_actor.items() if not place),
        SIGNATURES: sum(bool(entry.signed_on) for entry in by_actor.values()),
    }
    for kind, count in counts.items():
        least = expected.get((read.treaty, kind))
        if not least or kind not in read.format.lists or read.as_of < least.on:
            continue
        if count < least.at_least:
            faults.append(
                f"{title}: {count} {kind} in the list, where data/refresh/expected.csv expects {least.at_least} or more"
            )
    return tuple(faults)


def _shown(entry: ListEntry | None, pin: Pin) -> str:
    if entry is None:
        return "nothing of it"
    if pin.kind == "denunciation":
        return f"denunciation of {entry.left_on}" if entry.left_on else "no denunciation"
    if not entry.consents:
        return "no consent"
    return f"{entry.consent or 'consent'} of {entry.consent_on}"

"""The status intervals and the signatures not followed by consent, on any day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Literal

from pydantic import Field

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, BeyondData, Filter, Iri, Ref, alphabetical, chosen, code, day, refusing
from csekg.answers.common.composed import act_labels_of
from csekg.answers.common.reasons import dataset_reasons
from csekg.answers.common.references import (
    ABSENT,
    SourceRef,
    TreatyInfo,
    actor_refs,
    find_treaty,
    only,
    some_sources,
    source_refs,
)
from csekg.answers.common.references import treaties as treaties_by_key
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import grouped
from csekg.answers.common.translations import values
from csekg.answers.status.acts import acts_of_treaty
from csekg.languages.days import full_years
from csekg.languages.texts import joined
from csekg.law.reasons import Reasons, Verdict, verdict
from csekg.sparql.store import QueryEngine
from csekg.wording.labels import ActLabel, Names
from csekg.wording.reasons import say, say_without_day


@dataclass(frozen=True, slots=True)
class StatusInterval:
    """A span of one participation during which the status does not change; `until` is exclusive.

    `basis` are the IRIs of the acts that it began with, `done` is what their labels are made of;
    `reasons` say why it holds.
    `held_since` is the day from which the status is held in law where that is before `since`, as a
    predecessor did the act; `day_known` is false where the day is only the last possible one.
    """

    id: str
    treaty: TreatyInfo
    actor: Ref
    status: str
    since: date
    until: date | None
    reasons: Reasons
    basis: tuple[str, ...]
    done: tuple[ActLabel, ...]
    held_since: date | None
    day_known: bool
    names: Names

    @property
    def verdict(self) -> Verdict:
        """Whether the treaty binds the actor."""
        return verdict(self.status, {reason.code for reason in self.reasons})

    @property
    def acts(self) -> str:
        """The acts that it began with, in words, '' without any."""
        return joined("; ", (act.say_act() for act in self.done))

    @property
    def acts_without_day(self) -> str:
        """The acts that it began with, in words, beside the day since which the status holds."""
        return joined("; ", (act.say_act(beside=self.since) for act in self.done))

    @property
    def reason(self) -> str:
        """Why the status holds, in words."""
        return say(self.reasons, self.names)

    @property
    def reason_without_day(self) -> str:
        """Why the status holds, in words, beside the day since which it does."""
        return say_without_day(self.reasons, self.names)

    @property
    def invited(self) -> tuple[date | None, date | None]:
        """The day of an invitation that holds, and the first day on which it no longer does."""
        found = (reason for reason in self.reasons if reason.code == "invited")
        return next(((reason.day, reason.day2) for reason in found), (None, None))

    def holds(self, on: date | None) -> bool:
        """Return whether it holds on a day; None stands for that on which its statuses are told."""
        day = self.treaty.day(on)
        return self.since <= day and (self.until is None or self.until > day)


# Without the names of actors: a server's planner may begin with them, which takes it seconds.
_INTERVALS = """
SELECT ?interval ?treaty ?actor ?status ?since ?until ?held ?known ?reason ?act WHERE {
  %s
  ?participation a cse:Participation ; cse:treaty ?treaty ; cse:actor ?actor ;
                 cse:interval ?interval .
  ?interval cse:status ?status ; cse:from ?since .
  OPTIONAL { ?interval cse:until ?until }
  OPTIONAL { ?interval cse:statusReason ?reason }
  OPTIONAL { ?interval cse:heldSince ?held }
  OPTIONAL { ?interval cse:beginningKnown ?known }
  OPTIONAL { ?interval cse:basisAction ?act }
} ORDER BY ?interval ?act
"""


def status_intervals(
    store: QueryEngine, on: date | None, *, treaties: Collection[str] = (), actor: str = "", status: str = ""
) -> list[StatusInterval]:
    """Return the intervals that hold on a day, or on the as-of date of each treaty for None.

    `treaties` and `actor`, which are IRIs, and the code of a status narrow them.
    """
    if actor and not treaties:
        found: Iterable[StatusInterval] = intervals_of_actor(store, actor)
    else:
        infos = treaties_by_key(store).values()
        chosen = [info.key for info in infos if not treaties or info.id in treaties]
        found = chain.from_iterable(intervals_of(store, key) for key in chosen)
    return [
        span
        for span in found
        if span.holds(on) and (not actor or span.actor.id == actor) and (not status or span.status == status)
    ]


@remembered
def intervals_of(store: QueryEngine, treaty: str) -> tuple[StatusInterval, ...]:
    """Return all status intervals under a treaty, given by key.

    Whoever asks about any day finds the answer in them without another query. Raises
    UnknownNameError for an unknown treaty.
    """
    iri = find_treaty(store, treaty).id
    return tuple(_read(store, only("treaty", [iri]), act_labels_of(store, iri)))


def intervals_of_actor(store: QueryEngine, actor: str) -> tuple[StatusInterval, ...]:
    """Return all status intervals of an actor, given by IRI; () for one without any."""
    return _by_actor(store).get(actor, ())


@remembered
def _by_actor(store: QueryEngine) -> Mapping[str, tuple[StatusInterval, ...]]:
    every = chain.from_iterable(intervals_of(store, key) for key in treaties_by_key(store))
    return grouped(every, lambda span: span.actor.id)


def as_named_then(store: QueryEngine, span: StatusInterval, on: date | None) -> StatusInterval:
    """Return the interval of a day of the State that the actor then was, under another name.

    Russia was the Soviet Union, which it continues: what bound that one bound it. The interval
    itself for an actor that existed on the day, or did not exist at all.
    """
    name = next((reason.actor for reason in span.reasons if reason.code == "continues"), "")
    if span.status != ABSENT or not name:
        return span
    treaty = span.treaty.id
    earlier = intervals_of_actor(store, ns.actor(name).value)
    return next(interval for interval in earlier if interval.treaty.id == treaty and interval.holds(on))


def _read(store: QueryEngine, narrowed: str, labels: Mapping[str, ActLabel]) -> list[StatusInterval]:
    infos, actors, why = treaties_by_key(store), actor_refs(store), dataset_reasons(store)
    rows: dict[str, tuple[str, ...]] = {}
    acts: defaultdict[str, dict[str, None]] = defaultdict(dict)
    reasons: defaultdict[str, set[str]] = defaultdict(set)
    for *row, reason, act in values(store, _INTERVALS % narrowed):
        # An interval with several reasons, or that begins with several acts, has a row for each.
        rows[row[0]] = tuple(row)
        if act:
            acts[row[0]][act] = None
        reasons[row[0]].add(reason)
    with refusing(StatusInterval):
        return [
            StatusInterval(
                id=iri,
                treaty=infos[code(treaty)],
                actor=actors[actor],
                status=code(status),
                since=date.fromisoformat(since),
                until=day(until),
                reasons=why.of(reasons[iri]),
                basis=tuple(acts[iri]),
                done=tuple(labels[act] for act in acts[iri]),
                held_since=day(held),
                day_known=day_known != "false",
                names=why.names,
            )
            for iri, treaty, actor, status, since, until, held, day_known in rows.values()
        ]


class PendingSignature(Answer):
    """A signature without consent to be bound, on a day."""

    id: Iri = Field(description="IRI of the span of time during which the status holds")
    type: Literal["StatusInterval"] = "StatusInterval"
    actor: Ref
    treaty: Ref
    status: Literal["signatory"] = "signatory"
    since: date = Field(description="day of the signature, or the last day on which it can have been given")
    held_since: date | None = Field(description="day from which the status is held in law where that is before `since`")
    day_known: bool = Field(description="whether a source gives the day of the signature")
    until: date | None = Field(description="day of the later consent; null where there is none")
    years: int = Field(description="full years from the signature to `countedTo`")
    days: int = Field(description="days from the signature to `countedTo`")
    counted_to: date = Field(description="the day asked about, but not after the as-of date")
    legal_basis: str
    on: date
    as_of: date
    beyond_data: BeyondData
    complete: bool
    sources: tuple[SourceRef, ...] = Field(description="sources of the signature")


def signatures_without_ratification(
    store: QueryEngine, on: date | None = None, *, treaty: Filter[str] = None, members: Collection[str] | None = None
) -> list[PendingSignature]:
    """Return who had signed and not consented on a day, those who wait longest first.

    Without a day each row is about the as-of date of its treaty. `members` narrows the list to
    actors with these IRIs. Raises UnknownNameError for an unknown treaty.
    """
    iris = [find_treaty(store, key).id for key in chosen(treaty)]
    known = source_refs(store)
    pending = [
        _pending(span, on, some_sources(known, _sources(store, span)))
        for span in status_intervals(store, on, treaties=iris, status="signatory")
        if members is None or span.actor.id in members
    ]
    return sorted(
        pending,
        key=lambda signature: (
            signature.held_since or signature.since,
            signature.treaty.key,
            alphabetical(signature.actor.name),
        ),
    )


def _sources(store: QueryEngine, span: StatusInterval) -> set[str]:
    """Return the IRIs of the sources of the acts with which a span of status began."""
    participation = ns.participation(span.treaty.key, span.actor.key).value
    acts = acts_of_treaty(store, span.treaty.key).get(participation, ())
    return {source for act in acts if act.iri in span.basis for source in act.sources}


def _pending(span: StatusInterval, on: date | None, sources: tuple[SourceRef, ...]) -> PendingSignature:
    info, signed = span.treaty, span.held_since or span.since
    asked = info.day(on)
    counted_to = min(asked, info.status_on)
    return PendingSignature(
        id=span.id,
        actor=span.actor,
        treaty=info.ref,
        since=span.since,
        held_since=span.held_since,
        day_known=span.day_known,
        until=span.until,
        years=full_years(signed, counted_to),
        days=max(0, (counted_to - signed).days),
        counted_to=counted_to,
        legal_basis=info.legal_basis,
        on=asked,
        as_of=info.as_of,
        beyond_data=info.is_before(on),
        complete=info.is_complete(on),
        sources=sources,
    )

"""What happened, by day: acts of States and changes of their status."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from heapq import nlargest
from itertools import chain
from typing import get_args

from pydantic import Field

from csekg.answers.common.base import Answer, Day, Filter, Iri, Ref, Words, chosen, code, day
from csekg.answers.common.composed import act_labels_of
from csekg.answers.common.kinds import CLASSES, READ, What, fine_kind
from csekg.answers.common.names import names, status_labels
from csekg.answers.common.reasons import dataset_reasons
from csekg.answers.common.references import (
    ABSENT,
    SourceRef,
    actor_ref,
    actor_refs,
    by_name,
    find_treaty,
    only,
    some_sources,
    source_refs,
    treaties,
)
from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.common.rows import grouped, lists_of
from csekg.answers.common.translations import values
from csekg.answers.status.subjects import EVER, Span
from csekg.law.reasons import Reasons
from csekg.sparql.store import QueryEngine
from csekg.wording.labels import ActLabel, change_in_words
from csekg.wording.reasons import say


@dataclass(frozen=True, slots=True)
class Happening:
    """An act or a change of status in keys, days and codes; `detail` of an act is a text.

    `actor` and `sources` are IRIs, `treaty` is one, too.
    """

    id: str
    type: str
    on: date | None
    not_before: date | None
    not_after: date | None
    actor: str
    treaty: str
    what: What
    kind: str
    previous_status: str
    label: ActLabel | None
    detail: str
    reasons: Reasons
    sources: tuple[str, ...]


# A statement whose text was not read says nothing about what happened.
_VALUES = " ".join(f"cse:{name}" for name in CLASSES if name in READ or CLASSES[name] != "statement")
_ACTS = f"""
SELECT ?act ?class ?actor ?treaty ?day ?followed ?first ?last ?kind ?gist WHERE {{
  %s
  ?act cse:actor ?actor ; cse:treaty ?treaty ; a ?class .
  VALUES ?class {{ {_VALUES} }}
  OPTIONAL {{ ?act cse:date ?day }}
  OPTIONAL {{ ?act cse:followedDate ?followed }}
  OPTIONAL {{ ?act cse:followedKind ?kind }}
  OPTIONAL {{ ?act cse:notBefore ?first }}
  OPTIONAL {{ ?act cse:notAfter ?last }}
  OPTIONAL {{ ?act dcterms:description ?gist FILTER(LANG(?gist) IN ("en", "")) }}
  OPTIONAL {{ ?act cse:dismissed ?dismissed }}
  FILTER(!BOUND(?dismissed))
}}
"""
_SOURCES = """
SELECT ?act ?source WHERE {
  %s ?act cse:actor ?actor ; cse:treaty ?treaty ; prov:hadPrimarySource ?source
}
"""
# A change is an interval that begins when another ends: the first interval is none. Nor is one that
# goes on with what a predecessor had.
_CHANGES = """
SELECT ?interval ?actor ?treaty ?day ?status ?was ?reason ?act ?held WHERE {
  %s
  ?participation cse:interval ?before .
  ?before cse:until ?day ; cse:status ?was .
  ?interval cse:status ?status ; cse:treaty ?treaty ; cse:actor ?actor .
  OPTIONAL { ?interval cse:statusReason ?reason }
  OPTIONAL { ?interval cse:basisAction ?act }
  OPTIONAL { ?interval cse:heldSince ?held }
}
"""
_CHANGE_SOURCES = """
SELECT ?act ?source WHERE { %s ?interval cse:basisAction ?act . ?act prov:hadPrimarySource ?source }
"""


#: Between these nothing happens: a list that was read ends, or an act may have been done.
_WITHOUT_ACT = {"no-action", "no-act-read", "unknown"}


@remembered
def happenings_of(store: QueryEngine, treaty: str) -> tuple[Happening, ...]:
    """Return the acts and changes of status under a treaty, given by key."""
    iri = find_treaty(store, treaty).id
    narrowed = only("treaty", [iri])
    return (*_acts(store, narrowed, act_labels_of(store, iri)), *_changes(store, narrowed))


@remembered
def happenings_by_actor(store: QueryEngine) -> Mapping[str, tuple[Happening, ...]]:
    """Return all acts and changes of status by the IRI of the actor."""
    every = chain.from_iterable(happenings_of(store, key) for key in treaties(store))
    return grouped(every, lambda happening: happening.actor)


def _acts(store: QueryEngine, narrowed: str, labels: Mapping[str, ActLabel]) -> Iterator[Happening]:
    """Yield the acts, each with the day that is followed where sources state several."""
    sources = lists_of(store, _SOURCES % narrowed)
    rows = sorted(values(store, _ACTS % narrowed))
    seen = set()
    # Sources may differ in the last possible day of an act: sorted, the earliest comes first.
    for row in rows:
        act, class_, actor, treaty, on, followed, first, last, kind, gist = row
        name = code(class_)
        if (followed or CLASSES[name] in ("signature", "consent")) and on != followed:
            if followed:
                continue
            on = ""
        if act in seen:
            continue
        seen.add(act)
        yield Happening(
            id=act,
            type=name,
            on=day(on),
            not_before=day(first),
            not_after=day(last),
            actor=actor,
            treaty=treaty,
            what=CLASSES[name],
            kind=fine_kind(name, kind),
            previous_status="",
            label=labels[act],
            detail=gist,
            reasons=(),
            sources=tuple(sources[act]),
        )


def _changes(store: QueryEngine, narrowed: str) -> Iterator[Happening]:
    """Yield the changes of status; the beginning and the end of a State by itself are none."""
    pattern = (
        f"{narrowed} ?participation a cse:Participation ; cse:actor ?actor ; "
        "cse:treaty ?treaty ; cse:interval ?interval . ?interval cse:from ?day ."
    )
    why, sources = dataset_reasons(store), lists_of(store, _CHANGE_SOURCES % pattern)
    acts: dict[str, set[str]] = defaultdict(set)
    rows: dict[str, tuple[str, ...]] = {}
    reasons: dict[str, set[str]] = defaultdict(set)
    for *row, reason, act, held in values(store, _CHANGES % pattern):
        began = code(row[5]) == ABSENT and not act
        read_no_more = not act and {code(row[4]), code(row[5])} <= _WITHOUT_ACT
        if held or began or read_no_more or code(row[4]) == ABSENT:
            continue
        rows[row[0]] = tuple(row)
        acts[row[0]].add(act)
        reasons[row[0]].add(reason)
    for interval, actor, treaty, on, status, was in rows.values():
        origins = {source for act in acts[interval] for source in sources[act]}
        yield Happening(
            id=interval,
            type="StatusInterval",
            on=day(on),
            not_before=None,
            not_after=None,
            actor=actor,
            treaty=treaty,
            what="status-change",
            kind=code(status),
            previous_status=code(was),
            label=None,
            detail="",
            reasons=why.of(reasons[interval]),
            sources=tuple(origins),
        )


class Event(Answer):
    """An act of a State under a treaty, or a change of its status."""

    id: Iri = Field(description="IRI of the act, or of the span of time that begins")
    type: str = Field(description="class, as Signature, ConsentToBeBound or StatusInterval")
    date: Day | None = Field(description="the day; null where no source gives it")
    not_before: Day | None = Field(description="where the day is not known, the first possible one")
    not_after: Day | None = Field(description="where the day is not known, the last possible one")
    actor: Ref
    treaty: Ref
    what: What
    kind: str = Field(description="kind of act, as `ratification`; for a change the new status")
    previous_status: str | None = Field(description="for a change, the status that ends")
    label: Words = Field(description="what happened, in a few words")
    detail: Words | None = Field(description="what a statement says; for which territory; why a status changed")
    as_of: Day = Field(description="day on which the data about the treaty stand")
    sources: tuple[SourceRef, ...] = Field(description="sources of the act, or of that which the change rests on")


@remembered
def _newest(store: QueryEngine) -> tuple[Happening, ...]:
    last = max((treaty.as_of for treaty in treaties(store).values()), default=None)
    if last is None:
        return ()
    # Three years have more than enough. Acts after the newest as-of date are left out.
    span = Span(date(last.year - 3, last.month, 1), last)
    every = chain.from_iterable(happenings_of(store, key) for key in treaties(store))
    return tuple(event for event in every if event.what in ("consent", "signature") and span.has(event.on))


def newest_acts(store: QueryEngine, most: int) -> list[Event]:
    """Return the newest signatures and consents, at most so many, the newest first."""
    wording = _EventWording(store)
    return [wording.event(act) for act in nlargest(most, _newest(store), key=wording.by_day)]


def events(
    store: QueryEngine,
    *,
    treaty: Filter[str] = None,
    actor: Filter[str] = None,
    span: Span = EVER,
    what: Filter[What] = None,
) -> list[Event]:
    """Return the acts and changes of status of actors under treaties, the oldest first.

    `treaty` and `actor` are keys, `what` are coarse kinds. Acts without a day come last, and only
    for an open span. Raises UnknownNameError for an unknown treaty or actor.
    """
    infos = [find_treaty(store, key) for key in chosen(treaty)]
    actors = [actor_ref(store, key).id for key in chosen(actor)]
    wanted = chosen(what) or get_args(What)
    if len(actors) == 1 and not infos:
        every: Iterable[Happening] = happenings_by_actor(store).get(actors[0], ())
    else:
        keys = [info.key for info in infos] or [*treaties(store)]
        every = chain.from_iterable(happenings_of(store, key) for key in keys)
    found = [
        event
        for event in every
        if (not actors or event.actor in actors) and event.what in wanted and span.has(event.on)
    ]
    wording = _EventWording(store)
    in_order = sorted(found, key=wording.by_day)
    return [wording.event(happening) for happening in in_order]


class _EventWording:
    """Says what happened in the current language."""

    def __init__(self, store: QueryEngine) -> None:
        self._actors, self._sources = actor_refs(store), source_refs(store)
        self._infos = {info.id: info for info in treaties(store).values()}
        self._statuses, self._names = status_labels(store), names(store)
        self._places = _places(store)

    def by_day(self, event: Happening) -> tuple[date, date, str, int, bool, str]:
        # On one day an act comes before the change of status that it causes.
        return (
            event.on or date.max,
            event.not_after or date.max,
            event.treaty,
            self._places[event.actor],
            event.what == "status-change",
            event.id,
        )

    def event(self, found: Happening) -> Event:
        info = self._infos[found.treaty]
        detail = say(found.reasons, self._names) or found.detail
        if not detail and found.label and found.label.territory:
            detail = self._names.territory(found.label.territory)
        return Event(
            id=found.id,
            type=found.type,
            date=found.on,
            not_before=found.not_before,
            not_after=found.not_after,
            actor=self._actors[found.actor],
            treaty=info.ref,
            what=found.what,
            kind=found.kind,
            previous_status=found.previous_status or None,
            label=self._label(found),
            detail=detail or None,
            as_of=info.as_of,
            sources=some_sources(self._sources, found.sources),
        )

    def _label(self, found: Happening) -> str:
        if found.label:
            return found.label.say(self._names)
        return change_in_words(found.previous_status, found.kind, self._statuses)


@remembered_in_order
def _places(store: QueryEngine) -> Mapping[str, int]:
    """Return the place of each actor, given by IRI, in the alphabetical order of the names."""
    refs = sorted(actor_refs(store).values(), key=by_name)
    return {ref.id: place for place, ref in enumerate(refs)}

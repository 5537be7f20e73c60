"""What happened, by day: acts of States and changes of their status."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import get_args

from pydantic import Field

from csekg.answers.common.base import Answer, Day, Filter, Iri, Ref, chosen, code, day
from csekg.answers.common.grouping import grouped, lists_of
from csekg.answers.common.kinds import CLASSES, READ, What, change_in_words, fine_kind
from csekg.answers.common.known import (
    ABSENT,
    SourceRef,
    actor_ref,
    actor_refs,
    find_treaty,
    only,
    some_sources,
    source_refs,
    status_labels,
    treaties,
)
from csekg.answers.common.ordering import SortKey, alphabetical
from csekg.answers.common.remembering import recalled, remembered
from csekg.answers.status.reasons import known_reasons
from csekg.answers.status.span import EVER, Span
from csekg.sparql.store import QueryEngine


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
    label: str = Field(description="what happened, in a few words")
    detail: str | None = Field(description="what a statement says; why a status changed")
    as_of: Day = Field(description="day on which the data about the treaty stand")
    sources: tuple[SourceRef, ...] = Field(description="sources of the act, or of that which the "
                                           "change rests on")  # fmt: skip


# A statement whose text was not read says nothing about what happened.
_VALUES = " ".join(
    f"cse:{name}" for name in CLASSES if name in READ or CLASSES[name] != "statement"
)
_ACTS = f"""
SELECT ?act ?class ?actor ?treaty ?day ?followed ?first ?last ?label ?kind ?gist WHERE {{
  %s
  ?act cse:actor ?actor ; cse:treaty ?treaty ; a ?class ; rdfs:label ?label .
  VALUES ?class {{ {_VALUES} }}
  %s
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
    infos = [find_treaty(store, key).id for key in chosen(treaty)]
    actors = [actor_ref(store, key).id for key in chosen(actor)]
    wanted = chosen(what) or get_args(What)
    every = recalled(store, every_event)
    if every is not None:
        if len(actors) == 1:
            every = events_by_actor(store).get(actors[0], ())
        return [
            event
            for event in every
            if (not infos or event.treaty.id in infos)
            and (not actors or event.actor.id in actors)
            and event.what in wanted
            and span.has(event.date)
        ]
    keys = only("treaty", infos) + only("actor", actors)
    found: list[Event] = []
    if set(wanted) != {"status-change"}:
        found += _acts(store, keys, span)
    if "status-change" in wanted:
        found += _changes(store, keys, span)
    return sorted((event for event in found if event.what in wanted), key=_by_day)


@remembered
def every_event(store: QueryEngine) -> tuple[Event, ...]:
    """Return all acts and changes of status, the oldest first; the first call takes a second."""
    return tuple(sorted((*_acts(store, "", EVER), *_changes(store, "", EVER)), key=_by_day))


@remembered
def events_by_actor(store: QueryEngine) -> Mapping[str, tuple[Event, ...]]:
    """Return what `every_event` does by the IRI of the actor."""
    return grouped(every_event(store), lambda event: event.actor.id)


def _by_day(event: Event) -> tuple[Day, Day, str, SortKey, bool, str]:
    # On one day an act comes before the change of status that it causes.
    return (
        event.date or Day.max, event.not_after or Day.max, event.treaty.key,
        alphabetical(event.actor.name),
        event.what == "status-change", event.id,
    )  # fmt: skip


def _acts(store: QueryEngine, keys: str, span: Span) -> Iterator[Event]:
    """Yield the acts, each with the day that is followed where sources state several."""
    if span.is_open:
        narrowed, dated = keys, "OPTIONAL { ?act cse:date ?day }"
    else:
        # Found first: few acts fall within a span of days.
        narrowed = f"{{ SELECT ?act ?day WHERE {{ ?act cse:date ?day . {span.filter()} }} }} {keys}"
        dated = ""
    actors, infos, known = actor_refs(store), treaties(store), source_refs(store)
    sources = lists_of(store, _SOURCES % narrowed)
    seen = set()
    # Sources may differ in the last possible day of an act: sorted, the earliest comes first.
    for row in sorted(store.values(_ACTS % (narrowed, dated))):
        act, class_, actor, treaty, on, followed, first, last, label, kind, gist = row
        name, info = code(class_), infos[code(treaty)]
        if (followed or CLASSES[name] in ("signature", "consent")) and on != followed:
            if followed or not span.is_open:
                continue
            on = ""
        if act in seen:
            continue
        seen.add(act)
        yield Event(
            id=act, type=name, date=day(on), not_before=day(first), not_after=day(last),
            actor=actors[actor], treaty=info.ref, what=CLASSES[name], kind=fine_kind(name, kind),
            previous_status=None, label=label, detail=gist or None, as_of=info.as_of,
            sources=some_sources(known, sources[act]),
        )  # fmt: skip


def _changes(store: QueryEngine, keys: str, span: Span) -> Iterator[Event]:
    """Yield the changes of status; the beginning and the end of a State by itself are none."""
    if span.is_open:
        pattern = (
            f"{keys} ?participation a cse:Participation ; cse:actor ?actor ; "
            "cse:treaty ?treaty ; cse:interval ?interval . ?interval cse:from ?day ."
        )
    else:
        pattern = (
            f"{keys} {{ SELECT ?interval ?day WHERE {{ ?interval cse:from ?day . "
            f"{span.filter()} }} }} ?interval cse:intervalOf ?participation ; "
            "cse:actor ?actor ; cse:treaty ?treaty ."
        )
    actors, infos, known = actor_refs(store), treaties(store), source_refs(store)
    labels, why = status_labels(store), known_reasons(store)
    sources = lists_of(store, _CHANGE_SOURCES % pattern)
    acts: dict[str, set[str]] = defaultdict(set)
    rows: dict[str, tuple[str, ...]] = {}
    reasons: dict[str, set[str]] = defaultdict(set)
    for *row, reason, act, held in store.values(_CHANGES % pattern):
        began = code(row[5]) == ABSENT and not act
        if held or began or code(row[4]) == ABSENT:
            continue
        rows[row[0]] = tuple(row)
        acts[row[0]].add(act)
        reasons[row[0]].add(reason)
    for interval, actor, treaty, on, status, was in rows.values():
        new, old, info = code(status), code(was), infos[code(treaty)]
        origins = {source for act in acts[interval] for source in sources[act]}
        yield Event(
            id=interval, type="StatusInterval", date=day(on), not_before=None, not_after=None,
            actor=actors[actor], treaty=info.ref, what="status-change", kind=new,
            previous_status=old, label=change_in_words(labels[old], labels[new]),
            detail=why.in_words(reasons[interval]) or None,
            as_of=info.as_of, sources=some_sources(known, origins),
        )  # fmt: skip

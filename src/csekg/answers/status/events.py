"""What happened, by day: acts of States and changes of their status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain
from types import MappingProxyType
from typing import get_args

from pydantic import Field

from csekg.answers.common.base import Answer, Day, Filter, Iri, Ref, Words, chosen
from csekg.answers.common.kinds import What
from csekg.answers.common.known import (
    SourceRef,
    actor_ref,
    actor_refs,
    by_name,
    find_treaty,
    some_sources,
    source_refs,
    status_labels,
    treaties,
)
from csekg.answers.common.names import names
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.status.happenings import Happening, happenings_by_actor, happenings_of
from csekg.answers.status.span import EVER, Span
from csekg.sparql.store import QueryEngine
from csekg.wording.kinds import change_in_words
from csekg.wording.reasons import say


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
    detail: Words | None = Field(description="what a statement says; why a status changed")
    as_of: Day = Field(description="day on which the data about the treaty stand")
    sources: tuple[SourceRef, ...] = Field(description="sources of the act, or of that which the "
                                           "change rests on")  # fmt: skip


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
            event.on or date.max, event.not_after or date.max, event.treaty,
            self._places[event.actor], event.what == "status-change", event.id,
        )  # fmt: skip

    def event(self, found: Happening) -> Event:
        info = self._infos[found.treaty]
        detail = say(found.reasons, self._names) or found.detail
        return Event(
            id=found.id, type=found.type, date=found.on, not_before=found.not_before,
            not_after=found.not_after, actor=self._actors[found.actor], treaty=info.ref,
            what=found.what, kind=found.kind, previous_status=found.previous_status or None,
            label=self._label(found), detail=detail or None, as_of=info.as_of,
            sources=some_sources(self._sources, found.sources),
        )  # fmt: skip

    def _label(self, found: Happening) -> str:
        if found.label:
            return found.label.say(self._names)
        return change_in_words(self._statuses[found.previous_status], self._statuses[found.kind])


@remembered_in_order
def _places(store: QueryEngine) -> Mapping[str, int]:
    """Return the place of each actor, given by IRI, in the alphabetical order of the names."""
    refs = sorted(actor_refs(store).values(), key=by_name)
    return MappingProxyType({ref.id: place for place, ref in enumerate(refs)})

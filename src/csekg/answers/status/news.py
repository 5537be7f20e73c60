"""What is new: what States did and what lies ahead; and the entries of feeds."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Day, Iri, Ref, Words
from csekg.answers.common.composed import act_labels_of
from csekg.answers.common.kinds import ACTS, What
from csekg.answers.common.names import names
from csekg.answers.common.references import SourceRef, by_legal_basis, treaties
from csekg.answers.status.events import Event, events
from csekg.answers.status.subjects import Span, Subject
from csekg.answers.status.upcoming import Awaited, Upcoming, awaited, upcoming
from csekg.languages.messages import _, as_sentence, sentences
from csekg.languages.texts import joined
from csekg.sparql.store import QueryEngine

Part = Literal["done", "ahead", "data-end"]


class DataEnd(Answer):
    """A treaty whose data end before the last day of a period."""

    treaty: Ref
    as_of: Day
    covers: Literal["none", "part"] = Field(description="how much of the period the data cover")


class NewsItem(Answer):
    """Something new in one of the parts."""

    part: Part = Field(
        description="`done`: what a State did, by the day of the act; `ahead`: what follows later from "
        "what was done; `data-end`: a treaty whose data end before the period does"
    )
    date: Day | None = Field(description="the day; null where a treaty waits for consents")
    concerns: Iri = Field(description="IRI of the act, of the span of time that begins, or of the treaty")
    actor: Ref | None
    treaty: Ref | None
    what: str = Field(description="coarse kind, as `consent`")
    kind: str = Field(description="fine kind, as `ratification`; for a change of status the new status")
    label: Words = Field(description="what it is, in words")
    detail: Words | None = Field(description="what a statement says, or how a day follows")
    as_of: Day | None = Field(description="day on which the data about the treaty stand")
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True)
class News:
    """The parts for a period of days, both ends included; the newest acts come first."""

    since: date
    last: date
    done: tuple[Event, ...]
    ahead: tuple[Upcoming, ...]
    awaited: tuple[Awaited, ...]
    data_ends: tuple[DataEnd, ...]

    def items(self) -> Iterator[NewsItem]:
        """Yield everything as rows of one kind, in the order of the parts."""
        for act in self.done:
            yield NewsItem(part="done", **_shared(act))
        for change in self.ahead:
            yield NewsItem(part="ahead", detail=change.arithmetic, **_shared(change))
        for treaty in self.awaited:
            label = _(
                "not in force: {consented} of {threshold} consents",
                consented=treaty.consented,
                threshold=treaty.threshold,
            )
            yield _about(
                treaty=treaty.treaty, part="ahead", day=None, what="entry-into-force", label=label, as_of=treaty.as_of
            )
        for end in self.data_ends:
            label = _("the data end before the period") if end.covers == "none" else _("the data end within the period")
            yield _about(
                treaty=end.treaty, part="data-end", day=end.as_of, what="data-end", label=label, as_of=end.as_of
            )


def news(store: QueryEngine, asked: Subject, span: Span, today: date, *, also: Collection[str] = ()) -> News:
    """Return what is new from the first day of a span to its last one, else to today.

    `also` are the statuses of which a beginning counts as something that happened. Raises CsekgError
    for a span that ends before it begins.
    """
    span = Span(span.since or date.min, span.until or max(today, span.since or date.min))
    assert span.since is not None
    assert span.until is not None
    done: tuple[Event, ...] = ()
    if not asked.is_nobody:
        what: tuple[What, ...] = (*ACTS, "status-change") if also else ACTS
        found = events(store, treaty=asked.treaties, actor=asked.actors, span=span, what=what)
        done = tuple(event for event in found[::-1] if event.what != "status-change" or event.kind in also)
    return News(
        since=span.since,
        last=span.until,
        done=done,
        ahead=tuple(upcoming(store, span.until, asked)),
        awaited=tuple(awaited(store, span.until, asked)),
        data_ends=tuple(_data_ends(store, asked, span.since, span.until)),
    )


def _data_ends(store: QueryEngine, asked: Subject, since: date, last: date) -> Iterator[DataEnd]:
    for info in sorted(treaties(store).values(), key=by_legal_basis):
        if info.as_of < last and (asked.treaties is None or info.key in asked.treaties):
            yield DataEnd(treaty=info.ref, as_of=info.as_of, covers="none" if info.as_of < since else "part")


def _shared(event: Event | Upcoming) -> dict[str, Any]:
    """Return the members that an act or a change of status shares with a row of news."""
    shared = {name: value for name, value in event if name in NewsItem.model_fields}
    return {"concerns": event.id, **shared}


def _about(treaty: Ref, part: Part, day: date | None, what: str, label: str, as_of: date) -> NewsItem:
    return NewsItem(
        part=part,
        date=day,
        concerns=treaty.id,
        actor=None,
        treaty=treaty,
        what=what,
        kind=what,
        label=label,
        detail=None,
        as_of=as_of,
        sources=(),
    )


#: Entries of a feed; a feed reader that asks once a week misses none.
MOST_ENTRIES = 50
#: Years before the newest data in which a feed about everything looks: all would take a second.
_YEARS = 5


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An act in a feed.

    `updated` is the day of the act; `text` names the sources.
    """

    id: str
    title: str
    updated: date
    text: str


def feed_entries(store: QueryEngine, asked: Subject) -> list[FeedEntry]:
    """Return the entries of the feed about a subject, the newest acts first."""
    acts = {act.id: act for act in _feed_acts(store, asked) if act.date}
    found = [_feed_entry(store, act) for act in acts.values()]
    found.sort(key=lambda entry: entry.updated, reverse=True)
    return found[:MOST_ENTRIES]


def _feed_acts(store: QueryEngine, asked: Subject) -> list[Event]:
    infos = treaties(store)
    if asked.is_nobody or not infos:
        return []
    span = Span()
    if asked.actors is None and asked.treaties is None:
        newest = max(info.as_of for info in infos.values())
        span = Span(newest.replace(year=newest.year - _YEARS, day=1))
    found = events(store, treaty=asked.treaties, actor=asked.actors, span=span, what=ACTS)
    # The oldest come first: of acts of one day the order is that of the page, the last one first.
    return found[::-1]


def _feed_entry(store: QueryEngine, act: Event) -> FeedEntry:
    assert act.date is not None
    # The number of a statement tells it apart in the dataset, and nothing to a reader.
    title = replace(act_labels_of(store, act.treaty.id)[act.id], number="").say(names(store))
    said = [as_sentence(act.detail)] if act.detail else []
    said.append(_("Source: {sources}.", sources=joined("; ", (source.name for source in act.sources))))
    return FeedEntry(act.id, title, act.date, sentences(*said))

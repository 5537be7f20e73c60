"""What is new: what States did, what we learned, what lies ahead; and the entries of feeds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
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

Part = Literal["done", "learned", "ahead", "data-end"]


class NewKnowledge(Answer):
    """What a release of the data says otherwise than the release before it."""

    release: str
    released_on: Day
    change: Literal["added", "removed", "changed"]
    thing: str
    id: Iri
    actor: Ref | None
    treaty: Ref | None
    column: str | None = Field(description="what of it is another value; null for a whole act")
    before: str | None
    after: str | None
    text: Words

    @property
    def changes_act(self) -> bool:
        """Whether an act is new, is gone or is another one than before, not only better sourced."""
        return self.thing == "act" and self.column != "sources"

    @property
    def is_correction(self) -> bool:
        """Whether it corrects what was said about an act; one that is new corrects nothing."""
        return self.change != "added" and (self.changes_act or self.thing == "declaration")


class DataEnd(Answer):
    """A treaty whose data end before the last day of a period."""

    treaty: Ref
    as_of: Day
    covers: Literal["none", "part"] = Field(description="how much of the period the data cover")


class NewsItem(Answer):
    """Something new in one of the parts."""

    part: Part = Field(
        description="`done`: what a State did, by the day of the act; `learned`: what a release of "
        "the data says otherwise than the one before, by its day; `ahead`: what follows later from "
        "what was done; `data-end`: a treaty whose data end before the period does"
    )
    date: Day | None = Field(description="the day; null where a treaty waits for consents")
    release: str | None = Field(description="for what we learned, the version of the data")
    concerns: Iri = Field(description="IRI of the act, of the span of time that begins, or of the treaty")
    actor: Ref | None
    treaty: Ref | None
    what: str = Field(description="coarse kind, as `consent`; for what we learned, the change")
    kind: str = Field(
        description="fine kind, as `ratification`; for a change of status the new "
        "status; for what we learned, the kind of thing"
    )
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
    learned: tuple[NewKnowledge, ...]
    ahead: tuple[Upcoming, ...]
    awaited: tuple[Awaited, ...]
    data_ends: tuple[DataEnd, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no State did anything in the period and we learned nothing."""
        return not self.done and not self.learned

    def items(self) -> Iterator[NewsItem]:
        """Yield everything as rows of one kind, in the order of the parts."""
        for act in self.done:
            yield NewsItem(part="done", release=None, **_shared(act))
        for fact in self.learned:
            yield NewsItem(
                part="learned",
                date=fact.released_on,
                release=fact.release,
                concerns=fact.id,
                actor=fact.actor,
                treaty=fact.treaty,
                what=fact.change,
                kind=fact.thing,
                label=fact.text,
                detail=None,
                as_of=None,
                sources=(),
            )
        for change in self.ahead:
            yield NewsItem(part="ahead", release=None, detail=change.arithmetic, **_shared(change))
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


def news(
    store: QueryEngine,
    asked: Subject,
    span: Span,
    today: date,
    *,
    learned: Iterable[NewKnowledge] = (),
    also: Collection[str] = (),
) -> News:
    """Return what is new from the first day of a span to its last one, else to today.

    `learned` is what releases changed, narrowed here to the span and the subject. `also` are the
    statuses of which a beginning counts as something that happened. Raises CsekgError for a span
    that ends before it begins.
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
        learned=tuple(
            change
            for change in learned
            if span.since <= change.released_on <= span.until
            and asked.is_about(_key(change.treaty), _key(change.actor))
        ),
        ahead=tuple(upcoming(store, span.until, asked)),
        awaited=tuple(awaited(store, span.until, asked)),
        data_ends=tuple(_data_ends(store, asked, span.since, span.until)),
    )


def _key(ref: Ref | None) -> str | None:
    return ref.key if ref else None


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
        release=None,
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

    `updated` is the day on which the entry last changed: that of the release of the data that added
    or changed the act, where releases tell, else the day of the act. `text` names the sources.
    """

    id: str
    title: str
    updated: date
    text: str


def feed_entries(store: QueryEngine, asked: Subject, learned: Iterable[NewKnowledge] = ()) -> list[FeedEntry]:
    """Return the entries of the feed about a subject, those that changed last first.

    `learned` is what releases changed: an act of long ago that a release adds comes first, and one
    that it removes has an entry that says so.
    """
    changed: dict[str, NewKnowledge] = {}
    for change in learned:
        known = changed.get(change.id)
        if change.changes_act and (known is None or known.released_on < change.released_on):
            changed[change.id] = change
    acts = {act.id: act for act in _feed_acts(store, asked) if act.date}
    found = [(_feed_entry(store, act, changed.get(act.id)), act.date) for act in acts.values()]
    found += [
        (
            FeedEntry(
                change.id, change.text, change.released_on, _("Release {release} of the data.", release=change.release)
            ),
            None,
        )
        for change in changed.values()
        if change.change == "removed"
        and change.id not in acts
        and asked.is_about(change.treaty.key if change.treaty else None, change.actor.key if change.actor else None)
    ]
    found.sort(key=lambda pair: (pair[0].updated, pair[1] or pair[0].updated), reverse=True)
    return [entry for entry, _ in found[:MOST_ENTRIES]]


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


def _feed_entry(store: QueryEngine, act: Event, learned: NewKnowledge | None) -> FeedEntry:
    assert act.date is not None
    # The number of a statement tells it apart in the dataset, and nothing to a reader.
    title = replace(act_labels_of(store, act.treaty.id)[act.id], number="").say(names(store))
    said = [as_sentence(act.detail)] if act.detail else []
    said.append(_("Source: {sources}.", sources=joined("; ", (source.name for source in act.sources))))
    if learned:
        said.append(_("{text} (release {release}).", text=learned.text, release=learned.release))
    return FeedEntry(act.id, title, learned.released_on if learned else act.date, sentences(*said))

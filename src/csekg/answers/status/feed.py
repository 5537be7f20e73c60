"""The entries of a feed: the newest acts, each by its IRI, so that a reader shows it once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from csekg.answers.common.kinds import ACTS
from csekg.answers.common.known import treaties
from csekg.answers.status.events import Event, events
from csekg.answers.status.news import Learned
from csekg.answers.status.span import Span
from csekg.answers.status.subjects import Subject
from csekg.languages.joining import as_sentence, sentences
from csekg.languages.messages import _
from csekg.languages.texts import joined
from csekg.sparql.store import QueryEngine

#: Entries of a feed; a feed reader that asks once a week misses none.
MOST = 50
#: Years before the newest data in which a feed about everything looks: all would take a second.
_YEARS = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """An act in a feed.

    `updated` is the day on which the entry last changed: that of the release of the data that added
    or changed the act, where releases tell, else the day of the act. `text` names the sources.
    """

    id: str
    title: str
    updated: date
    text: str


def entries(store: QueryEngine, asked: Subject, learned: Iterable[Learned] = ()) -> list[Entry]:
    """Return the entries of the feed about a subject, those that changed last first.

    `learned` is what releases changed: an act of long ago that a release adds comes first, and one
    that it removes has an entry that says so.
    """
    changed: dict[str, Learned] = {}
    for each in learned:
        known = changed.get(each.id)
        if each.changes_act and (known is None or known.released_on < each.released_on):
            changed[each.id] = each
    acts = {act.id: act for act in _acts(store, asked) if act.date}
    found = [(_entry(act, changed.get(act.id)), act.date) for act in acts.values()]
    found += [
        (Entry(each.id, each.text, each.released_on,
               _("Release {release} of the data.", release=each.release)), None)
        for each in changed.values()
        if each.change == "removed"
        and each.id not in acts
        and asked.is_about(each.treaty.key if each.treaty else None,
                           each.actor.key if each.actor else None)
    ]  # fmt: skip
    found.sort(key=lambda pair: (pair[0].updated, pair[1] or pair[0].updated), reverse=True)
    return [entry for entry, _ in found[:MOST]]


def _acts(store: QueryEngine, asked: Subject) -> list[Event]:
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


def _entry(act: Event, learned: Learned | None) -> Entry:
    assert act.date is not None
    said = [as_sentence(act.detail)] if act.detail else []
    said.append(_("Source: {sources}.", sources=joined("; ", (each.name for each in act.sources))))
    if learned:
        said.append(_("{text} (release {release}).", text=learned.text, release=learned.release))
    return Entry(act.id, act.label, learned.released_on if learned else act.date, sentences(*said))

"""What was learned by which release: the changes between consecutive releases, for news."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from csekg.answers.common.references import actor_refs, treaties
from csekg.answers.common.translations import said
from csekg.answers.status.news import NewKnowledge
from csekg.releases.changes import told
from csekg.releases.differences import Difference, differences
from csekg.releases.folder import Release
from csekg.sparql.store import QueryEngine

#: What news tell: of the rest, participations follow from acts, and readers of news care for acts.
_TOLD = ("act", "declaration", "instrument", "difference between sources")

#: Gives the differences between two releases, by their versions.
Between = Callable[[str, str], Sequence[Difference]]


def learned(
    store: QueryEngine,
    releases: Sequence[Release],
    since: date = date.min,
    between: Between | None = None,
) -> tuple[NewKnowledge, ...]:
    """Return what the releases since a day, included, say otherwise than those before.

    `releases` are those at hand, the newest first; the first of all, and one whose previous release
    is not at hand, say nothing otherwise. `store` has the names and texts in the current language.
    Raises CsekgError for a release that is not as it was released.
    """
    versions = {release.version: release for release in releases}

    def from_tables(before: str, after: str) -> Sequence[Difference]:
        return differences(versions[before], versions[after])

    compare = between or from_tables
    return tuple(
        each
        for release in releases
        if since <= release.manifest.released_on and release.manifest.previous in versions
        for each in _told(store, release, compare(release.manifest.previous, release.version))
    )


def _told(
    store: QueryEngine, release: Release, found: Sequence[Difference]
) -> Iterator[NewKnowledge]:
    actors = {ref.key: ref for ref in actor_refs(store).values()}
    known = treaties(store)
    for difference in found:
        if difference.thing in _TOLD:
            each = told(difference, partial(said, store))
            treaty = known.get(each.treaty or "")
            yield NewKnowledge(
                release=release.version,
                released_on=release.manifest.released_on,
                change=each.change,
                thing=each.thing,
                id=each.id,
                actor=actors.get(each.actor or ""),
                treaty=treaty.ref if treaty else None,
                column=each.property,
                before=each.before,
                after=each.after,
                text=each.text,
            )

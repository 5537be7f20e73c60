"""What was learned by which release: the changes between consecutive releases, for news."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from csekg.answers.common.references import actor_refs, treaties
from csekg.answers.common.translations import said
from csekg.answers.status.news import NewKnowledge
from csekg.releases.change_texts import as_change
from csekg.releases.differences import Difference, differences
from csekg.releases.folder import Release
from csekg.sparql.store import QueryEngine

#: What news tell: of the rest, participations follow from acts, and readers of news care for acts.
_TOLD = ("act", "declaration", "instrument", "difference between sources")

#: Gives the differences between two releases, by their versions.
Between = Callable[[str, str], Sequence[Difference]]


def new_knowledge(
    store: QueryEngine, releases: Sequence[Release], since: date = date.min, between: Between | None = None
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
        knowledge
        for release in releases
        if since <= release.manifest.released_on and release.manifest.previous in versions
        for knowledge in _of_release(store, release, compare(release.manifest.previous, release.version))
    )


def _of_release(store: QueryEngine, release: Release, found: Sequence[Difference]) -> Iterator[NewKnowledge]:
    actors = {ref.key: ref for ref in actor_refs(store).values()}
    by_key = treaties(store)
    for difference in found:
        if difference.thing in _TOLD:
            change = as_change(difference, partial(said, store))
            treaty = by_key.get(change.treaty or "")
            yield NewKnowledge(
                release=release.version,
                released_on=release.manifest.released_on,
                change=change.change,
                thing=change.thing,
                id=change.id,
                actor=actors.get(change.actor or ""),
                treaty=treaty.ref if treaty else None,
                column=change.property,
                before=change.before,
                after=change.after,
                text=change.text,
            )

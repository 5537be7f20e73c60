"""The names of actors, instruments and statuses, of which labels and sentences are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from csekg.answers.common.known import actor_refs, status_labels
from csekg.answers.common.remembering import remembered
from csekg.answers.common.translations import values
from csekg.sparql.store import QueryEngine
from csekg.wording.names import Names

_TITLES = """
SELECT ?key ?title WHERE {
  ?instrument dcterms:identifier ?key ; cse:shortTitle ?title FILTER(LANG(?title) IN ("en", ""))
}
"""


@remembered
def names(store: QueryEngine) -> Names:
    """Return the names; a key that has none stands for itself."""
    actors = {actor.key: actor.name for actor in actor_refs(store).values()}
    titles: dict[str, str] = dict(values(store, _TITLES))  # type: ignore[arg-type]  # rows of two
    return Names(*map(_name_in, (actors, titles, status_labels(store))))


def english_names(store: QueryEngine) -> Names:
    """Return the names with which the dataset itself composes, to be said in English."""
    own = names(store)
    return Names(own.actor, own.instrument)


def _name_in(named: Mapping[str, str]) -> Callable[[str], str]:
    return lambda key: named.get(key, key)

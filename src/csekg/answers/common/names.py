"""The names of actors, instruments and statuses, of which labels and sentences are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from csekg.answers.common.known import actor_refs, status_labels
from csekg.answers.common.remembering import remembered, remembered_once
from csekg.sparql.store import QueryEngine
from csekg.wording.names import Names

_TITLES = """
SELECT ?key ?title WHERE {
  ?instrument dcterms:identifier ?key ; cse:shortTitle ?title FILTER(LANG(?title) IN ("en", ""))
}
"""


@remembered
def names(store: QueryEngine) -> Names:
    """Return the names in the current language; a key that has none stands for itself."""
    return Names(*_by_key(store), _name_in(status_labels(store)))


@remembered_once
def english_names(store: QueryEngine) -> Names:
    """Return the names with which the dataset itself composes."""
    return Names(*_by_key(store))


def _by_key(store: QueryEngine) -> tuple[Callable[[str], str], Callable[[str], str]]:
    actors = {actor.key: actor.name for actor in actor_refs(store).values()}
    return _name_in(actors), _name_in(_titles(store))


def _name_in(named: Mapping[str, str]) -> Callable[[str], str]:
    return lambda key: named.get(key, key)


@remembered
def _titles(store: QueryEngine) -> Mapping[str, str]:
    """Return the short title of each treaty and of each document that has one, by key."""
    found: dict[str, str] = dict(store.values(_TITLES))  # type: ignore[arg-type]  # rows of two
    return MappingProxyType(found)

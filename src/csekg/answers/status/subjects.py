"""What news, feeds and digests are asked about: treaties, States, groups of States."""

from __future__ import annotations

from dataclasses import dataclass

from csekg.answers.common.base import Filter, chosen
from csekg.answers.common.groups import groups_by_key, members
from csekg.answers.common.known import actor_ref, actor_refs, find_treaty
from csekg.languages.texts import joined
from csekg.sparql.store import QueryEngine


@dataclass(frozen=True, slots=True)
class Subject:
    """What news are asked about: treaties and actors by key; None for all."""

    treaties: tuple[str, ...] | None
    actors: frozenset[str] | None

    def is_about(self, treaty: str | None, actor: str | None) -> bool:
        """Return whether something is asked about that is about a treaty, an actor, both or none.

        What is about no treaty, or about no actor, is left out where some are asked about.
        """
        return (self.treaties is None or treaty in self.treaties) and (
            self.actors is None or actor in self.actors
        )

    @property
    def is_nobody(self) -> bool:
        """Whether a State and a group are asked about of which it is no member."""
        return self.actors is not None and not self.actors


def subject(
    store: QueryEngine,
    *,
    treaty: Filter[str] = None,
    state: Filter[str] = None,
    group: Filter[str] = None,
) -> Subject:
    """Return what keys of treaties, States and groups ask about; the members are those of today.

    Raises UnknownNameError for an unknown key.
    """
    actors = None
    if chosen(state):
        actors = frozenset(actor_ref(store, key).key for key in chosen(state))
    if chosen(group):
        known = actor_refs(store)
        within = frozenset(known[iri].key for iri in members(store, group))
        actors = within if actors is None else actors & within
    keys = tuple(find_treaty(store, key).key for key in chosen(treaty))
    return Subject(keys or None, actors)


def named(
    store: QueryEngine,
    *,
    treaty: str | None = None,
    state: str | None = None,
    group: str | None = None,
) -> str:
    """Return the names of a State, a group and a treaty in one line, '' for none of them.

    Raises UnknownNameError for an unknown key.
    """
    names = []
    if state:
        names.append(actor_ref(store, state).name)
    if group:
        members(store, group)
        names.append(groups_by_key(store)[group].name)
    if treaty:
        names.append(find_treaty(store, treaty).short_title)
    return joined(", ", names)

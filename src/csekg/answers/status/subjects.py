"""What news and feeds are asked about: treaties, States, groups of States, days."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal

from csekg.answers.common.base import Day, Filter, chosen
from csekg.answers.common.groups import groups_by_key, members
from csekg.answers.common.references import actor_ref, actor_refs, find_treaty
from csekg.errors import CsekgError
from csekg.languages.messages import _
from csekg.languages.texts import joined
from csekg.namespaces import XSD
from csekg.sparql.store import QueryEngine


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `since` to `until`, both included; None leaves an end open."""

    since: Day | None = None
    until: Day | None = None

    def __post_init__(self) -> None:
        """Raise CsekgError for an end before the beginning."""
        if self.since and self.until and self.until < self.since:
            raise CsekgError(_("the last day, {last}, is before the first, {first}", last=self.until, first=self.since))

    @property
    def is_open(self) -> bool:
        """Whether neither end is given, so that acts without a day belong to the span."""
        return self.since is None and self.until is None

    def has(self, day: Day | None) -> bool:
        """Return whether an act of this day belongs to the span; None where it is not known."""
        if day is None:
            return self.is_open
        return (self.since or day) <= day <= (self.until or day)

    def filter(self) -> str:
        """Return the SPARQL filter of `?day`, '' for an open span."""
        limits = (
            f"?day {sign} {Literal(limit.isoformat(), datatype=XSD.date)}"
            for sign, limit in ((">=", self.since), ("<=", self.until))
            if limit
        )
        return "".join(f"FILTER({limit}) " for limit in limits)


#: All days.
EVER = Span()


@dataclass(frozen=True, slots=True)
class Subject:
    """What news are asked about: treaties and actors by key; None for all."""

    treaties: tuple[str, ...] | None
    actors: frozenset[str] | None

    def is_about(self, treaty: str | None, actor: str | None) -> bool:
        """Return whether something is asked about that is about a treaty, an actor, both or none.

        What is about no treaty, or about no actor, is left out where some are asked about.
        """
        return (self.treaties is None or treaty in self.treaties) and (self.actors is None or actor in self.actors)

    @property
    def is_nobody(self) -> bool:
        """Whether a State and a group are asked about of which it is no member."""
        return self.actors is not None and not self.actors


def subject(
    store: QueryEngine, *, treaty: Filter[str] = None, state: Filter[str] = None, group: Filter[str] = None
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


def named(store: QueryEngine, *, treaty: str | None = None, state: str | None = None, group: str | None = None) -> str:
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

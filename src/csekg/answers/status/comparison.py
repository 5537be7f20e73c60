"""Where every actor stands now, so that one can be compared with its region."""

from __future__ import annotations

from collections import defaultdict

from pydantic import Field

from csekg.answers.common.base import Answer, Ref
from csekg.answers.common.groups import Group, groups
from csekg.answers.status.status import actors
from csekg.sparql.store import QueryEngine

#: Members of a group whose names a comparison tells; the others are only counted.
_NAMED = 8


class TreatyShare(Answer):
    """How many members of a group a treaty binds on the as-of date of the treaty."""

    bound: int
    members: int = Field(description="members with a status under the treaty")
    not_known: int = Field(description="members of which nothing is known under the treaty")
    not_bound: tuple[Ref, ...] = Field(description="the first of the others, by name")
    more: int = Field(description="how many others are not named")


class GroupComparison(Answer):
    """How many members of a group each treaty binds."""

    group: Group
    shares: dict[str, TreatyShare] = Field(description="by the key of the treaty")


_STATUSES = """
SELECT ?treaty ?actor ?status WHERE {
  ?treaty a cse:Treaty ; cse:statusAsOf ?on .
  ?participation a cse:Participation ; cse:treaty ?treaty ; cse:actor ?actor ;
                 cse:interval ?interval .
  ?interval cse:from ?since ; cse:status ?status .
  OPTIONAL { ?interval cse:until ?until }
  FILTER(?since <= ?on && (!BOUND(?until) || ?until > ?on))
}
"""
_MEMBERS = "SELECT ?group ?actor WHERE { ?actor cse:memberOf ?group }"


class Comparison:
    """The statuses of all actors, asked for once; make it anew for another dataset."""

    def __init__(self, store: QueryEngine) -> None:
        """Ask the store for statuses, names and groups."""
        self._names = {
            iri: Ref(id=iri, key=key, name=name) for iri, (key, name) in actors(store).items()
        }
        self._by_treaty: dict[str, dict[str, str]] = defaultdict(dict)
        for treaty, actor, status in store.values(_STATUSES):
            self._by_treaty[treaty.rpartition("/")[2]][actor] = status.rpartition("/")[2]
        self._members: dict[str, set[str]] = defaultdict(set)
        for group, actor in store.values(_MEMBERS):
            self._members[group].add(actor)
        self._groups = {group.key: group for group in groups(store)}

    def statuses(self, actor: str) -> dict[str, str]:
        """Return the status of the actor with this IRI by the key of the treaty."""
        return {key: found[actor] for key, found in self._by_treaty.items() if actor in found}

    def bound_by(self, actor: str) -> int:
        """Return how many treaties the actor with this IRI is party to."""
        return sum(status == "party" for status in self.statuses(actor).values())

    def group(self, key: str) -> GroupComparison:
        """Return the shares of a group's members, given its key; raises KeyError for another."""
        group = self._groups[key]
        return GroupComparison(
            group=group,
            shares={
                treaty: self._share(self._members[group.id], found)
                for treaty, found in self._by_treaty.items()
            },
        )

    def _share(self, members: set[str], statuses: dict[str, str]) -> TreatyShare:
        told = {actor: statuses[actor] for actor in members if actor in statuses}
        others = sorted(
            (self._names[actor] for actor, s in told.items() if s not in ("party", "unknown")),
            key=lambda actor: actor.name,
        )
        return TreatyShare(
            bound=sum(status == "party" for status in told.values()),
            members=len(told),
            not_known=sum(status == "unknown" for status in told.values()),
            not_bound=tuple(others[:_NAMED]),
            more=max(0, len(others) - _NAMED),
        )

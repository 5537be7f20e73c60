"""Where every actor stands now, so that one can be compared with its region."""

from __future__ import annotations

from collections import Counter, defaultdict

from pydantic import Field

from csekg.answers.common.base import Answer, Ref
from csekg.answers.common.groups import Group, groups, members_by_group
from csekg.answers.common.known import ORDER, actor_refs
from csekg.answers.common.remembering import remembered
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


class Comparison:
    """The statuses of all actors; see `comparison`."""

    def __init__(self, store: QueryEngine) -> None:
        """Ask the store for statuses, names and groups."""
        self._names = actor_refs(store)
        self._by_treaty: dict[str, dict[str, str]] = defaultdict(dict)
        for treaty, actor, status in store.values(_STATUSES):
            self._by_treaty[treaty.rpartition("/")[2]][actor] = status.rpartition("/")[2]
        self._members = members_by_group(store)
        self._groups = {group.key: group for group in groups(store)}

    def statuses(self, actor: str) -> dict[str, str]:
        """Return the status of the actor with this IRI by the key of the treaty."""
        return {key: found[actor] for key, found in self._by_treaty.items() if actor in found}

    def bound_by(self, actor: str) -> int:
        """Return how many treaties the actor with this IRI is party to."""
        return sum(status == "party" for status in self.statuses(actor).values())

    def counts(self, treaty: str) -> dict[str, int]:
        """Return how many actors have each status under a treaty, given by its key, by `ORDER`."""
        found = Counter(self._by_treaty[treaty].values())
        return {status: found[status] for status in ORDER}

    def group(self, key: str) -> GroupComparison:
        """Return the shares of a group's members, given its key; raises KeyError for another."""
        group = self._groups[key]
        return GroupComparison(
            group=group,
            shares={
                treaty: self._share(self._members[key], found)
                for treaty, found in self._by_treaty.items()
            },
        )

    def _share(self, members: frozenset[str], statuses: dict[str, str]) -> TreatyShare:
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


@remembered
def comparison(store: QueryEngine) -> Comparison:
    """Return where every actor stands under every treaty on the treaty's as-of date."""
    return Comparison(store)

"""The statuses of all actors on the as-of dates, by actor, treaty and group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pydantic import Field

from csekg.answers.common.base import Answer, Ref
from csekg.answers.common.groups import Group, groups_by_key, members_by_group
from csekg.answers.common.known import ORDER, actor_refs
from csekg.answers.common.ordering import alphabetical
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.status.matrix import Cell, cells_as_of
from csekg.sparql.store import QueryEngine

#: Members of a group that a comparison names; the others are counted.
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


def statuses_of(store: QueryEngine, actor: str) -> dict[str, str]:
    """Return the statuses of the actor with this IRI on the as-of dates, by key of the treaty."""
    return {key: cells[actor].status for key, cells in cells_as_of(store).items() if actor in cells}


def status_counts(store: QueryEngine, treaty: str) -> dict[str, int]:
    """Return how many actors have each status of `ORDER` under the treaty with this key."""
    found = Counter(cell.status for cell in cells_as_of(store).get(treaty, {}).values())
    return {status: found[status] for status in ORDER}


@remembered_in_order
def group_comparison(store: QueryEngine, key: str) -> GroupComparison:
    """Return how many members of a group each treaty binds; raises KeyError for an unknown key."""
    group = groups_by_key(store)[key]
    members, names = members_by_group(store)[key], actor_refs(store)

    def share(cells: Mapping[str, Cell]) -> TreatyShare:
        listed = {actor: cells[actor].status for actor in members if actor in cells}
        others = sorted(
            (names[actor] for actor, s in listed.items() if s not in ("party", "unknown")),
            key=lambda actor: alphabetical(actor.name),
        )
        counts = Counter(listed.values())
        return TreatyShare(
            bound=counts["party"],
            members=len(listed),
            not_known=counts["unknown"],
            not_bound=tuple(others[:_NAMED]),
            more=max(0, len(others) - _NAMED),
        )

    shares = {treaty: share(cells) for treaty, cells in cells_as_of(store).items()}
    return GroupComparison(group=group, shares=shares)

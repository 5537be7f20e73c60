"""The peers of a State under a treaty: how many of its groups are bound, and who joined last."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pydantic import Field

from csekg.answers.common.base import Answer, Ref
from csekg.answers.common.groups import Group, GroupRef, groups, members_by_group
from csekg.answers.common.known import actor_refs
from csekg.answers.common.remembering import remembered
from csekg.answers.status.acts import acts
from csekg.answers.status.comparison import group_comparison
from csekg.answers.status.matrix import cells_as_of
from csekg.sparql.store import QueryEngine

#: Those who joined last that a brief names for each group.
_NAMED = 3
#: An organization of more members, such as the United Nations, has no peers among them.
_MOST_MEMBERS = 100
#: Neighbours are those of the smallest region: where a subregion is divided, of its part.
_REGIONS = ("m49-intermediate", "m49-subregion")
_JOINED = ("party", "contracting-state")


class Joiner(Answer):
    """A State that joined a treaty."""

    actor: Ref
    on: date = Field(description="day of its consent to be bound")
    kind: str = Field(description="ratification, accession, acceptance ...")


class PeerGroup(Answer):
    """A group to which a State belongs, under one treaty on its as-of date."""

    group: Ref
    bound: int = Field(description="members that the treaty binds")
    members: int = Field(description="members with a status under the treaty")
    not_known: int = Field(description="members of which nothing is known under the treaty")
    not_bound: tuple[Ref, ...] = Field(description="the first of the others, this State left out")
    more: int = Field(description="how many others are not named")
    latest: tuple[Joiner, ...] = Field(
        description="who joined last, the latest first; successions and consents without a known "
        "day are left out"
    )


def peer_groups(
    store: QueryEngine, treaty: str, actor: str, member_of: Iterable[GroupRef]
) -> tuple[PeerGroup, ...]:
    """Return the groups of the actor with this IRI under a treaty, the smallest first.

    They are its region, its regional group in the United Nations, and organizations of regions.
    """
    joined, members = joiners(store, treaty), members_by_group(store)
    found = []
    for group in _of_peers(store, member_of):
        share = group_comparison(store, group.key).shares.get(treaty)
        if share is None:
            continue
        others = tuple(each for each in share.not_bound if each.id != actor)
        latest = [each for each in joined if each.actor.id in members[group.key]]
        found.append(
            PeerGroup(
                group=Ref(id=group.id, key=group.key, name=group.name),
                bound=share.bound, members=share.members, not_known=share.not_known,
                not_bound=others, more=share.more, latest=tuple(latest[:_NAMED]),
            )
        )  # fmt: skip
    return tuple(found)


def _of_peers(store: QueryEngine, member_of: Iterable[GroupRef]) -> list[Group]:
    known = {each.key: each for each in groups(store)}
    own = [known[each.key] for each in member_of]
    regions = [each for kind in _REGIONS for each in own if each.group_kind == kind]
    rest = [
        each
        for each in own
        if each.group_kind == "un-regional-group"
        or (each.group_kind == "organization-membership" and each.members < _MOST_MEMBERS)
    ]
    # Observers at the United Nations share nothing but that.
    rest = [each for each in rest if each.key != "un-observer"]
    return sorted([*regions[:1], *rest], key=lambda each: (each.members, each.name))


@remembered
def joiners(store: QueryEngine, treaty: str) -> tuple[Joiner, ...]:
    """Return who has joined a treaty by an act of its own on a known day, the latest first."""
    cells, names = cells_as_of(store)[treaty], actor_refs(store)
    latest: dict[str, Joiner] = {}
    for act in acts(store, treaty=treaty):
        cell = cells.get(act.actor)
        if act.is_consent and act.on and act.kind != "succession" and cell:
            known = latest.get(act.actor)
            if cell.status in _JOINED and (known is None or known.on < act.on):
                latest[act.actor] = Joiner(actor=names[act.actor], on=act.on, kind=act.kind)
    return tuple(sorted(latest.values(), key=lambda each: (-each.on.toordinal(), each.actor.name)))

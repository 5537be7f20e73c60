"""States side by side under every treaty, or one State beside groups that it belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from pydantic import Field

from csekg.answers.common.base import Answer, Ref, chosen
from csekg.answers.common.groups import groups, members
from csekg.answers.common.known import (
    ABSENT,
    actor_ref,
    by_legal_basis,
    treaties,
)
from csekg.answers.status.intervals import intervals_of
from csekg.answers.status.standing import Standing, standings_of_actor
from csekg.errors import CsekgError
from csekg.languages.messages import _
from csekg.sparql.store import QueryEngine

#: The most States, or States and groups, that stand side by side.
MOST_STATES = 6


class TooFewOrManyError(CsekgError):
    """Fewer things than can be compared, or more than can be read side by side."""


class ComparedStanding(Standing):
    """The status of one of the States under one treaty, and whether the others have another."""

    differs: bool = Field(
        description="whether the States do not all have the same status under the treaty; beside "
        "groups, whether the State is bound and most members are not, or the reverse"
    )


class GroupUnderTreaty(Answer):
    """How many members of a group one treaty binds."""

    group: Ref
    treaty: Ref
    bound: int
    members: int = Field(description="members with a status under the treaty")
    not_known: int = Field(description="members of which nothing is known under the treaty")


class StatesComparison(Answer):
    """What the rows of a comparison say as a whole."""

    states: tuple[Ref, ...]
    groups: tuple[Ref, ...]
    on: date | None = Field(description="day asked about; null for the as-of date of each treaty")
    treaties: int
    differing: int = Field(description="treaties under which there is a difference")
    shares: tuple[GroupUnderTreaty, ...] = Field(description="of the groups, by treaty")


def compare_states(
    store: QueryEngine,
    states: Sequence[str],
    *,
    beside: Sequence[str] = (),
    on: date | None = None,
) -> tuple[StatesComparison, list[ComparedStanding]]:
    """Return the statuses of some States under every treaty, those that are urged first.

    `states` and `beside` are keys of States and of groups: two to six States, or one or more with
    groups, at most six columns in all. Within a treaty the order is that of the keys. Treaties
    adopted after the day are left out. Raises UnknownNameError and TooFewOrManyError.
    """
    refs = [actor_ref(store, key) for key in chosen(states)]
    known = {group.key: Ref(id=group.id, key=group.key, name=group.name) for group in groups(store)}
    only = {key: members(store, key, on) for key in chosen(beside)}
    if not refs or not 2 <= len(refs) + len(only) <= MOST_STATES:
        raise TooFewOrManyError(
            _("give two to {most} States, or a State and a group such as group=eu; {states} States "
              "and {groups} groups were given",
              most=MOST_STATES, states=len(refs), groups=len(only))
        )  # fmt: skip
    rows = {
        (row.treaty.key, ref.key): row
        for ref in refs
        for row in standings_of_actor(store, ref.key, on)
    }
    shares: list[GroupUnderTreaty] = []
    found: list[ComparedStanding] = []
    differing = 0
    infos = sorted(treaties(store).values(), key=by_legal_basis)
    about = [info for info in infos if any(key == info.key for key, _ in rows)]
    for info in about:
        its_rows = [rows[info.key, ref.key] for ref in refs if (info.key, ref.key) in rows]
        its_shares = [
            _share(store, known[key], info.key, info.ref, only[key], on or info.as_of)
            for key in only
        ]
        bound = {row.status == "party" for row in its_rows}
        differs = len({row.status for row in its_rows}) > 1 or any(
            share.members and bound != {2 * share.bound > share.members} for share in its_shares
        )
        differing += differs
        shares += its_shares
        found += [ComparedStanding(**dict(row), differs=differs) for row in its_rows]
    summary = StatesComparison(
        states=tuple(refs), groups=tuple(known[key] for key in only), on=on, treaties=len(about),
        differing=differing, shares=tuple(shares),
    )  # fmt: skip
    return summary, found


def _share(
    store: QueryEngine, group: Ref, key: str, treaty: Ref, only: frozenset[str], on: date
) -> GroupUnderTreaty:
    counts = Counter(
        span.status
        for span in intervals_of(store, key)
        if span.actor.id in only
        and span.since <= on
        and (span.until is None or span.until > on)
        and span.status != ABSENT
    )
    return GroupUnderTreaty(
        group=group, treaty=treaty, bound=counts["party"], members=counts.total(),
        not_known=counts["unknown"],
    )  # fmt: skip

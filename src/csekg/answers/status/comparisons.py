"""States side by side under every treaty, and the parties of treaties over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from csekg.answers.common.base import Answer, BeyondData, Ref, chosen
from csekg.answers.common.groups import groups, members
from csekg.answers.common.references import (
    ABSENT,
    SourceRef,
    actor_ref,
    by_legal_basis,
    find_treaty,
    list_sources,
    treaties,
)
from csekg.answers.status.intervals import intervals_of
from csekg.answers.status.status_answers import Standing, standings_of_actor
from csekg.errors import CsekgError
from csekg.languages.messages import _
from csekg.sparql.store import QueryEngine


@dataclass(frozen=True, slots=True)
class BoundSpan:
    """The days during which a treaty binds one actor; `until` is the first on which it does not."""

    since: date
    until: date | None

    def holds(self, day: date) -> bool:
        """Return whether the treaty binds the actor on a day."""
        return self.since <= day and (self.until is None or day < self.until)


class YearOfParties(Answer):
    """A year in the life of a treaty."""

    year: int
    became_bound: int = Field(description="States and organizations that the treaty began to bind")
    ceased: int = Field(description="those that it ceased to bind")
    parties: int = Field(description="those that it binds at the end of the year")


def bound_spans(store: QueryEngine, treaty: str) -> list[BoundSpan]:
    """Return when the treaty with this key binds which actor; the oldest span first."""
    found = (BoundSpan(span.since, span.until) for span in intervals_of(store, treaty) if span.status == "party")
    return sorted(found, key=lambda span: span.since)


def years_of_parties(spans: Sequence[BoundSpan], last: date) -> list[YearOfParties]:
    """Return the years up to a day in which the number of parties changed, the oldest first."""
    joined = Counter(span.since.year for span in spans if span.since <= last)
    left = Counter(span.until.year for span in spans if span.until and span.until <= last)
    found, parties = [], 0
    for year in sorted({*joined, *left}):
        parties += joined[year] - left[year]
        found.append(YearOfParties(year=year, became_bound=joined[year], ceased=left[year], parties=parties))
    return found


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
    store: QueryEngine, states: Sequence[str], *, beside: Sequence[str] = (), on: date | None = None
) -> tuple[StatesComparison, list[ComparedStanding]]:
    """Return the statuses of some States under every treaty, those that are urged first.

    `states` and `beside` are keys of States and of groups: two to six States, or one or more with
    groups, at most six columns in all. Within a treaty the order is that of the keys. Treaties
    adopted after the day are left out. Raises UnknownNameError and TooFewOrManyError.
    """
    refs = list(dict.fromkeys(actor_ref(store, key) for key in chosen(states)))
    known = {group.key: Ref(id=group.id, key=group.key, name=group.name) for group in groups(store)}
    only = {key: members(store, key, on) for key in chosen(beside)}
    if not refs or not 2 <= len(refs) + len(only) <= MOST_STATES:
        raise TooFewOrManyError(
            _(
                "give two to {most} States, or a State and a group such as group=eu; {states} States "
                "and {groups} groups were given",
                most=MOST_STATES,
                states=len(refs),
                groups=len(only),
            )
        )
    rows = {(row.treaty.key, ref.key): row for ref in refs for row in standings_of_actor(store, ref.key, on)}
    shares: list[GroupUnderTreaty] = []
    found: list[ComparedStanding] = []
    differing = 0
    infos = sorted(treaties(store).values(), key=by_legal_basis)
    about = [info for info in infos if any(key == info.key for key, _ in rows)]
    for info in about:
        its_rows = [rows[info.key, ref.key] for ref in refs if (info.key, ref.key) in rows]
        its_shares = [
            _share(store, group=known[key], key=info.key, treaty=info.ref, only=only[key], on=info.day(on))
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
        states=tuple(refs),
        groups=tuple(known[key] for key in only),
        on=on,
        treaties=len(about),
        differing=differing,
        shares=tuple(shares),
    )
    return summary, found


def _share(store: QueryEngine, group: Ref, key: str, treaty: Ref, only: frozenset[str], on: date) -> GroupUnderTreaty:
    counts = Counter(
        span.verdict
        for span in intervals_of(store, key)
        if span.actor.id in only and span.holds(on) and span.status != ABSENT
    )
    return GroupUnderTreaty(
        group=group, treaty=treaty, bound=counts["bound"], members=counts.total(), not_known=counts["not-known"]
    )


#: The most treaties on one chart: more lines cannot be told apart.
MOST_TREATIES = 5


class YearUnderTreaty(YearOfParties):
    """A year in the life of one of the treaties."""

    treaty: Ref


class ComparedTreaty(Answer):
    """One of the treaties, with its parties on a day."""

    treaty: Ref
    on: date
    as_of: date
    beyond_data: BeyondData
    complete: bool = Field(
        description="whether a complete list of parties has been read; where not, the numbers are lower bounds"
    )
    parties: int = Field(description="States and organizations that it binds on the day")
    sources: tuple[SourceRef, ...]


def compare_treaties(
    store: QueryEngine, keys: Sequence[str], on: date | None = None
) -> tuple[list[ComparedTreaty], list[YearUnderTreaty]]:
    """Return two to five treaties with their parties on a day, and the years of each.

    Without a day it is the as-of date of each treaty. The years are those in which the number of
    parties changed, the oldest first, treaty after treaty. Raises UnknownNameError and
    TooFewOrManyError.
    """
    infos = [find_treaty(store, key) for key in chosen(keys)]
    if not 2 <= len(infos) <= MOST_TREATIES:
        raise TooFewOrManyError(
            _("give two to {most} treaties to compare; {number} were given", most=MOST_TREATIES, number=len(infos))
        )
    spans = treaty_spans(store, keys)
    sources = list_sources(store)
    about = [
        ComparedTreaty(
            treaty=info.ref,
            on=info.day(on),
            as_of=info.as_of,
            beyond_data=info.is_before(on),
            complete=info.is_complete(on),
            parties=_bound_on(spans[info.key], info.day(on)),
            sources=sources[info.id],
        )
        for info in infos
    ]
    years = [
        YearUnderTreaty(treaty=info.ref, **dict(year))
        for info in infos
        for year in years_of_parties(spans[info.key], info.status_on)
    ]
    return about, years


def _bound_on(spans: Sequence[BoundSpan], day: date) -> int:
    return sum(span.since <= day and not (span.until and span.until <= day) for span in spans)


def treaty_spans(store: QueryEngine, keys: Sequence[str]) -> Mapping[str, list[BoundSpan]]:
    """Return when each of the treaties binds whom, the oldest span first, by key of the treaty.

    Raises UnknownNameError for an unknown treaty.
    """
    infos = [find_treaty(store, key) for key in chosen(keys)]
    return {info.key: bound_spans(store, info.key) for info in infos}


def parties_by_year(
    keys: Sequence[str], years: Sequence[YearUnderTreaty]
) -> list[tuple[int, list[YearUnderTreaty | None]]]:
    """Return for each year in which any number changed the state of each treaty, oldest first.

    A treaty that did not change in a year has its row of an earlier one, None before its first.
    """
    rows = {(year.treaty.key, year.year): year for year in years}
    now: dict[str, YearUnderTreaty | None] = dict.fromkeys(keys)
    found = []
    for number in sorted({year.year for year in years}):
        now = {key: rows.get((key, number), now[key]) for key in keys}
        found.append((number, [now[key] for key in keys]))
    return found

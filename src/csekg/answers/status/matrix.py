"""The status of every State under every treaty on a day, as one table, and counts of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Protocol

from pydantic import Field

from csekg.answers.common.base import Answer, BeyondData, Iri, Ref, Words, alphabetical, look_up
from csekg.answers.common.groups import Group, groups_by_key, members_by_group
from csekg.answers.common.references import (
    ABSENT,
    ORDER,
    SourceRef,
    TreatyInfo,
    actor_refs,
    by_legal_basis,
    list_sources,
    treaties,
)
from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.common.tables import heading
from csekg.answers.status.intervals import status_intervals
from csekg.errors import TooEarlyError
from csekg.languages.messages import _
from csekg.law.reasons import Counted, Verdict, counts_as
from csekg.sparql.store import QueryEngine
from csekg.tables.table import Column, Table


class Cell(Answer):
    """The status of one actor under one treaty."""

    id: Iri = Field(description="IRI of the span of time during which the status holds")
    status: str
    since: date
    held_since: date | None = Field(description="day from which the status is held in law where that is before `since`")
    as_of: date = Field(description="day to which the list of parties of the treaty is complete")
    verdict: Verdict = Field(exclude=True)
    invited_on: date | None = Field(exclude=True)
    invited_until: date | None = Field(exclude=True)

    @property
    def counts_as(self) -> Counted:
        """As what it counts wherever States are counted."""
        return counts_as(self.status, self.verdict)


class Row(Answer):
    """One actor under all treaties."""

    id: Iri
    key: str
    name: Words
    cells: dict[str, Cell] = Field(description="by the key of the treaty")


class MatrixTreaty(Answer):
    """A treaty of the matrix."""

    id: Iri
    key: str
    short_title: Words
    on: date = Field(description="the day that the cells speak of")
    as_of: date
    beyond_data: BeyondData
    complete: bool = Field(description="whether a complete list of parties has been read")
    legal_basis: str
    sources: tuple[SourceRef, ...]


def matrix(
    store: QueryEngine, on: date | None = None, *, keys: Collection[str] = (), members: Collection[str] | None = None
) -> tuple[list[MatrixTreaty], list[Row]]:
    """Return the treaties, those that the resolution urges first, and a row for each actor by name.

    Without a day each cell speaks of the as-of date of its treaty. `keys` are the treaties wanted,
    all where there are none; `members` the IRIs of the actors. Treaties adopted after the day are
    left out, and so are States that did not exist. Raises UnknownNameError for an unknown treaty,
    and TooEarlyError where no treaty is left.
    """
    by_key = treaties(store)
    infos = [look_up("treaty", by_key, key) for key in keys] or by_key.values()
    cells = cells_as_of(store) if on is None else _cells(store, on)
    columns = [info for info in sorted(infos, key=by_legal_basis) if info.key in cells]
    if not columns:
        raise TooEarlyError(_("no status is known on {day}: none of these treaties was adopted", day=on))
    by_actor: dict[str, dict[str, Cell]] = defaultdict(dict)
    for info in columns:
        for iri, cell in cells[info.key].items():
            by_actor[iri][info.key] = cell
    rows = [
        Row(id=iri, key=actor.key, name=actor.name, cells=by_actor[iri])
        for iri, actor in actor_refs(store).items()
        if iri in by_actor and (members is None or iri in members)
    ]
    return _columns(store, columns, on), sorted(rows, key=lambda row: alphabetical(row.name))


@remembered
def cells_as_of(store: QueryEngine) -> Mapping[str, Mapping[str, Cell]]:
    """Return the cells on the as-of date of each treaty, by its key and the IRI of the actor."""
    return _cells(store, None)


def _cells(store: QueryEngine, on: date | None) -> Mapping[str, Mapping[str, Cell]]:
    found: dict[str, dict[str, Cell]] = defaultdict(dict)
    for span in status_intervals(store, on):
        if span.status != ABSENT:
            found[span.treaty.key][span.actor.id] = Cell(
                id=span.id,
                status=span.status,
                since=span.since,
                held_since=span.held_since,
                as_of=span.treaty.as_of,
                verdict=span.verdict,
                invited_on=span.invited[0],
                invited_until=span.invited[1],
            )
    return MappingProxyType({key: MappingProxyType(cells) for key, cells in found.items()})


def _columns(store: QueryEngine, infos: Sequence[TreatyInfo], on: date | None) -> list[MatrixTreaty]:
    sources = list_sources(store)
    return [
        MatrixTreaty(
            id=info.id,
            key=info.key,
            short_title=info.short_title,
            on=info.day(on),
            as_of=info.as_of,
            beyond_data=info.is_before(on),
            complete=info.is_complete(on),
            legal_basis=info.legal_basis,
            sources=sources[info.id],
        )
        for info in infos
    ]


def matrix_table(treaties: Sequence[MatrixTreaty]) -> Table[Row]:
    """Return the table of the matrix, which has one column for each treaty.

    More columns give for each treaty the day spoken of, the as-of date, whether that day is after
    the as-of date, and the sources.
    """
    notes = {
        "on": "; ".join(f"{each.key} {each.on}" for each in treaties),
        "as_of": "; ".join(f"{each.key} {each.as_of}" for each in treaties),
        "beyond_data": "; ".join(f"{each.key} {str(each.beyond_data).lower()}" for each in treaties),
        "sources": "; ".join(f"{each.key} {' '.join(source.key for source in each.sources)}" for each in treaties),
    }

    def status(treaty: MatrixTreaty, row: Row) -> str | None:
        cell = row.cells.get(treaty.key)
        return cell.status if cell else None

    def note(text: str, _row: Row) -> str:
        return text

    return Table(
        (
            Column("iri", heading("id"), lambda row: row.id),
            Column("actor", heading("actor"), lambda row: row.key, "category"),
            Column("actor_name", heading("actor_name"), lambda row: row.name),
            *(Column(each.key, each.short_title, partial(status, each), "category") for each in treaties),
            *(Column(name, heading(name), partial(note, text)) for name, text in notes.items()),
        )
    )


#: Members of a group that a comparison names; the others are counted.
_NAMED = 8


class TreatyShare(Answer):
    """How many members of a group a treaty binds on the as-of date of the treaty."""

    bound: int
    members: int = Field(description="members with a status under the treaty")
    not_known: int = Field(description="members of which nothing is known under the treaty")
    not_eligible: int = Field(description="members to which the treaty is not open")
    not_bound: tuple[Ref, ...] = Field(description="the first of the others, by name")
    more: int = Field(description="how many others are not named")


class GroupComparison(Answer):
    """How many members of a group each treaty binds."""

    group: Group
    shares: dict[str, TreatyShare] = Field(description="by the key of the treaty")


def statuses_of(store: QueryEngine, actor: str) -> dict[str, str]:
    """Return the statuses of the actor with this IRI on the as-of dates, by key of the treaty."""
    return {key: cells[actor].status for key, cells in cells_as_of(store).items() if actor in cells}


@remembered
def status_counts(store: QueryEngine, treaty: str) -> Mapping[str, int]:
    """Return how many actors have each status of `ORDER` under the treaty with this key."""
    found = Counter(cell.status for cell in cells_as_of(store).get(treaty, {}).values())
    return {status: found[status] for status in ORDER}


@remembered_in_order
def group_comparison(store: QueryEngine, key: str) -> GroupComparison:
    """Return how many members of a group each treaty binds; raises KeyError for an unknown key."""
    group = groups_by_key(store)[key]
    members, names = members_by_group(store)[key], actor_refs(store)

    def share(cells: Mapping[str, Cell]) -> TreatyShare:
        listed = {actor: cells[actor].counts_as for actor in members if actor in cells}
        others = sorted(
            (names[actor] for actor, given in listed.items() if given == "not-bound"),
            key=lambda actor: alphabetical(actor.name),
        )
        counts = Counter(listed.values())
        return TreatyShare(
            bound=counts["bound"],
            members=len(listed),
            not_known=counts["not-known"],
            not_eligible=counts["not-eligible"],
            not_bound=tuple(others[:_NAMED]),
            more=max(0, len(others) - _NAMED),
        )

    shares = {treaty: share(cells) for treaty, cells in cells_as_of(store).items()}
    return GroupComparison(group=group, shares=shares)


@dataclass(frozen=True, slots=True)
class BoundCounts:
    """How many States and organizations a treaty binds on a day, does not bind, and cannot bind.

    `not_known` are those of which no list tells. Unless `exact`, more may be bound than were read:
    `bound` is then a lower bound and `not_bound` an upper one. A treaty that is not `in_force` on
    the day binds nobody, whatever lists were read.
    """

    bound: int
    not_bound: int
    not_known: int
    not_eligible: int
    exact: bool
    in_force: bool


class _Told(Protocol):
    @property
    def status(self) -> str: ...
    @property
    def verdict(self) -> Verdict: ...


def counted(info: TreatyInfo, told: Iterable[_Told], on: date | None = None) -> BoundCounts:
    """Return the counts of these statuses under a treaty on a day, without one on that of its statuses."""
    found = Counter(counts_as(each.status, each.verdict) for each in told)
    return BoundCounts(
        found["bound"],
        found["not-bound"],
        found["not-known"],
        found["not-eligible"],
        exact=info.knows_all_bound(on),
        in_force=info.is_in_force(on),
    )


@remembered
def counts_of(store: QueryEngine, treaty: str) -> BoundCounts:
    """Return the counts under the treaty with this key; raises KeyError for an unknown one."""
    return counted(treaties(store)[treaty], cells_as_of(store).get(treaty, {}).values())

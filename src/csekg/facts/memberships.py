"""The memberships of actors in groups, with their days (`data/memberships.csv`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from csekg.days import parse_period
from csekg.facts.sources import Source
from csekg.facts.tables import Row, read_csv
from csekg.law.membership import Spell

_COLUMNS = ("actor", "group", "since", "until", "source", "note")


@dataclass(frozen=True, slots=True)
class Membership:
    """The membership of an actor in a group, as a source states it.

    `since` and `until` are a day, a month, a year or empty, as stated; `until` is exclusive.
    `spell` has the days on which the membership is certain.
    """

    row: Row
    group: str
    since: str
    until: str
    spell: Spell
    source: str
    note: str

    @property
    def is_open(self) -> bool:
        """Whether it lasts."""
        return not self.until


def read_memberships(
    data: Path,
    actors: Collection[str],
    groups: Collection[str],
    sources: Mapping[str, Source],
) -> dict[str, tuple[Membership, ...]]:
    """Return the memberships of each actor that has any, by its key, in file order.

    Raises DataError for an unknown actor, group or source, for a period that is none or ends before
    it begins, for spells of one actor in one group that overlap, and for a row without days beside
    spells that have all ended.
    """
    found: defaultdict[str, list[Membership]] = defaultdict(list)
    file = data / "memberships.csv"
    for row in read_csv(file, _COLUMNS, key=("actor", "group", "since", "source")):
        actor = row.one_of("actor", actors, "actor")
        since, until = _period(row, "since"), _period(row, "until")
        # A year alone leaves the day open: the membership is certain from its end on.
        first = (since[0] if len(row["since"]) == 10 else since[1]) if since else None
        spell = Spell(first, until[0] if until else None)
        if since and until and not since[0] < until[0]:
            raise row.fail("the membership ends before it begins", row["until"])
        found[actor].append(
            Membership(
                row,
                row.one_of("group", groups, "group"),
                row["since"],
                row["until"],
                spell,
                row.one_of("source", sources, "source"),
                row["note"],
            )
        )
    for its in found.values():
        _check(its)
    return {actor: tuple(its) for actor, its in found.items()}


def spells(memberships: Iterable[Membership], group: str) -> tuple[Spell, ...]:
    """Return the spells in a group: those with days where there are any, else one without end."""
    its = [each for each in memberships if each.group == group]
    dated = dict.fromkeys(each.spell for each in its if each.since)
    return tuple(dated) or tuple(each.spell for each in its[:1])


def _period(row: Row, column: str) -> tuple[date, date] | None:
    if not row[column]:
        return None
    try:
        return parse_period(row[column])
    except ValueError:
        raise row.fail(
            f"column {column} is no date", row[column], "Write 2007-04-27, 1976-07 or 1946."
        ) from None


def _check(memberships: Sequence[Membership]) -> None:
    by_group: defaultdict[str, list[Membership]] = defaultdict(list)
    for each in memberships:
        by_group[each.group].append(each)
    for its in by_group.values():
        dated = sorted((one for one in its if one.since), key=lambda one: one.since)
        for one, following in pairwise(dated):
            same = (one.since, one.until) == (following.since, following.until)
            if not same and (not one.until or one.until > following.since):
                raise following.row.fail("overlaps another membership", following.since)
        undated = [one for one in its if not one.since]
        if undated and dated and not any(one.is_open for one in dated):
            raise undated[0].row.fail("a member by this row, while its spells ended", its[0].group)

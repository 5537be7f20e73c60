"""How far our sources list the acts under a treaty: the tables `[[lists]]` of treaty.toml."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from csekg.facts.joining import Check
from csekg.facts.sources import Source

PARTIES = "parties"
SIGNATURES = "signatures"


@dataclass(frozen=True, slots=True)
class ListCoverage:
    """How far our sources list one kind of act: the parties, the signatures, the reservations ...

    `kind` is a concept of the vocabulary `list`. On `complete_on` our sources named every act of
    the kind; None where no such day is known. `checked_until` is weaker: until then sources were
    read that print such acts but need not print all of them, and what they print is in the data.
    `sources` make the complete list, `checked_in` are those read later.
    """

    kind: str
    complete_on: date | None
    sources: tuple[str, ...]
    checked_until: date | None
    checked_in: tuple[str, ...]
    note: str


def parse_lists(
    tables: Iterable[Mapping[str, Any]],
    kinds: Collection[str],
    sources: Mapping[str, Source],
    check: Check,
) -> tuple[ListCoverage, ...]:
    """Return the coverage of each list in file order.

    `check` raises for a kind that is not one of `kinds` and for an unknown source. Raises
    ValueError for a kind listed twice, a day without its sources or sources without their day, and
    for a day after the as-of date of all sources that it rests on.
    """
    found: dict[str, ListCoverage] = {}
    for table in tables:
        each = ListCoverage(
            table["of"],
            table.get("complete_on"),
            tuple(table.get("sources", ())),
            table.get("checked_until"),
            tuple(table.get("checked_in", ())),
            table.get("note", ""),
        )
        check("kind of list", each.kind, kinds)
        for source in (*each.sources, *each.checked_in):
            check("source", source, sources)
        for day, named in (
            (each.complete_on, each.sources),
            (each.checked_until, each.checked_in),
        ):
            if bool(day) != bool(named):
                raise ValueError(f"list of {each.kind}: a day and its sources go together")
            if day and all(sources[key].as_of < day for key in named):
                raise ValueError(f"list of {each.kind}: {day} is after the day of its sources")
        if each.kind in found:
            raise ValueError(f"list of {each.kind}: listed twice")
        found[each.kind] = each
    return tuple(found.values())

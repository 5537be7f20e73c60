"""Clauses under which States may make reservations (`data/treaties/<key>/reservation_clauses.csv`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from csekg.facts.provisions import Provision
from csekg.facts.sources import Source
from csekg.facts.tables import Row, read_csv

_COLUMNS = "clause,excludes,source"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationClause:
    """A provision under which a State may exclude or limit other provisions of the treaty.

    `clause` and `excludes` are provisions as printed, `source` is where the clause was read.
    """

    treaty: str
    clause: str
    excludes: tuple[str, ...]
    source: str


def read_reservation_clauses(
    data: Path, provisions: Mapping[str, Mapping[str, Provision]], sources: Mapping[str, Source]
) -> tuple[ReservationClause, ...]:
    """Return the clauses of all treaties, by treaty and in the order of the text.

    A clause on a whole chapter, as a federal clause, has no row. Raises DataError for a clause
    listed twice, one that excludes nothing, and for an unknown provision or source.
    """
    clauses: list[ReservationClause] = []
    for treaty, listed in provisions.items():
        file = data / "treaties" / treaty / "reservation_clauses.csv"
        if file.exists():
            clauses += (_read_clause(row, treaty, listed, sources) for row in read_csv(file, _COLUMNS, "clause"))
    return tuple(clauses)


def _read_clause(
    row: Row, treaty: str, listed: Mapping[str, Provision], sources: Mapping[str, Source]
) -> ReservationClause:
    row.required("excludes")
    return ReservationClause(
        treaty=treaty,
        clause=row.one_of("clause", listed, f"provision of {treaty}"),
        excludes=row.each_of("excludes", listed, f"provision of {treaty}"),
        source=row.one_of("source", sources, "source"),
    )

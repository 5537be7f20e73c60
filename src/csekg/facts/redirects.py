"""The identifiers that were published and are replaced by others (`data/replaced.csv`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from csekg.facts.tables import Row, read_csv


@dataclass(frozen=True, slots=True)
class Replacement:
    """An identifier and one that took its place, both as paths below `id/`.

    The parts of an identifier of an act, such as its day and its kind, may become known later. An
    identifier has several rows where several took its place.
    """

    row: Row
    identifier: str
    replaced_by: str


def read_replaced(data: Path) -> tuple[Replacement, ...]:
    """Return the replacements in file order; raises DataError for one of an identifier by itself.

    Whether the identifiers exist is checked with the dataset.
    """
    replacements = []
    columns = "identifier,replaced_by"
    for row in read_csv(data / "replaced.csv", columns, key=columns):
        identifier, replaced_by = row.required("identifier"), row.required("replaced_by")
        if identifier == replaced_by:
            raise row.fail("an identifier cannot replace itself", identifier)
        replacements.append(Replacement(row, identifier, replaced_by))
    return tuple(replacements)

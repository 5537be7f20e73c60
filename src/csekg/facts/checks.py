"""Checks that several of the fact readers share."""

from __future__ import annotations

from collections.abc import Collection

from csekg.errors import did_you_mean
from csekg.facts.tables import Row


def each_of(row: Row, column: str, known: Collection[str], kind: str) -> tuple[str, ...]:
    """Return the parts of a column (separated by `;`), each of which must be a known name.

    Raises DataError for an unknown or repeated part.
    """
    parts = row.list(column)
    for part in parts:
        if part not in known:
            raise row.fail(f"unknown {kind} in column {column}", part, did_you_mean(part, known))
    if len(set(parts)) < len(parts):
        raise row.fail(f"column {column} repeats a value", row[column])
    return tuple(parts)


def counted(row: Row, column: str, expected: int) -> int:
    """Return the whole number of a column that must continue a count.

    Raises DataError for any other number, so that a lost or doubled line is noticed.
    """
    number = row.number(column)
    if number != expected:
        raise row.fail(f"column {column} does not continue the count", row[column],
                       f"Write {expected}.")  # fmt: skip
    return number

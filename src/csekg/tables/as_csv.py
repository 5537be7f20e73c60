"""Rows as CSV: UTF-8, comma, ISO 8601 days, an empty cell where nothing is known."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from csekg.tables.table import Value

#: A spreadsheet computes a cell of a CSV file that begins with one of these as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def to_csv(keys: Iterable[str], rows: Iterable[Iterable[Value]], *, line_end: str = "\r\n", bom: bool = False) -> bytes:
    """Return rows as CSV with the keys of their columns as header line.

    Lines end as RFC 4180 has it unless another `line_end` is given. True and false are written so,
    texts in the current language. A text that a spreadsheet would compute gets an apostrophe before
    it. `bom` adds a byte order mark.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=line_end)
    writer.writerow(keys)
    writer.writerows(map(_cell, row) for row in rows)
    return ("\ufeff" if bom else "").encode() + text.getvalue().encode()


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    # A negative number is no formula.
    return guarded(str(value)) if isinstance(value, str) else str(value)


def guarded(cell: str) -> str:
    """Return a cell of a CSV file that no spreadsheet computes: with an apostrophe if need be."""
    return "'" + cell if cell.startswith(_FORMULA_STARTS) else cell


def unguarded(cell: str) -> str:
    """Return a cell without the apostrophe that `guarded` gave it."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA_STARTS) else cell

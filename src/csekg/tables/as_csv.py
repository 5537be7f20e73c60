"""A tidy table as CSV: UTF-8, comma, LF, ISO 8601 days, an empty cell where nothing is known."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from csekg.tables.table import Row, Table, Value
from csekg.workbooks import guarded


def to_csv(table: Table, rows: Iterable[Row]) -> bytes:
    """Return a table as CSV with a header line; true and false are written so.

    A text that a spreadsheet would compute gets an apostrophe before it.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column.name for column in table.columns)
    writer.writerows(map(_cell, row) for row in rows)
    return text.getvalue().encode()


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return guarded(value)
    return str(value)

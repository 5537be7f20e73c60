"""Writes lists as CSV (RFC 4180) that is safe to open in spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import TypeVar

from csekg.answers.common.base import Answer
from csekg.answers.common.tables import cells, columns, text_of
from csekg.workbooks import guarded

T = TypeVar("T", bound=Answer)


def to_csv(model: type[T], items: Iterable[T], *, bom: bool = False) -> bytes:
    """Return a list as UTF-8 CSV with a header line, the columns in the order of the model.

    A reference becomes two columns, its key and its name; a list is joined by semicolons. A cell
    that a spreadsheet would compute gets an apostrophe before it. `bom` adds a byte order mark.
    """
    header = (column.name for column in columns(model))
    return rows_to_csv(header, (cells(model, item) for item in items), bom=bom)


def rows_to_csv(
    header: Iterable[str], rows: Iterable[Iterable[object]], *, bom: bool = False
) -> bytes:
    """Return rows of values as UTF-8 CSV, with the same escaping as `to_csv`."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return ("\ufeff" if bom else "").encode() + text.getvalue().encode()


def _cell(value: object) -> str:
    # A negative number is no formula.
    return text_of(value) if isinstance(value, int | float) else guarded(text_of(value))

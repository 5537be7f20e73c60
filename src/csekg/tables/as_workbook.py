"""The tidy tables as one workbook: a sheet for each table, and what its columns mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from csekg.languages.current import ENGLISH, speaking
from csekg.tables.table import Row, Table
from csekg.workbooks import Book

_NOTICE = (
    "Not an official record: for signatures, ratifications, reservations and dates, the record of "
    "the treaty's depositary is authoritative."
)
_COLUMNS = ("table", "column", "kind", "meaning")


def to_workbook(
    tables: Sequence[Table], rows: Mapping[str, Sequence[Row]], title: str, version: str, day: str
) -> bytes:
    """Return the tables as a workbook in English; equal rows give equal bytes.

    Days are date cells, those before March 1900 text, since Excel has no such days.
    """
    with speaking(ENGLISH):
        book = Book(title)
        book.about("About", _about(tables, rows, title, version, day))
        book.list("columns", _COLUMNS, [
            (table.name, column.name, column.kind, column.description)
            for table in tables
            for column in table.columns
        ])  # fmt: skip
        for table in tables:
            book.list(table.name, [column.name for column in table.columns], rows[table.name])
        return book.content()


def _about(
    tables: Sequence[Table], rows: Mapping[str, Sequence[Row]], title: str, version: str, day: str
) -> Iterator[tuple[str, object]]:
    yield "Title", title
    yield "Data release", version
    yield "Released on", day
    yield "Licence", "Facts: CC BY 4.0"
    yield "Please note", _NOTICE
    yield "Sheets", "columns: what each column means"
    for table in tables:
        yield "", f"{table.name}: one row is {table.row_is} ({len(rows[table.name]):,} rows)"

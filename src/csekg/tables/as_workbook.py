"""Rows as a workbook (Office Open XML, ECMA-376) that people can sort and filter."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any, NamedTuple

from csekg.errors import CsekgError
from csekg.languages.current import ENGLISH, current, speaking
from csekg.languages.forms import direction
from csekg.languages.forms import number as grouped
from csekg.languages.messages import _, pgettext
from csekg.tables.table import Row, Value
from csekg.tables.tidy_table import TidyTable

#: Rows that a workbook of one list may have: ten thousand take 1.5 s of a processor, and a page has
#: 10 s.
MOST_ROWS = 25_000
#: Characters that a cell may have, in the limits of Excel.
_MOST_CHARACTERS = 32_767
#: Days before this one stay text: Excel counts from 1900, and has a 29 February in that year.
_FIRST_DAY = date(1900, 3, 1)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# XML 1.0 has no form for these.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: The rows by which the widths of columns are chosen, and the widths in characters.
_SAMPLE, _NARROW, _WIDE = 200, 9, 48
#: The workbook's own day of creation, the same in every workbook: the same answer, the same bytes.
_CREATED = datetime(2000, 1, 1)
_NOTICE = (
    "Not an official record: for signatures, ratifications, reservations and dates, the record of "
    "the treaty's depositary is authoritative."
)
_COLUMNS = ("table", "column", "kind", "meaning")


class TooManyRowsError(CsekgError):
    """A list is too long for a workbook."""


class Sheet(NamedTuple):
    """A sheet of a workbook: its name, of 31 characters at most, and rows under headings."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Iterable[Value]]


def to_workbook(
    title: str,
    headings: Sequence[str],
    rows: Sequence[Iterable[Value]],
    about: Iterable[tuple[str, Value]],
    further: Sequence[Sheet] = (),
) -> bytes:
    """Return a workbook of a list: a sheet with the rows, `further` sheets, one with what they answer.

    `about` are the rows of the last sheet, as `Book.about` takes them. The first is called Status
    where others follow, else List. The same arguments give the same bytes. Raises TooManyRowsError
    for more than `MOST_ROWS` rows.
    """
    if len(rows) > MOST_ROWS:
        raise TooManyRowsError(
            _(
                "a workbook holds at most {most} rows, and this list has {number}: narrow it, or take CSV",
                most=grouped(MOST_ROWS),
                number=grouped(len(rows)),
            )
        )
    book = Book(title)
    book.list(pgettext("sheet", "Status") if further else pgettext("sheet", "List"), headings, rows)
    for sheet in further:
        book.list(*sheet)
    book.about(pgettext("sheet", "About"), about)
    return book.content()


def to_tidy_workbook(
    tables: Sequence[TidyTable], rows: Mapping[str, Sequence[Row]], title: str, version: str, day: str
) -> bytes:
    """Return the tables as a workbook in English; equal rows give equal bytes.

    Days are date cells, those before March 1900 text, since Excel has no such days.
    """
    with speaking(ENGLISH):
        book = Book(title)
        book.about("About", _about(tables, rows, title, version, day))
        book.list(
            "columns",
            _COLUMNS,
            [(table.name, column.key, column.kind, column.meaning) for table in tables for column in table.columns],
        )
        for table in tables:
            book.list(table.name, table.keys, rows[table.name])
        return book.content()


def _about(
    tables: Sequence[TidyTable], rows: Mapping[str, Sequence[Row]], title: str, version: str, day: str
) -> Iterator[tuple[str, Value]]:
    yield "Title", title
    yield "Data release", version
    yield "Released on", day
    yield "Licence", "Facts: CC BY 4.0"
    yield "Please note", _NOTICE
    yield "Sheets", "columns: what each column means"
    for table in tables:
        yield "", f"{table.name}: one row is {table.row_is} ({len(rows[table.name]):,} rows)"


class Book:
    """A workbook under construction: a sheet for each list, and sheets that say what they are.

    Days and texts that are ISO days become date cells, numbers become numbers, everything else is
    text: no cell is a formula or a link. The same calls give the same bytes.
    """

    def __init__(self, title: str) -> None:
        """Begin a workbook."""
        # Imported here: few commands need it.
        from xlsxwriter import Workbook

        self._output = io.BytesIO()
        # Rows go to a temporary file at once, so that memory holds one of them.
        self._book = Workbook(
            self._output,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._book.set_properties({"title": str(title), "created": _CREATED})
        self._styles = _Styles(self._book)

    def list(self, name: str, headings: Sequence[str], rows: Sequence[Iterable[Value]]) -> None:
        """Add a sheet of this name with rows under headings, to sort and filter."""
        sheet = self._book.add_worksheet(str(name))
        first = [tuple(row) for row in rows[:_SAMPLE]]
        for column, words in enumerate(map(str, headings)):
            longest = max([len(words) + 3, *(len("" if row[column] is None else str(row[column])) for row in first)])
            sheet.set_column(column, column, min(_WIDE, max(_NARROW, longest + 1)))
            sheet.write_string(0, column, words, self._styles.heading)
        for number, row in enumerate(chain(first, rows[_SAMPLE:]), 1):
            for column, value in enumerate(row):
                self._write(sheet, number, column, value)
        sheet.freeze_panes(1, 0)
        if headings:
            sheet.autofilter(0, 0, len(rows), len(headings) - 1)
            sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def about(self, name: str, facts: Iterable[tuple[str, Value]]) -> None:
        """Add a sheet of this name with facts: a heading, empty where the one before goes on, and
        a value."""
        sheet = self._book.add_worksheet(str(name))
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 1, 100)
        for number, (words, value) in enumerate(facts):
            sheet.write_string(number, 0, str(words), self._styles.heading)
            self._write(sheet, number, 1, value)

    def content(self) -> bytes:
        """End the workbook and return it, from right to left where the language is."""
        if direction(current()) == "rtl":
            for sheet in self._book.worksheets():
                sheet.right_to_left()
        self._book.close()
        return self._output.getvalue()

    def _write(self, sheet: Any, row: int, column: int, value: Value) -> None:
        styles = self._styles
        if isinstance(value, str) and _ISO_DAY.fullmatch(value):
            value = _day(value)
        match value:
            case None | "":
                pass
            case bool():
                sheet.write_string(row, column, _("yes") if value else _("no"), styles.plain)
            case int() | float():
                sheet.write_number(row, column, value, styles.plain)
            case date() if value >= _FIRST_DAY:
                sheet.write_datetime(row, column, value, styles.day)
            case _:
                text = _NOT_IN_XML.sub("\ufffd", str(value))
                # What does not fit is cut where people see it.
                if len(text) > _MOST_CHARACTERS:
                    text = text[: _MOST_CHARACTERS - 1] + "…"
                wraps = len(text) > _WIDE
                sheet.write_string(row, column, text, styles.text if wraps else styles.plain)


class _Styles:
    """The formats of cells."""

    def __init__(self, book: Any) -> None:
        self.heading = book.add_format({"bold": True, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"})
        self.text = book.add_format({"valign": "top", "text_wrap": True})
        self.plain = book.add_format({"valign": "top"})


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text

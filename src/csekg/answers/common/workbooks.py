"""Writes a list as a workbook (Office Open XML, ECMA-376) that people can sort and filter."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any

from csekg.answers.common.tables import text_of
from csekg.errors import CsekgError
from csekg.languages.current import current
from csekg.languages.forms import direction
from csekg.languages.forms import number as grouped
from csekg.languages.marks import unmarked
from csekg.languages.messages import _, pgettext

#: Rows that a workbook may have: ten thousand take 1.5 s of a processor, and a page has 10 s.
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


class TooManyRowsError(CsekgError):
    """A list is too long for a workbook."""


def workbook(
    title: str,
    headings: Sequence[str],
    rows: Sequence[Iterable[object]],
    about: Iterable[tuple[str, object]],
) -> bytes:
    """Return a workbook: a sheet with the rows, a sheet with what they answer.

    Days and texts that are ISO days become date cells, numbers become numbers, everything else is
    text: no cell is a formula or a link. `about` are the rows of the second sheet: a heading, empty
    where the one before goes on, and a value. The same arguments give the same bytes. Raises
    TooManyRowsError for more than `MOST_ROWS` rows.
    """
    if len(rows) > MOST_ROWS:
        raise TooManyRowsError(
            _("a workbook holds at most {most} rows, and this list has {number}: narrow it, or "
              "take CSV", most=grouped(MOST_ROWS), number=grouped(len(rows)))
        )  # fmt: skip
    # Imported here: few commands need it.
    from xlsxwriter import Workbook

    output = io.BytesIO()
    # Rows go to a temporary file at once, so that memory holds one of them.
    book = Workbook(output, {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False,
    })  # fmt: skip
    book.set_properties({"title": unmarked(title), "created": _CREATED})
    _list(book, headings, rows)
    _about(book, about)
    if direction(current()) == "rtl":
        for sheet in book.worksheets():
            sheet.right_to_left()
    book.close()
    return output.getvalue()


def _list(book: Any, headings: Sequence[str], rows: Sequence[Iterable[object]]) -> None:
    sheet = book.add_worksheet(unmarked(pgettext("sheet", "List")))
    styles = _Styles(book)
    first = [tuple(row) for row in rows[:_SAMPLE]]
    for column, words in enumerate(map(unmarked, headings)):
        longest = max([len(words) + 3, *(len(text_of(row[column])) for row in first)])
        sheet.set_column(column, column, min(_WIDE, max(_NARROW, longest + 1)))
        sheet.write_string(0, column, words, styles.heading)
    for number, row in enumerate(chain(first, rows[_SAMPLE:]), 1):
        for column, value in enumerate(row):
            _write(sheet, number, column, value, styles)
    sheet.freeze_panes(1, 0)
    if headings:
        sheet.autofilter(0, 0, len(rows), len(headings) - 1)
        sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _about(book: Any, about: Iterable[tuple[str, object]]) -> None:
    sheet = book.add_worksheet(unmarked(pgettext("sheet", "About")))
    styles = _Styles(book)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 100)
    for number, (words, value) in enumerate(about):
        sheet.write_string(number, 0, unmarked(words), styles.heading)
        _write(sheet, number, 1, value, styles)


class _Styles:
    """The formats of cells."""

    def __init__(self, book: Any) -> None:
        self.heading = book.add_format({"bold": True, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"})
        self.text = book.add_format({"valign": "top", "text_wrap": True})
        self.plain = book.add_format({"valign": "top"})


def _write(sheet: Any, row: int, column: int, value: object, styles: _Styles) -> None:
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        value = _day(value)
    match value:
        case None | "":
            pass
        case bool():
            sheet.write_string(row, column, unmarked(_("yes") if value else _("no")), styles.plain)
        case int() | float():
            sheet.write_number(row, column, value, styles.plain)
        case date() if value >= _FIRST_DAY:
            sheet.write_datetime(row, column, value, styles.day)
        case _:
            text = _NOT_IN_XML.sub("\ufffd", unmarked(text_of(value)))
            # What does not fit is cut where people see it.
            if len(text) > _MOST_CHARACTERS:
                text = text[: _MOST_CHARACTERS - 1] + "…"
            wraps = len(text) > _WIDE
            sheet.write_string(row, column, text, styles.text if wraps else styles.plain)


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text

"""Workbooks as people open them: dates are dates, nothing is computed, the same bytes each time."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from csekg.languages.current import speaking
from csekg.languages.texts import untranslated
from csekg.tables import as_workbook
from csekg.tables.as_workbook import TooManyRowsError, to_workbook
from csekg.tables.table import Value

ABOUT: list[tuple[str, Value]] = [("Question", "Who is bound?"), ("Data as of", date(2026, 11, 20))]


def opened(content: bytes) -> tuple[Worksheet, Worksheet]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["List", "About"]
    return book["List"], book["About"]


def test_days_are_date_cells_and_numbers_are_numbers() -> None:
    row = (date(2000, 9, 7), "2003-02-05", "2003-02-30", date(1899, 12, 31), 7, True, None)
    content = to_workbook("t", list("abcdefg"), [row], ABOUT)
    cells = next(opened(content)[0].iter_rows(min_row=2))
    assert [cell.is_date for cell in cells] == [True, True, False, False, False, False, False]
    assert [cell.value for cell in cells] == [
        datetime(2000, 9, 7),
        datetime(2003, 2, 5),
        "2003-02-30",
        "1899-12-31",
        7,
        "yes",
        None,
    ]
    assert cells[0].number_format == "yyyy-mm-dd"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "https://example.org/", "mailto:a@b.c", "12"])
def test_no_text_becomes_a_formula_a_link_or_a_number(text: str) -> None:
    content = to_workbook(text, [text], [(text,)], [("Question", text)])
    for sheet, place in zip(opened(content), ("A2", "B1"), strict=True):
        cell = sheet[place]
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_headings_stay_in_view_and_filter_the_list() -> None:
    sheet, about = opened(to_workbook("t", ["State", "Signed on"], [("Ireland", None)] * 3, ABOUT))
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B4"
    assert [cell.value for cell in sheet[1]] == ["State", "Signed on"]
    assert about["B2"].value == datetime(2026, 11, 20)


def test_same_rows_give_the_same_bytes() -> None:
    rows = [(f"State {n}", date(2000, 1, 1)) for n in range(500)]
    assert to_workbook("t", ["a", "b"], rows, ABOUT) == to_workbook("t", ["a", "b"], [iter(row) for row in rows], ABOUT)


def test_what_xml_cannot_hold_and_what_no_cell_can_hold() -> None:
    sheet, _ = opened(to_workbook("t", ["a"], [("a\x00b",), ("x" * 40_000,)], ABOUT))
    assert sheet["A2"].value == "a\ufffdb"
    assert len(str(sheet["A3"].value)) == 32_767


def test_a_list_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_workbook, "MOST_ROWS", 3)
    to_workbook("t", ["a"], [(1,)] * 3, ABOUT)
    with pytest.raises(TooManyRowsError, match="at most 3 rows"):
        to_workbook("t", ["a"], [(1,)] * 4, ABOUT)
    opened(to_workbook("t", ["a"], [], ABOUT))


def test_a_workbook_begins_where_its_language_does() -> None:
    for language, right_to_left in (("fr", False), ("ar", True)):
        with speaking(language):
            name, state, ireland, asked, who = map(untranslated, ("t", "State", "Ireland", "Question", "Who?"))
            content = to_workbook(name, [state], [(ireland,), (True,)], [(asked, who)])
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [cell.value for sheet in book for row in sheet for cell in row]
        assert {"State", "Ireland", "Question", "Who?"} <= set(cells)
        assert book.properties.title == "t"
        assert [bool(sheet.sheet_view.rightToLeft) for sheet in book] == [right_to_left] * 2

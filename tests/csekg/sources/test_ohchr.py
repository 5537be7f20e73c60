"""The dashboard's workbook is read cell by cell, or refused with its row."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csekg.sources import ohchr
from csekg.sources.records import Reading, SourceFileError
from tests.csekg.sources.workbooks import Error, Value, workbook

TITLE = "Optional Protocol on the sale of children"
TOP = f"{TITLE} [Last Updated: 03/10/2025 11:26:54]"
SIGNED, BOUND = "Date of Signature (dd/mm/yyyy)", "Date of Ratification/Accession"
CASES, INQUIRY = (f"Date of acceptance of {each} procedure" for each in ("individual communications", "inquiry"))
COLUMNS: tuple[Value, ...] = ("Country", SIGNED, BOUND)
NOTES: list[Sequence[Value]] = [[None], ["Definitions and metadata: in a document"], ["Source: a database"]]
DAY = date(2001, 9, 7)
ROW: tuple[Value, ...] = ("Malta", DAY, date(2010, 9, 28))


def save(folder: Path, rows: Sequence[Sequence[Value]], epoch: int = 0) -> Path:
    file = folder / "list.xls"
    file.write_bytes(workbook([rows], epoch=epoch))
    return file


def read(folder: Path, rows: Sequence[Sequence[Value]], epoch: int = 0) -> Reading:
    (reading,) = ohchr.read(save(folder, rows, epoch))
    return reading


@pytest.mark.parametrize("epoch", [0, 1])
def test_a_list_gives_acts_and_counts_the_States_without_one(epoch: int, tmp_path: Path) -> None:
    rows: list[Sequence[Value]] = [
        [TOP],
        [*COLUMNS, CASES, INQUIRY],
        ["Türkiye", DAY, None, None, DAY],
        ["Bhutan"],
        ["Malta", None, date(2010, 9, 28), DAY],
        *NOTES,
    ]
    reading = read(tmp_path, rows, epoch)
    assert (reading.reference, reading.title, reading.as_of) == (TITLE, TITLE, date(2025, 10, 3))
    found = [(each.participant, each.kind, each.day, each.place) for each in reading.records]
    assert found == [
        ("Türkiye", "signature", DAY, "list.xls:3"),
        ("Türkiye", "notification", DAY, "list.xls:3"),
        ("Malta", "consent", date(2010, 9, 28), "list.xls:5"),
        ("Malta", "notification", DAY, "list.xls:5"),
    ]
    assert [each.text for each in reading.records] == [
        "",
        "acceptance of inquiry procedure",
        "",
        "acceptance of individual communications procedure",
    ]
    assert reading.notices == ("3 States are listed, 1 of them without an act.",)


def test_notes_may_be_missing(tmp_path: Path) -> None:
    assert len(read(tmp_path, [[TOP], COLUMNS, ROW]).records) == 2


days = st.none() | st.dates(date(1945, 10, 24), date(2100, 1, 1))
names = st.text(st.characters(exclude_categories=("C", "Z"), max_codepoint=0xFFFF), min_size=1, max_size=12)


@settings(deadline=None)
@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.dictionaries(names, st.tuples(days, days, days), min_size=1, max_size=8),
    st.booleans(),
)
def test_what_is_written_is_read(as_of: date, states: dict[str, tuple[date | None, ...]], notes: bool) -> None:
    top = f"{TITLE} [Last Updated: {as_of:%d/%m/%Y} 00:00:00]"
    rows: list[Sequence[Value]] = [[top], [*COLUMNS, INQUIRY]]
    rows += [(name, *acts) for name, acts in states.items()]
    with tempfile.TemporaryDirectory() as folder:
        reading = read(Path(folder), rows + (NOTES if notes else []))
    kinds = ("signature", "consent", "notification")
    expected = [
        (name, kind, day) for name, acts in states.items() for kind, day in zip(kinds, acts, strict=True) if day
    ]
    assert [(each.participant, each.kind, each.day) for each in reading.records] == expected
    assert reading.as_of == as_of


HOSTILE: dict[str, tuple[Sequence[Sequence[Value]], str]] = {
    "nothing": ([], "has 0 sheets with content"),
    "a title alone": ([[TOP]], "has 1 rows: no State is listed"),
    "no State": ([[TOP], COLUMNS, *NOTES], "lists no State"),
    "no title": ([COLUMNS, ROW, ROW], ":A1: is not the title of a treaty"),
    "a title beside": ([[TOP, "x"], COLUMNS, ROW], ":A1: is not the title"),
    "months first": ([[TOP.replace("03/10", "03/13")], COLUMNS, ROW], "no day of the last update"),
    "columns moved": ([[TOP], ("Country", BOUND, SIGNED), ROW], "its columns in another order"),
    "a column twice": ([[TOP], (*COLUMNS, CASES, CASES), ROW], "its columns in another order"),
    "a column gone": ([[TOP], ("Country", SIGNED), ROW], "its columns in another order"),
    "a column more": ([[TOP], (*COLUMNS, "Date of Reports"), ROW], "column: 'Date of Reports'"),
    "no countries": ([[TOP], (SIGNED, BOUND), ROW], ":2: does not begin with the column Country"),
    "a State twice": ([[TOP], COLUMNS, ROW, ROW], ":4: lists a State a second time: 'Malta'"),
    "no name": ([[TOP], COLUMNS, (None, DAY)], ":3: has no State"),
    "a number as name": ([[TOP], COLUMNS, (5.0, DAY)], ":3: has no State: '5.0'"),
    "a note as State": ([[TOP], COLUMNS, ("Source: x",)], ":3: has a note where a State belongs"),
    "a day in words": ([[TOP], COLUMNS, ("Malta", "7 Sep 2001")], "has no day under Date of Sig"),
    "a number as day": ([[TOP], COLUMNS, ("Malta", 37141.0)], ":3: has no day under Date of Sig"),
    "yes as day": ([[TOP], COLUMNS, ("Malta", True)], ":3: has no day under Date of Signature"),
    "an hour": ([[TOP], COLUMNS, ("Malta", 37141.5)], "has no whole day under Date of Signature"),
    "an early day": ([[TOP], COLUMNS, ("Malta", date(1900, 1, 30))], "has no whole day"),
    "a late day": ([[TOP], COLUMNS, ("Malta", date(2101, 1, 1))], "has no whole day"),
    "an error value": ([[TOP], COLUMNS, (Error(7), DAY)], ":3: has a cell with an error value"),
    "a cell beside": ([[TOP], COLUMNS, (*ROW, DAY)], ":3: has a cell beside the columns: 'Malta'"),
    "a control character": ([[TOP], COLUMNS, ("Mal\x07ta", DAY)], "has a control character"),
    "a row below": ([[TOP], COLUMNS, ROW, [None], ROW], ":5: has a row that is no note"),
    "a note with more": ([[TOP], COLUMNS, ROW, [None], ["Source: x", "y"]], ":5: has a row that is no note"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_broken_list_is_refused_with_its_place(case: str, tmp_path: Path) -> None:
    rows, message = HOSTILE[case]
    with pytest.raises(SourceFileError) as caught:
        ohchr.read(save(tmp_path, rows))
    assert str(caught.value).startswith("list.xls")
    assert message in str(caught.value)


def test_a_second_sheet_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "list.xls"
    file.write_bytes(workbook([[[TOP], COLUMNS, ROW], [["more"]]]))
    with pytest.raises(SourceFileError, match="has 2 sheets with content, not one"):
        ohchr.read(file)


@pytest.mark.parametrize(
    "content", [b"<html><body>Scheduled maintenance</body></html>", b"Country,Date\n", b"PK\x03\x04"]
)
def test_another_form_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "list.xls"
    file.write_bytes(content)
    with pytest.raises(SourceFileError, match=r"list\.xls: is no Excel workbook"):
        ohchr.read(file)


def test_a_cut_workbook_is_refused(tmp_path: Path) -> None:
    states: list[Sequence[Value]] = [(f"State {each}", DAY, DAY) for each in range(150)]
    whole = save(tmp_path, [[TOP], COLUMNS, *states])
    content = whole.read_bytes()
    # A file may end between two sectors of 512 bytes, as if it were whole.
    for length in {*range(8, len(content), 211), *range(512, len(content), 512)}:
        whole.write_bytes(content[:length])
        with pytest.raises(SourceFileError, match="damaged workbook"):
            ohchr.read(whole)


@settings(deadline=None)
@given(st.data())
def test_a_workbook_with_other_bytes_gives_rows_or_one_message(data: st.DataObject) -> None:
    content = bytearray(workbook([[[TOP], COLUMNS, ROW, ["Italy", DAY], *NOTES]]))
    written = len(content.rstrip(b"\0"))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(8, written))] = data.draw(st.integers(0, 255))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "list.xls"
        file.write_bytes(content)
        try:
            (reading,) = ohchr.read(file)
        except SourceFileError:
            return
    assert reading.records

"""The tables of a status page of the UN Treaty Collection: participants, and territories."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from csekg.sources.dates import english_day
from csekg.sources.html_text import notes_of, place_of, rows_of, text_of
from csekg.sources.mtdsg.headers import Column, read_header
from csekg.sources.mtdsg.table import Printed, Row, act_record, acts_in
from csekg.sources.records import SourceFileError, SourceRecord

# Footnote numbers after a name, where the page does not raise them.
_NUMBERS = re.compile(r"(?:\s+\d+(?:\s*,\s*\d+)*)+$")
_TERRITORIES = ("participant", "date of receipt of the notification", "territories")


#: What a letter means in a column of consents whose header does not name it.
_USUAL = {
    "a": "accession", "A": "acceptance", "AA": "approval", "c": "formal-confirmation",
    "d": "succession",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Participant:
    """A row of the table of participants.

    `has_texts` tells that the name links to declarations below the table, and `is_named` that the
    header names the letters of all acts.
    """

    row: Row
    has_texts: bool
    is_named: bool
    place: str

    @property
    def name(self) -> str:
        """The name as printed, without footnote marks."""
        return self.row.participant


def participants_of(
    root: etree._Element, file: str
) -> tuple[etree._Element, tuple[Participant, ...]]:
    """Return the table of participants and its rows.

    It is the table that begins with "Participant" and names acts in its other columns: a table of
    territories begins the same way. Raises SourceFileError where there is none or more than one.
    """
    grids = [table for table in _tables(root) if _is_grid(table)]
    if len(grids) != 1:
        raise SourceFileError(
            file, f"has {len(grids) or 'no'} tables of participants where one belongs",
            hint="Save the treaty's whole page; a maintenance page has none.",
        )  # fmt: skip
    header, *rows = rows_of(grids[0])
    columns = [read_header(text_of(cell), place_of(file, cell)) for cell in header[1:]]
    participants = tuple(
        _participant(row, columns, place_of(file, row[0]))
        for row in rows
        # A long table may repeat its header.
        if any(map(text_of, row)) and list(map(text_of, row)) != list(map(text_of, header))
    )
    if not participants:
        raise SourceFileError(file, "has a table of participants without rows")
    return grids[0], participants


def territories_of(
    root: etree._Element, grid: etree._Element, file: str
) -> tuple[SourceRecord, ...]:
    """Return the rows of the tables of territorial application.

    Raises SourceFileError for another table that begins with "Participant": nobody knows what it
    says.
    """
    records = []
    for table in _tables(root):
        header, *rows = rows_of(table)
        names = tuple(text_of(cell).casefold() for cell in header)
        if table is grid or not names[0].startswith("participant"):
            continue
        if names != _TERRITORIES:
            raise SourceFileError(
                place_of(file, table), "a table of participants has unknown columns",
                " | ".join(map(text_of, header)),
            )  # fmt: skip
        for row in rows:
            if any(map(text_of, row)):
                records.append(_territory(row, place_of(file, row[0])))
    return tuple(records)


def _territory(row: list[etree._Element], place: str) -> SourceRecord:
    name, day, territories = _texts(row, len(_TERRITORIES), place)
    try:
        received = english_day(day) if day else None
    except ValueError as error:
        raise SourceFileError(place, str(error)) from None
    participant, notes = _name(name, notes_of(row[0]))
    return SourceRecord(
        participant=participant, kind="territorial-application", place=place,
        territory=territories, day=received, marker=",".join(notes),
    )  # fmt: skip


def _participant(row: list[etree._Element], columns: list[Column], place: str) -> Participant:
    printed, *cells = _texts(row, len(columns) + 1, place)
    name, notes = _name(printed, notes_of(row[0]))
    if not name:
        raise SourceFileError(place, "a row has no participant", " | ".join(cells))
    acts: list[tuple[Column, SourceRecord]] = []
    is_named = True
    for cell, text, column in zip(row[1:], cells, columns, strict=True):
        marks = ",".join((*notes, *notes_of(cell)))
        for act in acts_in(text, place):
            if column.is_effect:
                acts[-1:] = [_with_effect(acts, act, place)]
                continue
            known = _with_usual(column, act)
            is_named = is_named and known is column
            acts.append((column, act_record(name, known, act, marks, place)))
    links = row[0].iter("a")
    has_texts = any("noteIndex" in (link.get("class") or "").split() for link in links)
    return Participant(Row(name, ",".join(notes), tuple(acts)), has_texts, is_named, place)


def _with_effect(
    acts: list[tuple[Column, SourceRecord]], act: Printed, place: str
) -> tuple[Column, SourceRecord]:
    """Return the last act of a row with the day on which it takes effect."""
    if not acts:
        raise SourceFileError(place, "says when an act takes effect, and has no act", str(act.day))
    column, record = acts[-1]
    return column, replace(record, effective_on=act.day)


def _with_usual(column: Column, act: Printed) -> Column:
    """Return the column, with the usual meaning of a letter that its header does not name."""
    kind = _USUAL.get(act.letter)
    if kind is None or act.letter in column.kinds or not column.is_consent:
        return column
    named = {act.letter: kind.replace("-", " ")}
    return replace(column, kinds={**column.kinds, act.letter: kind}, words=named)


def _texts(row: list[etree._Element], expected: int, place: str) -> list[str]:
    """Return the texts of a row; raises SourceFileError unless it has a cell for each column."""
    if len(row) != expected or any(cell.get("colspan", "1") != "1" for cell in row):
        shown = " | ".join(map(text_of, row))
        raise SourceFileError(place, f"a row has not the {expected} cells of the header", shown)
    return [text_of(cell) for cell in row]


def _name(printed: str, raised: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return a name without footnote marks and the marks."""
    name = _NUMBERS.sub("", printed)
    return name, (*re.findall(r"\d+", printed[len(name) :]), *raised)


def _is_grid(table: etree._Element) -> bool:
    names = [_NUMBERS.sub("", text_of(cell)).casefold() for cell in rows_of(table)[0]]
    if names[0] != "participant" or len(names) == 1:
        return False
    return table.get("id", "").endswith("tblgrid") or tuple(names) != _TERRITORIES


def _tables(root: etree._Element) -> Iterator[etree._Element]:
    return (table for table in root.iter("table") if rows_of(table))

"""The table of participants: one row for each, one column for each group of acts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from csekg.errors import did_you_mean
from csekg.sources.dates import english_day
from csekg.sources.elements import Element
from csekg.sources.mtdsg.headers import Column, read_header
from csekg.sources.mtdsg.markup import notes, plain
from csekg.sources.records import SourceFileError, SourceRecord

_DATE = r"\d{1,2}\.?\s*[A-Za-z]{3,9}\.?\s+\d{4}"
_ACT = re.compile(
    rf"(?P<open>\[)?\s*(?P<day>{_DATE})\s*(?P<letter>[A-Za-z]{{1,2}}(?![A-Za-z]))?\s*"
    r"(?P<close>\])?(?:\s*(?P<after>[A-Za-z]{1,2})(?![A-Za-z]))?[\s,;]*"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: the participant, the marks of its notes, its acts by column."""

    participant: str
    notes: str
    acts: tuple[tuple[Column, SourceRecord], ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """An act as a cell prints it: day, letter, and whether it stands in square brackets."""

    day: date
    letter: str
    is_bracketed: bool


def read_table(table: Element) -> tuple[Row, ...]:
    """Return the rows of a table of participants.

    Raises SourceFileError for a table without rows, a row with more or fewer cells than the
    header, a participant that is none, a cell that is no date, and a letter that the header of its
    column does not have.
    """
    for name in ("colsep", "frame", "rowsep"):
        table.attribute(name, "")
    group = table.child("TGroup")
    head = group.child("Thead").only("Row")
    head.attribute("rowsep", "")
    entries = head.children("Entry")
    head.done()
    texts = [entry.leaf("colname") for entry in entries]
    if int_of(group.attribute("cols", str(len(texts)))) != len(texts):
        raise group.fail(f"says another number of columns than its header has, {len(texts)}")
    if not texts or not re.match("(?:participant|state|country)", plain(texts[0]), re.IGNORECASE):
        raise head.fail(
            "does not begin with the column of participants", " | ".join(texts),
            hint="A column has moved, or the table is another one.",
        )  # fmt: skip
    columns = tuple(
        read_header(plain(text), entry.place)
        for entry, text in zip(entries[1:], texts[1:], strict=True)
    )
    listed = group.child("Tbody").only("Rows")
    group.done()
    table.done()
    rows = tuple(_read_row(row, columns) for row in listed.children("Row"))
    listed.done()
    if not rows:
        raise listed.fail("has no row: the table of participants is empty")
    return rows


def acts_in(cell: str, place: str) -> tuple[Printed, ...]:
    """Return the acts in a cell, of which there is mostly one.

    Raises SourceFileError where the cell has anything else.
    """
    found: list[Printed] = []
    position = 0
    while position < len(cell):
        match = _ACT.match(cell, position)
        if not match or bool(match["open"]) != bool(match["close"]):
            raise SourceFileError(
                place, "a cell is no date of an act", cell, hint="Expected: 27 Sep 1990 a."
            )
        try:
            day = english_day(match["day"])
        except ValueError as error:
            raise SourceFileError(place, str(error), cell) from None
        letter = match["letter"] or match["after"] or ""
        found.append(Printed(day, letter, bool(match["open"])))
        position = match.end()
    return tuple(found)


def int_of(text: str) -> int:
    """Return a whole number as printed, -1 for text that is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else -1


def _read_row(row: Element, columns: tuple[Column, ...]) -> Row:
    row.attribute("rowsep", "")
    cells = row.children("Entry")
    row.done()
    if len(cells) != len(columns) + 1:
        raise row.fail(
            f"has {len(cells)} cells, the header has {len(columns) + 1}",
            hint="A column has moved, or the file was cut.",
        )
    printed = cells[0].leaf("colname")
    participant, marks = plain(printed), notes(printed)
    if not participant or re.search(_DATE, participant):
        raise row.fail("has no participant in its first cell", printed)
    acts: list[tuple[Column, SourceRecord]] = []
    for column, cell in zip(columns, cells[1:], strict=True):
        text = cell.leaf("colname")
        cell_marks = ",".join(each for each in (marks, notes(text)) if each)
        for act in acts_in(plain(text), cell.place):
            if column.is_effect:
                acts[-1:] = _with_effect(acts, act, cell)
            else:
                record = act_record(participant, column, act, cell_marks, cell.place)
                acts.append((column, record))
    return Row(participant, marks, tuple(acts))


def act_record(
    participant: str, column: Column, act: Printed, marks: str, place: str
) -> SourceRecord:
    """Return the record of an act; `marks` are the notes of its cell and of its participant.

    Raises SourceFileError for a letter that the header of the column does not have.
    """
    kind = column.kinds.get(act.letter)
    if kind is None:
        known = [letter for letter in column.kinds if letter]
        raise SourceFileError(
            place,
            f"{participant}: {act.day} has the letter {act.letter!r}, which the header does not "
            "explain" if act.letter else f"{participant}: {act.day} has no letter, and the header "
            "gives one to each act",
            column.header, did_you_mean(act.letter, known) if known else "",
        )  # fmt: skip
    letter = f"[{act.letter}]" if act.is_bracketed else act.letter
    # Where the kind says less than the header, the words of the header are kept.
    words = column.words[act.letter]
    return SourceRecord(
        participant=participant,
        kind=kind,
        day=act.day,
        marker=" ".join(each for each in (letter, marks) if each),
        text="" if words.casefold().replace(" ", "-") == kind else words,
        place=place,
    )


def _with_effect(
    acts: list[tuple[Column, SourceRecord]], act: Printed, cell: Element
) -> Iterator[tuple[Column, SourceRecord]]:
    if not acts:
        raise cell.fail("says when an act takes effect, and the row has no act", str(act.day))
    column, record = acts[-1]
    yield column, replace(record, effective_on=act.day)

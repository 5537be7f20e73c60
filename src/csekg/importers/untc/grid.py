"""The two tables of a status page: participants with their acts, and territories.

The table of participants has the id `tblgrid`, that of territories `tblDec`. Both stand in tables
that give the page its layout, so a table counts by its own rows, not by its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from csekg.importers.html_text import notes_of, place_of, rows_of, text_of
from csekg.importers.mtdsg.table import Column, Printed, Row, act_record, acts_in, read_header
from csekg.importers.names import without_marks
from csekg.importers.records import SourceFileError, SourceRecord

_TERRITORIES = ("participant", "date of receipt of the notification", "territories")
_FIRST = re.compile(r"(?:participant|state|country|parties)", re.IGNORECASE)
#: What a letter means in a column of consents whose header does not name it.
_USUAL = {"a": "accession", "A": "acceptance", "AA": "approval", "c": "formal-confirmation", "d": "succession"}
_EMPTY, _AGAIN = "has a table of participants without rows", "Save the treaty's whole page again."
_DAY = re.compile(r"\d{1,2}\s*[^\W\d_]{3,9}\.?\s*\d{4}")
_BRACKETED = re.compile(r"\[(.*)\]\s*")


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

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks of notes at the name and at the acts."""
        acts = (mark for _, record in self.row.acts for mark in record.marker.partition(" ")[2].split(","))
        return tuple(dict.fromkeys(filter(None, (*self.row.notes.split(","), *acts))))


def name_of(node: etree._Element) -> tuple[str, tuple[str, ...]]:
    """Return the name in an element without the marks of notes, and the marks."""
    name, marks = without_marks(text_of(node))
    return name, (*marks, *notes_of(node))


def participants_of(
    root: etree._Element, file: str, warnings: list[str]
) -> tuple[etree._Element, tuple[Participant, ...]]:
    """Return the table of participants and its rows.

    Raises SourceFileError where there is none or more than one, for a table without rows, a row
    with other cells than the header, and a cell that is no date.
    """
    grids = [table for table in root.iter("table") if table.get("id", "").endswith("tblgrid")]
    if len(grids) != 1:
        raise SourceFileError(
            file,
            f"has {len(grids) or 'no'} tables of participants where one belongs",
            hint="Save the treaty's whole page; a maintenance page has none.",
        )
    header, *rows = rows_of(grids[0]) or [[]]
    if not header:
        raise SourceFileError(file, _EMPTY, hint=_AGAIN)
    titles = [text_of(cell) for cell in header]
    if not _FIRST.match(titles[0]) or len(titles) == 1:
        raise SourceFileError(
            place_of(file, grids[0]),
            "the table of participants does not begin with their names",
            " | ".join(titles),
            hint="A column has moved, or the table is another one.",
        )
    columns = [read_header(text_of(cell), place_of(file, cell)) for cell in header[1:]]
    for column, cell in zip(columns, header[1:], strict=True):
        warnings.extend(column.warnings(place_of(file, cell)))
    participants = tuple(
        participant
        for row in rows
        # A long table may repeat its header.
        if any(map(text_of, row)) and list(map(text_of, row)) != titles
        if (participant := _participant(row, columns, place_of(file, row[0]), warnings))
    )
    if not participants:
        raise SourceFileError(file, _EMPTY, hint=_AGAIN)
    return grids[0], participants


def territories_of(
    root: etree._Element, grid: etree._Element, file: str, warnings: list[str]
) -> tuple[SourceRecord, ...]:
    """Return the rows of the tables of territorial application.

    Another table that begins with "Participant" is named in `warnings`.
    """
    records: list[SourceRecord] = []
    for table in _tables(root):
        header, *rows = rows_of(table)
        names = tuple(without_marks(text_of(cell))[0].casefold() for cell in header)
        holds_others = any(child is not table for child in table.iter("table"))
        if table is grid or holds_others or not names[0].startswith("participant"):
            continue
        if names != _TERRITORIES:
            titles = " | ".join(map(text_of, header))
            warnings.append(f"{place_of(file, table)}: a further table of participants is not read: {titles[:100]!r}")
            continue
        last: etree._Element | None = None
        for row in rows:
            if any(map(text_of, row)):
                # An empty cell stands for the participant above.
                last = row[0] if text_of(row[0]) or last is None else last
                records += _territory(last, row, place_of(file, row[0]))
    return tuple(records)


def _territory(named: etree._Element, row: list[etree._Element], place: str) -> Iterator[SourceRecord]:
    _, days, territories = _texts(row, len(_TERRITORIES), place)
    participant, notes = name_of(named)
    if not participant:
        raise SourceFileError(place, "a territory stands under no participant", territories)
    for act in acts_in(days, place) or (None,):
        letter = act.letter if act else ""
        letter = f"[{letter}]" if act and act.is_bracketed else letter
        yield SourceRecord(
            participant=participant,
            kind="territorial-application",
            place=place,
            territory=without_marks(territories)[0],
            day=act.day if act else None,
            marker=" ".join(filter(None, (letter, ",".join(dict.fromkeys((*notes, *notes_of(row[2]))))))),
        )


def _participant(
    row: list[etree._Element], columns: list[Column], place: str, warnings: list[str]
) -> Participant | None:
    """Return the participant of a row, None for a title within the table."""
    if len(row) == 1 and not _DAY.search(text_of(row[0])):
        warnings.append(f"{place}: a title within the table is not read: {text_of(row[0])[:100]!r}")
        return None
    _, *cells = _texts(row, len(columns) + 1, place)
    name, notes = name_of(row[0])
    # A former State may stand in brackets as a whole.
    is_former = _BRACKETED.fullmatch(name)
    if is_former:
        name, more = without_marks(is_former[1])
        notes = (*more, *notes)
    if not name or _DAY.search(name):
        raise SourceFileError(place, "a row has no participant", name or " | ".join(cells))
    acts: list[tuple[Column, SourceRecord]] = []
    is_named = True
    for cell, text, column in zip(row[1:], cells, columns, strict=True):
        marks = ",".join((*notes, *notes_of(cell)))
        for printed in acts_in(text, place):
            act = replace(printed, is_bracketed=True) if is_former else printed
            if column.is_effect:
                acts[-1:] = [_with_effect(acts, act, place)]
                continue
            usual = _with_usual(column, act)
            is_named = is_named and usual is column
            acts.append((column, act_record(name, usual, act, marks, place)))
    has_texts = any(link.get("href") == "#EndDec" for link in row[0].iter("a"))
    return Participant(Row(name, ",".join(notes), tuple(acts)), has_texts, is_named, place)


def _with_effect(acts: list[tuple[Column, SourceRecord]], act: Printed, place: str) -> tuple[Column, SourceRecord]:
    """Return the last act of a row with the day on which it takes effect."""
    if not acts:
        raise SourceFileError(place, "says when an act takes effect, and has no act", str(act.day))
    column, record = acts[-1]
    return column, replace(record, effective_on=act.day)


def _with_usual(column: Column, act: Printed) -> Column:
    """Return a column of consents that explains the letter of an act, where its header does not."""
    kind = _USUAL.get(act.letter)
    if kind is None or act.letter in column.kinds or not column.is_consent:
        return column
    named = {act.letter: kind.replace("-", " ")}
    return replace(column, kinds={**column.kinds, act.letter: kind}, words=named)


def _texts(row: list[etree._Element], expected: int, place: str) -> list[str]:
    """Return the texts of a row; raises SourceFileError unless it has a cell for each column."""
    if len(row) != expected or any(cell.get("colspan", "1") != "1" for cell in row):
        cells = " | ".join(map(text_of, row))
        raise SourceFileError(place, f"a row has not the {expected} cells of the header", cells)
    return [text_of(cell) for cell in row]


def _tables(root: etree._Element) -> Iterator[etree._Element]:
    return (table for table in root.iter("table") if rows_of(table))

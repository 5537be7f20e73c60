"""The tables and the texts of a status page of the UN Treaty Collection.

The tables are those of the participants and of the territories. What stands below them are
declarations, objections and notes; their markup was not at hand, so they are read as lines of text:
a line that is the heading of a section, a line that is the name of a participant, and the lines
that follow it. Headings such as "Reservation:" divide the text of a participant, and in the other
sections a line that is a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from lxml import etree

from csekg.sources.dates import english_day
from csekg.sources.html_text import Block, blocks_of, notes_of, place_of, rows_of, text_of
from csekg.sources.mtdsg.statements import kind_of_title
from csekg.sources.mtdsg.table import Column, Printed, Row, act_record, acts_in, read_header
from csekg.sources.names import is_actor, normalised
from csekg.sources.records import SourceFileError, SourceRecord

# Footnote numbers after a name, where the page does not raise them.
_NUMBERS = re.compile(r"(?:\s+\d+(?:\s*,\s*\d+)*)+$")
_TERRITORIES = ("participant", "date of receipt of the notification", "territories")


#: What a letter means in a column of consents whose header does not name it.
_USUAL = {"a": "accession", "A": "acceptance", "AA": "approval", "c": "formal-confirmation", "d": "succession"}


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


def participants_of(root: etree._Element, file: str) -> tuple[etree._Element, tuple[Participant, ...]]:
    """Return the table of participants and its rows.

    It is the table that begins with "Participant" and names acts in its other columns: a table of
    territories begins the same way. Raises SourceFileError where there is none or more than one.
    """
    grids = [table for table in _tables(root) if _is_grid(table)]
    if len(grids) != 1:
        raise SourceFileError(
            file,
            f"has {len(grids) or 'no'} tables of participants where one belongs",
            hint="Save the treaty's whole page; a maintenance page has none.",
        )
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


def territories_of(root: etree._Element, grid: etree._Element, file: str) -> tuple[SourceRecord, ...]:
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
                place_of(file, table), "a table of participants has unknown columns", " | ".join(map(text_of, header))
            )
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
        participant=participant,
        kind="territorial-application",
        place=place,
        territory=territories,
        day=received,
        marker=",".join(notes),
    )


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
            usual = _with_usual(column, act)
            is_named = is_named and usual is column
            acts.append((column, act_record(name, usual, act, marks, place)))
    links = row[0].iter("a")
    has_texts = any("noteIndex" in (link.get("class") or "").split() for link in links)
    return Participant(Row(name, ",".join(notes), tuple(acts)), has_texts, is_named, place)


def _with_effect(acts: list[tuple[Column, SourceRecord]], act: Printed, place: str) -> tuple[Column, SourceRecord]:
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
        cells = " | ".join(map(text_of, row))
        raise SourceFileError(place, f"a row has not the {expected} cells of the header", cells)
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


#: The kind of the notes at the end of a page.
END_NOTE = "communication"
#: The heading of a section, whole, and the kind of its records where the text does not tell it.
_SECTIONS = {
    re.compile(r"(?:declarations|reservations)(?: and (?:declarations|reservations))?"): ("declaration"),
    re.compile(r"declarations (?:made )?(?:under|pursuant to|in accordance with) .*[^:]"): ("declaration"),
    re.compile(r"objections"): "objection",
    re.compile(r"notifications(?: .*[^:])?"): "notification",
    re.compile(r"territorial applications?"): "territorial-application",
    re.compile(r"end\s?notes?"): END_NOTE,
}
# A heading within the text of a participant.
_HEADING = re.compile(
    r"(?:interpretative |confirmed |upon |reservation|declaration|understanding|objection).*:", re.IGNORECASE
)
_NUMBERED = re.compile(r"(\d{1,3})[.)]?(?:\s+(.*))?", re.DOTALL)
_LONGEST_HEADING = 150


@dataclass
class _Text:
    """The text of a participant, or a note, while its lines are collected."""

    participant: str
    kind: str
    place: str
    marker: str = ""
    day: date | None = None
    lines: list[str] = field(default_factory=list)
    #: Whether more than headings was collected.
    has_body: bool = False


def texts_of(
    root: etree._Element, grid: etree._Element, file: str, participants: tuple[Participant, ...]
) -> tuple[tuple[SourceRecord, ...], tuple[str, ...]]:
    """Return the texts below the table of participants as records, and notices about them.

    A note at the end has the participant whose name carries its number, where that is one. Raises
    SourceFileError for text in a section that stands under no participant.
    """
    reader = _Reader(file, participants)
    for block in blocks_of(root, after=grid):
        reader.take(block)
    records = reader.finish()
    if records:
        reader.notices.append(
            "what stands below the table is read by rules that no raw page was "
            "at hand to test: compare a few of its texts"
        )
    return records, tuple(reader.notices)


class _Reader:
    def __init__(self, file: str, participants: tuple[Participant, ...]) -> None:
        self._file = file
        self._names = {normalised(participant.name): participant.name for participant in participants}
        carriers: dict[str, set[str]] = {}
        for participant in participants:
            for note in participant.row.notes.split(","):
                carriers.setdefault(note, set()).add(participant.name)
        self._carriers = {note: min(names) for note, names in carriers.items() if len(names) == 1}
        self._section = ""
        self._open: _Text | None = None
        self._done: list[_Text] = []
        self.notices: list[str] = []

    def take(self, block: Block) -> None:
        """Take the next line of the page."""
        folded = block.text.casefold()
        for heading, kind in _SECTIONS.items():
            if heading.fullmatch(folded):
                self._begin(None)
                self._section = kind
                return
        if self._section == END_NOTE:
            self._take_note(block)
        elif self._section not in ("", "territorial-application"):
            # Territories stand in a table, which `territories_of` reads.
            self._take_text(block)

    def finish(self) -> tuple[SourceRecord, ...]:
        """Return the records of all lines."""
        self._begin(None)
        for text in self._done:
            if not text.lines:
                self.notices.append(f"{text.participant} has no text at {text.place}")
        return tuple(
            SourceRecord(
                participant=text.participant,
                kind=text.kind,
                place=text.place,
                day=text.day,
                marker=text.marker,
                text="\n".join(text.lines),
            )
            for text in self._done
            if text.lines
        )

    def _begin(self, text: _Text | None) -> None:
        if self._open:
            self._done.append(self._open)
        self._open = text

    def _take_note(self, block: Block) -> None:
        following = sum(record.kind == END_NOTE for record in self._done) + 1 + (self._open is not None)
        match = _NUMBERED.fullmatch(block.text)
        number = block.notes[0] if block.notes else match[1] if match else ""
        words = block.text if block.notes else (match[2] or "") if match else block.text
        # Text may begin with a number, too: only the one that follows begins a note.
        if number == str(following) or (self._open is None and number.isdigit()):
            name = self._carriers.get(number, "")
            self._begin(_Text(name, END_NOTE, self._place(block), number))
        else:
            words = block.text
        if words:
            self._add(block, words)

    def _take_text(self, block: Block) -> None:
        name = self._name(block)
        if name:
            self._begin(_Text(name, self._section, self._place(block), ",".join(block.notes)))
            return
        is_heading = len(block.text) <= _LONGEST_HEADING and bool(_HEADING.fullmatch(block.text))
        day = _day(block.text)
        if self._open and (is_heading or day):
            if self._open.has_body:
                same = self._open
                self._begin(_Text(same.participant, self._section, self._place(block), same.marker))
            if day:
                self._open.day = day
                return
            self._open.kind = kind_of_title(block.text, self._section)
        self._add(block, block.text, is_heading)

    def _add(self, block: Block, words: str, is_heading: bool = False) -> None:
        if self._open is None:
            # Before the first name stands in parentheses what holds for the whole section.
            if not words or words.startswith(("(", "[")) or words.endswith((")", "]")):
                return
            raise SourceFileError(self._place(block), "a text stands under no participant", words)
        if block.is_bold and not is_heading and not words.endswith((":", ".")):
            self.notices.append(
                f"{self._place(block)}: {words[:100]!r} looks like a name and is "
                f"taken as text of {self._open.participant}"
            )
        self._open.lines.append(words)
        self._open.has_body |= not is_heading

    def _name(self, block: Block) -> str:
        """Return the participant of a line that is its name, else ''."""
        if not block.text or len(block.text) > _LONGEST_HEADING:
            return ""
        name = self._names.get(normalised(block.text), "")
        if not name and block.is_bold and is_actor(block.text):
            # A former State, or one that has withdrawn, stands no longer in the table.
            name = block.text
        return name

    def _place(self, block: Block) -> str:
        return f"{self._file}:{block.line}"


def _day(text: str) -> date | None:
    try:
        return english_day(text)
    except ValueError:
        return None

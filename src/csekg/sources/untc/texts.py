"""What stands below the participants on a status page of the UN: declarations, objections, notes.

The markup of this part was not at hand. It is read as lines of text: a line that is the heading of
a section, a line that is the name of a participant, and the lines that follow it. Headings such as
"Reservation:" divide the text of a participant, and in the other sections a line that is a date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from csekg.sources.dates import english_day
from csekg.sources.html_text import Block, blocks_of
from csekg.sources.mtdsg.statements import kind_of_title
from csekg.sources.names import is_actor, normalised
from csekg.sources.records import SourceFileError, SourceRecord
from csekg.sources.untc.tables import Participant

#: The kind of the notes at the end of a page.
END_NOTE = "communication"
#: The heading of a section, whole, and the kind of its records where the text does not tell it.
_SECTIONS = {
    re.compile(r"(?:declarations|reservations)(?: and (?:declarations|reservations))?"): (
        "declaration"
    ),
    re.compile(r"declarations (?:made )?(?:under|pursuant to|in accordance with) .*[^:]"): (
        "declaration"
    ),
    re.compile(r"objections"): "objection",
    re.compile(r"notifications(?: .*[^:])?"): "notification",
    re.compile(r"territorial applications?"): "territorial-application",
    re.compile(r"end\s?notes?"): END_NOTE,
}
# A heading within the text of a participant.
_HEADING = re.compile(
    r"(?:interpretative |confirmed |upon |reservation|declaration|understanding|objection).*:",
    re.IGNORECASE,
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
        reader.notices.append("what stands below the table is read by rules that no raw page was "
                              "at hand to test: compare a few of its texts")  # fmt: skip
    return records, tuple(reader.notices)


class _Reader:
    def __init__(self, file: str, participants: tuple[Participant, ...]) -> None:
        self._file = file
        self._names = {normalised(each.name): each.name for each in participants}
        carriers: dict[str, set[str]] = {}
        for each in participants:
            for note in each.row.notes.split(","):
                carriers.setdefault(note, set()).add(each.name)
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
                participant=text.participant, kind=text.kind, place=text.place, day=text.day,
                marker=text.marker, text="\n".join(text.lines),
            )
            for text in self._done if text.lines
        )  # fmt: skip

    def _begin(self, text: _Text | None) -> None:
        if self._open:
            self._done.append(self._open)
        self._open = text

    def _take_note(self, block: Block) -> None:
        following = sum(each.kind == END_NOTE for each in self._done) + 1 + (self._open is not None)
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
            self.notices.append(f"{self._place(block)}: {words[:100]!r} looks like a name and is "
                                f"taken as text of {self._open.participant}")  # fmt: skip
        self._open.lines.append(words)
        self._open.has_body |= not is_heading

    def _name(self, block: Block) -> str:
        """Return the participant of a line that is its name, else ''."""
        if not block.text or len(block.text) > _LONGEST_HEADING:
            return ""
        found = self._names.get(normalised(block.text), "")
        if not found and block.is_bold and is_actor(block.text):
            # A former State, or one that has withdrawn, stands no longer in the table.
            found = block.text
        return found

    def _place(self, block: Block) -> str:
        return f"{self._file}:{block.line}"


def _day(text: str) -> date | None:
    try:
        return english_day(text)
    except ValueError:
        return None

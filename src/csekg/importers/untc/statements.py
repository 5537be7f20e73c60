"""What participants say below the table: declarations, objections, declarations under an article, notifications.

Each section is a table whose rows have a name and a text, told by their ids. A text is read by its
lines: one that is a day, one that is a heading, and those that follow them. A day holds for what
follows until the next day; a day within a heading holds for its own statement alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from csekg.importers.headings import (
    day_within,
    is_heading,
    is_occasion_alone,
    kind_of_heading,
    listed_objection,
    occasion_of,
    printed_day,
    targets_of,
)
from csekg.importers.html_text import Block, blocks_of, text_of
from csekg.importers.names import normalised
from csekg.importers.records import SourceFileError, SourceRecord
from csekg.importers.untc.grid import name_of

_CELL = re.compile(r"(dgDec|dgObj|dgDecUnderArticle|dgNotifications)_ctl(\d+)_div(Participant|Text|NotificationText)$")


@dataclass(frozen=True, slots=True)
class _Section:
    """A section: the kind of its texts, and the ends of the ids of its heading and of its general rule."""

    kind: str
    title: str
    rule: str


_SECTIONS = {
    "dgDec": _Section("declaration", "_divMainDecTilte", "_divDecTilte"),
    "dgObj": _Section("objection", "_divMainObjTitle", "_divObjTitle"),
    "dgDecUnderArticle": _Section("declaration", "_divMainDecArt", "_divDecArt"),
    "dgNotifications": _Section("notification", "_div1", "_div2"),
}


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of a page, and who carries which mark of a note in them.

    `silent` are names without a text: what they said has been withdrawn, and a note tells of it.
    """

    records: tuple[SourceRecord, ...]
    carriers: tuple[tuple[str, str], ...]
    silent: tuple[str, ...]


def statements_of(root: etree._Element, file: str, warnings: list[str]) -> Statements:
    """Return what stands in the sections of a page.

    Rows that are missing in their numbering are named in `warnings`. Raises SourceFileError for a
    text that stands under no participant.
    """
    cells: dict[str, dict[int, dict[str, etree._Element]]] = {}
    for node in root.iter(etree.Element):
        if match := _CELL.search(node.get("id", "")):
            part = "name" if match[3] == "Participant" else "text"
            cells.setdefault(match[1], {}).setdefault(int(match[2]), {})[part] = node
    records: list[SourceRecord] = []
    carriers: list[tuple[str, str]] = []
    silent: list[str] = []
    for key, section in _SECTIONS.items():
        rows = cells.get(key, {})
        if rows and sorted(rows) != list(range(min(rows), min(rows) + len(rows))):
            warnings.append(f"{file}: rows of {key} are missing, the numbers of its rows have gaps")
        title, rule = (_text_at(root, end) for end in (section.title, section.rule))
        last = ""
        for row in rows.values():
            last, marks, texts = _row(row, section.kind, occasion_of(rule), last, file)
            carriers += [(mark, last) for mark in marks]
            if not texts and last not in silent:
                silent.append(last)
            named = title if key == "dgDecUnderArticle" else ""
            records += [text.record(last, marks, file, named) for text in texts]
    return Statements(tuple(records), tuple(carriers), tuple(silent))


def _text_at(root: etree._Element, ending: str) -> str:
    return " ".join(text_of(node) for node in root.iter(etree.Element) if node.get("id", "").endswith(ending))


@dataclass
class _Text:
    """A statement while its lines are collected."""

    kind: str
    line: int
    occasion: str
    day: date | None = None
    headings: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    regards: str = ""

    def record(self, participant: str, marks: tuple[str, ...], file: str, section: str) -> SourceRecord:
        """Return the statement as a record; `section` is the heading of one without a heading of its own."""
        heading = "\n".join(self.headings or filter(None, [section]))
        return SourceRecord(
            participant=participant,
            kind=self.kind,
            place=f"{file}:{self.line}",
            day=self.day,
            marker=",".join(marks),
            text="\n".join(filter(None, (heading, *self.lines))),
            heading=heading,
            occasion=self.occasion,
            targets=targets_of(self.regards, participant) if self.regards else (),
        )


def _row(
    row: dict[str, etree._Element], kind: str, rule: str, last: str, file: str
) -> tuple[str, tuple[str, ...], list[_Text]]:
    """Return the participant of a row ('last' where it names none), its marks and its texts."""
    name, marks = name_of(row["name"]) if "name" in row else ("", ())
    node = row.get("text")
    blocks = list(_blocks(node)) if node is not None else []
    # The name stands a second time at the beginning of the text.
    if blocks and normalised(blocks[0].text) == normalised(name):
        del blocks[0]
    if blocks and not (name or last):
        raise SourceFileError(f"{file}:{blocks[0].line}", "a text stands under no participant", blocks[0].text)
    reader = _Reader(kind, rule)
    for block in blocks:
        reader.take(block)
    more = (mark for block in blocks for mark in block.notes)
    return name or last, tuple(dict.fromkeys((*marks, *more))), reader.texts


def _blocks(node: etree._Element) -> Iterator[Block]:
    """Yield the lines of a text without the paragraphs that a browser does not show."""
    for hidden in [each for each in node.iter("p") if "invisible" in (each.get("class") or "").split()]:
        tail, parent, before = hidden.tail or "", hidden.getparent(), hidden.getprevious()
        if parent is None:
            continue
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
        parent.remove(hidden)
    yield from (block for block in blocks_of(node) if block.text)


class _Reader:
    """Divides the lines of one text into statements."""

    def __init__(self, kind: str, rule: str) -> None:
        self._kind, self._rule = kind, rule
        self._day: date | None = None
        self._occasion = ""
        self.texts: list[_Text] = []

    def take(self, block: Block) -> None:
        """Take the next line."""
        day = printed_day(block.text)
        is_set_off = block.is_italic or block.align in ("left", "center")
        listed = listed_objection(block.text) if self._kind == "objection" else None
        if day:
            self._take_day(day, block)
        elif listed:
            self.texts.append(_Text(self._kind, block.line, "", listed[0], [], [block.text], listed[1]))
        elif self._is_heading(block.text, is_set_off):
            self._take_heading(block)
        else:
            self._open(block).lines.append(block.text)

    def _is_heading(self, text: str, is_set_off: bool) -> bool:
        if self._kind == "objection" and not text.casefold().startswith("with regard"):
            return False
        return is_heading(text, is_set_off)

    def _open(self, block: Block) -> _Text:
        if not self.texts:
            self.texts.append(_Text(self._kind, block.line, self._rule))
        return self.texts[-1]

    def _take_day(self, day: date, block: Block) -> None:
        self._day, self._occasion = day, ""
        if not self.texts or self.texts[-1].lines:
            self.texts.append(_Text(self._kind, block.line, ""))
        # The day may follow the heading.
        self.texts[-1].day, self.texts[-1].occasion = day, ""

    def _take_heading(self, block: Block) -> None:
        heading, own_day = block.text, day_within(block.text)
        before = self.texts[-1] if self.texts and not self.texts[-1].lines else None
        if before is None:
            before = _Text(self._kind, block.line, self._occasion or ("" if self._day else self._rule), self._day)
            self.texts.append(before)
        elif before.headings and (occasion := occasion_of(before.headings[-1])) and self._kind != "objection":
            # What stands above several headings holds for all of them.
            self._occasion = occasion
        if self._kind == "objection":
            if before.headings:
                before = _Text(self._kind, block.line, "", self._day)
                self.texts.append(before)
            before.regards = heading
        elif occasion := occasion_of(heading):
            before.occasion = occasion
            if is_occasion_alone(heading):
                self._occasion = occasion
        before.day = own_day or before.day
        before.kind = kind_of_heading(heading, before.kind if before.headings else self._kind)
        before.headings.append(heading)

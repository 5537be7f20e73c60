"""What participants say: reservations, declarations, objections, notifications, territories.

Some files list acts under the League of Nations in prose before those of today. These lists are
typeset text: names, dates and remarks follow one another, and dates stand in any of the elements.
So each name becomes a communication with the text as printed, and no act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from csekg.importers.elements import Element
from csekg.importers.headings import kind_of_heading, printed_day
from csekg.importers.mtdsg.table import acts_in, int_of, notes, plain
from csekg.importers.records import SourceRecord

#: The parts of a file with statements: name, name of an entry, kind where no title tells another.
PARTS = (
    ("Declarations", "Declaration", "declaration"),
    ("Objections", "Objection", "objection"),
    ("DeclarationsUnderArticle", "Declaration", "declaration"),
    ("Notifications", "Notification", "notification"),
)
_ALIGNED = re.compile(r"<(?:right|left)>(.*?)</(?:right|left)>", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class _Statement:
    kind: str
    day: date | None
    paragraphs: list[str] = field(default_factory=list)
    has_text: bool = False


def read_statements(part: Element, entry: str, kind: str) -> Iterator[SourceRecord]:
    """Yield the statements of a part, one for each participant, kind and date."""
    part.attribute("show", "")
    for name in ("Title", "text", "Text"):
        for prose in part.children(name):
            prose.whole()
    for statement in part.children(entry):
        yield from _statements(statement, kind)
    part.text()
    part.pass_over(dated=True)


def _statements(entry: Element, kind: str) -> Iterator[SourceRecord]:
    printed = entry.child("Participant").whole()
    participant, marks = plain(printed), notes(printed)
    if not participant:
        raise entry.fail("has no participant")
    statement = _Statement(kind, None)
    for element in entry.rest():
        is_title = element.attribute("type", "") == "title"
        text = element.whole()
        day = _day_in(text)
        new_kind = kind_of_heading(text, kind) if is_title else statement.kind
        if (day is not None or new_kind != statement.kind) and statement.has_text:
            yield _record(statement, participant, marks, entry)
            statement = _Statement(new_kind, day or statement.day)
        statement.kind = new_kind
        statement.day = day or statement.day
        if line := plain(text):
            statement.paragraphs.append(line)
        statement.has_text |= bool(line) and not is_title and day is None
    if statement.paragraphs:
        yield _record(statement, participant, marks, entry)
    entry.text()
    entry.done()


def read_applications(part: Element) -> Iterator[SourceRecord]:
    """Yield to which territories participants extended the treaty, and when they said so."""
    part.attribute("show", "")
    for name in ("Title", "Header"):
        for element in part.children(name):
            element.whole()
    last = ""
    for application in part.children("Application"):
        # An empty cell stands for the participant above.
        last = printed = application.child("Participant").whole() or last
        if not printed:
            raise application.fail("has no participant")
        dated = application.child("DateNotification")
        days = acts_in(plain(dated.whole()), dated.place)
        territories = application.child("Territories").whole()
        application.done()
        for act in days or (None,):
            marker = notes(printed + territories)
            if act is not None and (act.letter or act.is_bracketed):
                letter = f"[{act.letter}]" if act.is_bracketed else act.letter
                marker = f"{letter} {marker}".strip()
            yield SourceRecord(
                participant=plain(printed),
                territory=plain(territories),
                kind="territorial-application",
                day=act.day if act else None,
                marker=marker,
                place=application.place,
            )
    part.text()
    part.done()


def read_special_tables(part: Element) -> Iterator[SourceRecord]:
    """Yield the rows of further tables (contributions, dates of amendments) as communications."""
    for table in part.children("Table"):
        table.child("TableNo").leaf()
        width = int_of(table.child("Columns").leaf())
        titles = [plain(element.whole()) for element in table.children("Title")]
        head = table.child("TableHeader")
        columns = [plain(element.whole()) for element in head.children("Title")]
        if not columns or width != len(columns):
            raise head.fail(f"has {len(columns)} columns, the table says {width}")
        listed = table.child("Rows")
        for row in listed.children("Row"):
            cells = [cell.whole() for cell in row.children("Column")]
            row.done()
            if len(cells) != width:
                raise row.fail(f"has {len(cells)} cells, the header has {width}")
            named = [
                f"{column}: {plain(cell)}" if column else plain(cell)
                for column, cell in zip(columns[1:], cells[1:], strict=True)
                if plain(cell)
            ]
            yield SourceRecord(
                participant=plain(cells[0]).strip("[] "),
                kind="communication",
                marker=f"{'[]' if '[' in cells[0] else ''} {notes(' '.join(cells))}".strip(),
                text=". ".join((*titles, "; ".join(named))),
                place=row.place,
            )
        for element in (head, listed, table):
            element.done()
    part.done()


def _record(statement: _Statement, participant: str, marks: str, entry: Element) -> SourceRecord:
    return SourceRecord(
        participant=participant,
        kind=statement.kind,
        day=statement.day,
        marker=marks,
        text="\n".join(statement.paragraphs),
        place=entry.place,
    )


def _day_in(text: str) -> date | None:
    """Return the day that stands alone in a line set to the right or left."""
    match = _ALIGNED.fullmatch(text.strip())
    return printed_day(plain(match[1])) if match else None


def read_league(part: Element) -> Iterator[SourceRecord]:
    """Yield the entries of the lists; `text` begins with the title of the list."""
    for table in part.children("Table"):
        titles = [plain(title.whole()) for title in table.children("Title")]
        for block in table.rest():
            yield from _entries(block, " ".join(titles))
    part.done()


def _entries(block: Element, title: str) -> Iterator[SourceRecord]:
    participant = territory = marks = ""
    texts: list[str] = []
    place = block.place
    items = block.rest()
    # Some lists have their names in paragraphs.
    has_names = any(item.name.startswith("State") for item in items)

    def record() -> SourceRecord:
        return SourceRecord(
            participant=participant,
            territory=territory,
            kind="communication",
            marker=marks,
            text=". ".join(words for words in (title, *texts) if words),
            place=place,
        )

    for item in items:
        printed = item.whole()
        is_name = item.name.startswith("State") or (item.name == "Para" and not has_names)
        if is_name or item.name == "Territories":
            if participant:
                yield record()
            participant = plain(printed) if is_name else participant
            territory = "" if is_name else plain(printed)
            marks, texts, place = notes(printed), [], item.place
        elif plain(printed):
            texts.append(plain(printed))
    if participant:
        yield record()
    block.text()
    block.done()

"""One table of the Swiss compilation: columns, rows of States and territories, notes below.

A cell has words, raised signs and indentation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from csekg.importers.fedlex.words import Language, consent_letters, plain
from csekg.importers.names import is_actor, territory_of
from csekg.importers.opening import refuse_controls
from csekg.importers.records import SourceFileError, SourceRecord

#: What French and Italian raise in the first of a month: no sign of a footnote.
_ORDINALS = frozenset(("er", "re", "o", "°", "º"))
_SIGN = re.compile(r"\*{1,3}|[a-z]{1,2}|\d{1,3}")
_STARS = re.compile(r"(?:\s*\*{1,3})+$")
# Two spaces or more, of any kind, and no end of a line, which only the layout of the source has.
_INDENT = re.compile(r"(?:[^\S\n]{2,}|\t)(?=\S)")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says: its words without signs, its signs in order, and how it is indented.

    `indent` is '' for none, `space` or `tab`.
    """

    words: str
    signs: tuple[str, ...]
    indent: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in the cell."""
        return not self.words and not self.signs


def cell_of(node: etree._Element) -> Cell:
    """Return what a cell says; raises ValueError for a raised sign that is none."""
    words, raised, indent = "", "", ""
    for text, mark in _pieces(node):
        if mark == "tab":
            indent = indent if words.strip() else "tab"
        elif mark == "raised" and text.strip() not in _ORDINALS:
            # Stars before and after it are two signs.
            words, raised = words + " ", f"{raised} {text}"
        else:
            if not words.strip() and _INDENT.match(text):
                indent = indent or "space"
            words += text
    words = " ".join(words.split())
    stars = _STARS.search(words)
    signs = (*(stars[0].split() if stars else ()), *re.split(r"[\s,;]+", raised.strip()))
    signs = tuple(letter for sign in signs for letter in re.findall(r"\*+|[^*]+", sign))
    for sign in signs:
        if not _SIGN.fullmatch(sign):
            raise ValueError(f"{sign!r} is no sign of a note")
    return Cell(words[: stars.start()] if stars else words, signs, indent)


def words_of(node: etree._Element) -> str:
    """Return the words of an element in one line, without raised signs."""
    pieces = _pieces(node)
    kept = (text for text, mark in pieces if mark != "raised" or text.strip() in _ORDINALS)
    return " ".join("".join(kept).split())


def _pieces(node: etree._Element, *, raised: bool = False) -> Iterator[tuple[str, str]]:
    """Give the texts of an element in order, with `raised` for those above the line."""
    if node.get("data-message"):
        # The compilation's own mark of a tabulator: "[tab]".
        yield "", "tab"
        return
    mark = "raised" if raised else ""
    if node.text:
        yield node.text, mark
    for child in node:
        if not isinstance(child.tag, str):
            pass
        elif child.tag == "br":
            yield " ", mark
        else:
            yield from _pieces(child, raised=raised or child.tag == "sup")
            if child.tag in ("p", "dt", "dd", "li"):
                yield " ", mark
        if child.tail:
            yield child.tail, mark


_COLUMNS = 5
#: The consent column ends with the year and the letter of the act: `2008 B`.
_YEAR = re.compile(r"(\d{4})(?:\s*([A-Z][A-Za-z]{0,2}))?")


@dataclass(slots=True)
class Table:
    """What a table says: its records, and sentences for a maintainer."""

    records: list[SourceRecord] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    name: Cell
    consent: tuple[Cell, Cell]
    in_force: tuple[Cell, Cell]
    place: str


def read_table(node: etree._Element, language: Language, place: str, footnotes: dict[str, str]) -> Table:
    """Return what a scope table says; `footnotes` has the words of its numbered footnotes.

    An indented row without a letter applies the treaty to a territory of the State above; with
    the letter of accession or succession it is an act of its own. Raises SourceFileError for
    other columns, a row that is none, and a table without rows.
    """
    headers: list[etree._Element] = []
    rows: list[_Row] = []
    notes: dict[str, str] = dict(footnotes)
    table = Table()
    below = False
    for row in node.iter("tr"):
        where = f"{place}:{row.sourceline}"
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if all(cell.tag == "th" for cell in cells) and not rows:
            headers += [row] if words_of(row) else []
        elif len(cells) == 1 and cells[0].get("colspan"):
            for sign, words in _notes(cells[0], where):
                below = True
                if sign:
                    notes[sign] = words
                elif words:
                    table.notices.append(f"The list adds: {words}")
        elif words_of(row):
            if below:
                raise SourceFileError(where, "has a row after the notes", words_of(row))
            rows.append(_row(cells, where))
    letters = _columns(headers, language, place)
    if not rows:
        raise SourceFileError(place, "has a table without rows")
    table.records += _records(rows, letters, language, notes, table.notices)
    return table


def _columns(headers: list[etree._Element], language: Language, place: str) -> dict[str, str]:
    if len(headers) != 1:
        raise SourceFileError(place, f"has {len(headers)} rows of column headers, not one")
    where = f"{place}:{headers[0].sourceline}"
    columns: list[str] = []
    for cell in headers[0]:
        span = cell.get("colspan", "1")
        columns += [words_of(cell), *[""] * (int(span) - 1 if span.isdecimal() else 0)]
    words = [plain(column) for column in columns]
    if not (
        len(columns) == _COLUMNS
        and words[0] in language.parties
        and words[3] in language.in_force
        and not words[2] + words[4]
    ):
        raise SourceFileError(
            where,
            "has other columns",
            " | ".join(columns),
            hint=f"Expected: {min(language.parties)} | acts | (year) | {min(language.in_force)} | (year).",
        )
    try:
        return consent_letters(columns[1], language)
    except ValueError as error:
        raise SourceFileError(where, f"has an unknown consent column: {error}") from None


def _row(cells: Iterable[etree._Element], where: str) -> _Row:
    notes = []
    for cell in cells:
        try:
            notes.append(cell_of(cell))
        except ValueError as error:
            raise SourceFileError(where, str(error), words_of(cell)) from None
        refuse_controls(notes[-1].words, where)
    if len(notes) != _COLUMNS:
        raise SourceFileError(where, f"has {len(notes)} cells, not {_COLUMNS}", notes[0].words)
    if not notes[0].words:
        raise SourceFileError(where, "has dates without a name", notes[1].words)
    return _Row(notes[0], (notes[1], notes[2]), (notes[3], notes[4]), where)


def _notes(cell: etree._Element, where: str) -> Iterator[tuple[str, str]]:
    """Give the sign and the words of each note in a cell below the rows."""
    sign = ""
    for part in cell.iter("dt", "dd", "p"):
        if part.tag != "dt":
            yield sign, words_of(part)
            sign = ""
            continue
        try:
            mark = cell_of(part)
        except ValueError as error:
            raise SourceFileError(where, str(error), words_of(part)) from None
        if mark.words or len(mark.signs) > 1:
            raise SourceFileError(where, "has a note of which the sign is unclear", words_of(part))
        sign = "".join(mark.signs)


def _records(
    rows: list[_Row], letters: dict[str, str], language: Language, notes: dict[str, str], notices: list[str]
) -> Iterator[SourceRecord]:
    state, open_row = "", None
    names: set[str] = set()
    for row in rows:
        is_territory = bool(row.name.indent)
        if is_territory and not state:
            raise SourceFileError(row.place, "is indented below no State", row.name.words)
        if not is_territory:
            if open_row is not None:
                raise SourceFileError(open_row.place, "has no date", open_row.name.words)
            state = row.name.words
            if state in names:
                notices.append(f"{state} stands in the list twice.")
            names.add(state)
        if all(cell.is_empty for cell in (*row.consent, *row.in_force)):
            # Australia has the days of the Convention on minimum age with its territories only.
            open_row = row
            continue
        open_row = None
        yield _record(row=row, state=state, letters=letters, language=language, notes=notes, notices=notices)
    if open_row is not None:
        raise SourceFileError(open_row.place, "has no date", open_row.name.words)


def _record(
    row: _Row, state: str, letters: dict[str, str], language: Language, notes: dict[str, str], notices: list[str]
) -> SourceRecord:
    cells = (row.name, *row.consent, *row.in_force)
    signs = [sign for cell in cells for sign in cell.signs]
    year = _YEAR.fullmatch(row.consent[1].words)
    if not year:
        raise SourceFileError(row.place, "has no year of consent", row.consent[1].words)
    letter = year[2] or ""
    if letter not in letters:
        letters_of_header = ", ".join(letter or "none" for letter in letters)
        raise SourceFileError(
            row.place,
            "has a letter that the header does not explain",
            row.consent[1].words,
            hint=f"Known: {letters_of_header}.",
        )
    kind, participant, territory = letters[letter], row.name.words, ""
    if row.name.indent and letter:
        notices.append(
            f"{participant}, indented below {state}, has the letter {letter}: read as a participant of its own."
        )
    elif row.name.indent and is_actor(participant) and not territory_of(participant):
        notices.append(
            f"{participant}, indented below {state}, is no territory of it: read as a participant of its own."
        )
    elif row.name.indent:
        kind, participant, territory = "territorial-application", state, participant
        if row.name.indent == "tab":
            notices.append(f"{territory} is set below {state} with a tabulator: check it.")
    try:
        day = language.day(f"{row.consent[0].words} {year[1]}")
        in_force = " ".join(cell.words for cell in row.in_force)
        effective_on = language.day(in_force) if in_force.strip() else None
    except ValueError as error:
        raise SourceFileError(row.place, f"has no day ({error})", row.name.words) from None
    for sign in signs:
        if sign not in notes:
            notices.append(f"{row.name.words} has the sign {sign}, which no note explains.")
    return SourceRecord(
        participant=participant,
        territory=territory,
        kind=kind,
        day=day,
        place=row.place,
        marker=" ".join(filter(None, (letter, *signs))),
        effective_on=effective_on,
        text=" ".join(notes[sign] for sign in dict.fromkeys(signs) if sign in notes),
    )

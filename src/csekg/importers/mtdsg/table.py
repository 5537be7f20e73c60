"""The table of participants: one row for each, one column for each group of acts.

The header of a column lists acts, each with its letter where it has one: `Ratification,
Accession(a), Succession(d)`. A letter after a date stands for the act. The order differs between
treaties, and the same letter means different acts in different columns; so letters are read by the
header of their column alone. The numbers of signatories and parties that a file prints are compared
with its rows. Texts have marks of notes, escaped markup, and signs that an editor has cut.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from csekg.errors import did_you_mean
from csekg.importers.dates import english_day
from csekg.importers.elements import Element
from csekg.importers.records import CONSENTS, SourceFileError, SourceRecord

_NOTE = re.compile(r"<su(?:perscript|p)>(.*?)</su(?:perscript|p)>", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"</?(?:br|p|div|right|left|center)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BARE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
# What remains of a space, dashes and quotation marks, U+2002 to U+201E, when their codes are cut
# to one byte. No other control character is mended.
_CUT = re.compile(rb"[\x02\x13\x14\x18\x19\x1c\x1d\x1e]")


def mended(content: bytes) -> tuple[bytes, int]:
    """Return the content with cut signs restored, and how many there were.

    Public copies of the files went through an editor that cut typographic signs to one byte: an
    apostrophe to a control character, an ellipsis to a bare ampersand.
    """
    content, ellipses = _BARE.subn(b"&#8230;", content)
    content, signs = _CUT.subn(lambda match: b"&#%d;" % (0x2000 + match[0][0]), content)
    return content, signs + ellipses


def plain(text: str) -> str:
    """Return text without marks of notes, markup and doubled space."""
    without_notes = _BREAK.sub(" ", _NOTE.sub("", text))
    return " ".join(html.unescape(_TAG.sub("", without_notes)).split())


def notes(text: str) -> str:
    """Return the marks of notes in a text, separated by commas."""
    marks = " ".join(_TAG.sub("", mark) for mark in _NOTE.findall(text))
    return ",".join(re.findall(r"[\w*]+", html.unescape(marks)))


#: Letters in parentheses at the end of an act; `(1)` after an article is none.
_LETTER = re.compile(r"^(?P<act>.*?)\s*\((?P<letter>[A-Za-z]{1,2})\)$", re.DOTALL)
_CONSENT = {
    "ratif": "ratification",
    "acceptance": "acceptance",
    "approval": "approval",
    "acce(?:ssion|ded)": "accession",
    "adhe(?:sion|red)": "accession",
    "succession": "succession",
}
#: The first that occurs in the words of an act gives its kind. A confirmed signature, a
#: participation and an application bind, but say nothing of the form of the consent.
_WORDS = (
    ("succession to (?:the )?signature", "succession-to-signature"),
    ("provisional", "provisional-application"),
    ("confirmation of (?:the )?signature", "consent"),
    ("formal confirmation", "formal-confirmation"),
    ("definitive signature or", "consent"),
    ("definitive signature", "definitive-signature"),
    ("^signature", "signature"),
    ("denunciation|withdrawal|termination", "denunciation"),
    ("suspension", "suspension"),
)
#: Looked for where an act names no form of consent.
_FURTHER = (
    ("participation|consent|application|undertaking|adoption|membership", "consent"),
    ("territor", "territorial-application"),
    ("notification|extension", "notification"),
    ("declaration", "declaration"),
    ("objection", "objection"),
    ("signature$", "signature"),
)
_EFFECT = re.compile(r"entry into force|effective|taking effect|date of effect", re.IGNORECASE)

#: The kind of a date under an act that is unknown.
_UNKNOWN = "communication"
#: Three times the longest header that was seen.
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of participants.

    `kinds` has the kind of act for each letter, '' for dates without one, and `words` the words of
    the header for each. `is_effect` tells a column of the days on which the acts take effect.
    `unknown` are the acts of the header that no reader knows: their dates are communications.
    """

    header: str
    kinds: Mapping[str, str]
    words: Mapping[str, str]
    is_effect: bool = False
    unknown: tuple[str, ...] = ()

    @property
    def is_consent(self) -> bool:
        """Whether an act of this column makes a participant a party."""
        return any(kind in CONSENTS for kind in self.kinds.values())

    def warnings(self, place: str) -> Iterator[str]:
        """Yield a sentence for each act of the header that is unknown."""
        for act in self.unknown:
            yield f"{place}: a column has an act that is unknown, {act[:100]!r}: its dates become communications"


def read_header(text: str, place: str) -> Column:
    """Return what a header says; raises SourceFileError for one without an end."""
    header = " ".join(text.split())
    if len(header) > _LONGEST:
        raise SourceFileError(place, "the header of a column has no end", header)
    if _EFFECT.search(header) and not kind_of(header):
        return Column(header, {}, {}, is_effect=True)
    kinds: dict[str, set[str]] = {}
    words: dict[str, list[str]] = {}
    unknown: list[str] = []
    for act, letter in _acts(header):
        kind = kind_of(act)
        if not kind:
            unknown.append(act)
        kinds.setdefault(letter, set()).add(kind or _UNKNOWN)
        words.setdefault(letter, []).append(act)
    # A column with one act needs no letter; several without one are not told apart.
    if "" not in kinds:
        kinds[""] = set().union(*kinds.values())
        words[""] = [act for acts in words.values() for act in acts]
    return Column(
        header,
        {letter: _one(acts, header, place) for letter, acts in kinds.items() if _fits(acts)},
        {letter: ", ".join(acts) for letter, acts in words.items()},
        unknown=tuple(unknown),
    )


def kind_of(act: str) -> str:
    """Return the kind of an act in the words of a header, '' where they name none."""
    if kind := next((kind for words, kind in _WORDS if re.search(words, act, re.IGNORECASE)), ""):
        return kind
    named = [kind for word, kind in _CONSENT.items() if re.search(word, act, re.IGNORECASE)]
    if len(named) == 1 and not re.search("^participation", act, re.IGNORECASE):
        return named[0]
    further = (kind for pattern, kind in _FURTHER if re.search(pattern, act, re.IGNORECASE))
    return "consent" if named else next(further, "")


def _acts(header: str) -> list[tuple[str, str]]:
    """Return the acts of a header with their letters; commas in parentheses separate nothing."""
    acts: list[tuple[str, str]] = []
    for piece in re.split(r",\s*(?![^()]*\))", header):
        match = _LETTER.match(piece)
        act, letter = (match["act"], match["letter"]) if match else (piece, "")
        if acts and not kind_of(act) and not act[:1].isupper():
            # The comma belongs to the words of the act before: each act begins with a capital.
            before, its_letter = acts.pop()
            acts.append((f"{before}, {act}", letter or its_letter))
        else:
            acts.append((act, letter))
    return acts


def _fits(acts: set[str]) -> bool:
    return len(acts) == 1 or acts.issubset(CONSENTS)


def _one(acts: set[str], header: str, place: str) -> str:
    return next(iter(acts)) if len(acts) == 1 else "consent"


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
    top = group.child("Thead")
    head = top.child("Row")
    top.pass_over()
    head.attribute("rowsep", "")
    entries = head.children("Entry")
    head.pass_over()
    texts = [_cell(entry) for entry in entries]
    if int_of(group.attribute("cols", str(len(texts)))) != len(texts):
        raise group.fail(f"says another number of columns than its header has, {len(texts)}")
    if not texts or not re.match("(?:participant|state|country)", plain(texts[0]), re.IGNORECASE):
        raise head.fail(
            "does not begin with the column of participants",
            " | ".join(texts),
            hint="A column has moved, or the table is another one.",
        )
    columns = tuple(read_header(plain(text), entry.place) for entry, text in zip(entries[1:], texts[1:], strict=True))
    for column, entry in zip(columns, entries[1:], strict=True):
        table.warnings.extend(column.warnings(entry.place))
    body = group.child("Tbody")
    listed = body.child("Rows")
    for element in (body, group, table):
        element.pass_over()
    rows = tuple(row for row in (_read_row(row, columns) for row in listed.children("Row")) if row)
    listed.pass_over()
    if not rows:
        raise listed.fail("has no row: the table of participants is empty")
    return rows


def acts_in(cell: str, place: str) -> tuple[Printed, ...]:
    """Return the acts in a cell, of which there is mostly one.

    Raises SourceFileError where the cell has anything else.
    """
    acts: list[Printed] = []
    position = 0
    while position < len(cell):
        match = _ACT.match(cell, position)
        if not match or bool(match["open"]) != bool(match["close"]):
            raise SourceFileError(place, "a cell is no date of an act", cell, hint="Expected: 27 Sep 1990 a.")
        try:
            day = english_day(match["day"])
        except ValueError as error:
            raise SourceFileError(place, str(error), cell) from None
        letter = match["letter"] or match["after"] or ""
        acts.append(Printed(day, letter, bool(match["open"])))
        position = match.end()
    return tuple(acts)


def int_of(text: str) -> int:
    """Return a whole number as printed, -1 for text that is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else -1


def _cell(entry: Element) -> str:
    """Take the text of a cell; raises SourceFileError for a part, and for one that spans others."""
    for name in ("colname", "align", "valign", "colsep", "rowsep", "rotate", "char", "charoff"):
        entry.attribute(name, "")
    return entry.leaf()


def _read_row(row: Element, columns: tuple[Column, ...]) -> Row | None:
    """Return a row, None for a title within the table."""
    row.attribute("rowsep", "")
    cells = row.children("Entry")
    # An attribute of a row may say that its act does not stand.
    row.done()
    if len(cells) == 1:
        title = plain(cells[0].whole())
        if title and not re.search(_DATE, title):
            row.warnings.append(f"{row.place}: a title within the table is not read: {title[:100]!r}")
            return None
    if len(cells) != len(columns) + 1:
        raise row.fail(
            f"has {len(cells)} cells, the header has {len(columns) + 1}",
            hint="A column has moved, or the file was cut.",
        )
    printed = _cell(cells[0])
    participant, marks = plain(printed), notes(printed)
    if not participant or re.search(_DATE, participant):
        raise row.fail("has no participant in its first cell", printed)
    acts: list[tuple[Column, SourceRecord]] = []
    for column, cell in zip(columns, cells[1:], strict=True):
        text = _cell(cell)
        cell_marks = ",".join(mark for mark in (marks, notes(text)) if mark)
        for act in acts_in(plain(text), cell.place):
            if column.is_effect:
                acts[-1:] = _with_effect(acts, act, cell)
            else:
                record = act_record(participant, column, act, cell_marks, cell.place)
                acts.append((column, record))
    return Row(participant, marks, tuple(acts))


def act_record(participant: str, column: Column, act: Printed, marks: str, place: str) -> SourceRecord:
    """Return the record of an act; `marks` are the notes of its cell and of its participant.

    Raises SourceFileError for a letter that the header of the column does not have.
    """
    kind = column.kinds.get(act.letter)
    if kind is None:
        letters = [letter for letter in column.kinds if letter]
        raise SourceFileError(
            place,
            f"{participant}: {act.day} has the letter {act.letter!r}, which the header does not explain"
            if act.letter
            else f"{participant}: {act.day} has no letter, and the header gives one to each act",
            column.header,
            did_you_mean(act.letter, letters) if letters else "",
        )
    letter = f"[{act.letter}]" if act.is_bracketed else act.letter
    # Where the kind says less than the header, the words of the header are kept.
    words = column.words[act.letter]
    return SourceRecord(
        participant=participant,
        kind=kind,
        day=act.day,
        marker=" ".join(mark for mark in (letter, marks) if mark),
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

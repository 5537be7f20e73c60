"""Reads the file that the dashboard of OHCHR gives for one treaty (a binary Excel workbook).

One sheet: the title with the day of the last update in A1, the columns in row 2, one row per State
(also for States without an act), an empty row, and notes. It gives no kinds of consent, no
reservations and no days of effect, and serves as a check on the other lists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Literal

import xlrd
from xlrd.sheet import Cell, Sheet

from csekg.errors import did_you_mean
from csekg.sources.dates import slashed_day
from csekg.sources.opening import read_bytes, refuse_controls
from csekg.sources.records import Reading, SourceFileError, SourceRecord

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TITLE = re.compile(r"(?P<title>\S.*?)\s*\[Last Updated: (?P<day>\d+/\d+/\d+)(?: [\d:]+)?\]")
#: The header of each column as far as its form is known, and the kind of record that it gives.
_COLUMNS = (
    (re.compile(r"Date of Signature(?: \(dd/mm/yyyy\))?"), "signature"),
    (re.compile(r"Date of Ratification/Accession"), "consent"),
    # A declaration, or a party's act under a protocol, by the treaty: the file does not say which.
    (re.compile(r"Date of acceptance of (?:individual communications|inquiry) procedure"), "notification"),
)
_NOTES = ("Definitions and metadata:", "Source:")
#: Before 1 March 1900 days of Excel are ambiguous; no treaty is from after 2100.
_FIRST_DAY, _LAST_DAY = 61, 73_415
_BLANK = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)


def read(path: Path) -> tuple[Reading, ...]:
    """Return the reading of a dashboard file; its reference is the title of the treaty.

    Raises SourceFileError for a file that is no such workbook, is damaged, or has other columns.
    """
    sheet, epoch = _sheet(read_bytes(path), path.name)
    rows = [sheet.row(number) for number in range(sheet.nrows)]
    if len(rows) < 3:
        raise SourceFileError(path.name, f"has {len(rows)} rows: no State is listed")
    title, as_of = _title(rows[0], f"{path.name}:A1")
    kinds = _kinds(rows[1], f"{path.name}:2")
    records: list[SourceRecord] = []
    states: set[str] = set()
    idle = 0
    for number, row in enumerate(rows[2:], 3):
        place = f"{path.name}:{number}"
        if not any(_text(cell, place) for cell in row):
            _check_notes(rows[number:], path.name, number + 1)
            break
        name = _name(row, place)
        if name in states:
            raise SourceFileError(place, "lists a State a second time", name)
        states.add(name)
        acts = _acts(name, row, kinds, epoch, place)
        records += acts
        idle += not acts
    if not states:
        raise SourceFileError(path.name, "lists no State", hint="Save it again.")
    notice = f"{len(states)} States are listed, {idle} of them without an act."
    return (Reading(reference=title, title=title, records=tuple(records), as_of=as_of, notices=(notice,)),)


def _sheet(content: bytes, place: str) -> tuple[Sheet, Literal[0, 1]]:
    """Return the one sheet of a workbook, and the epoch of its days."""
    if not content.startswith(_SIGNATURE):
        raise SourceFileError(
            place,
            "is no Excel workbook (xls): it begins with",
            content[:30].decode("utf-8", "replace"),
            hint="Save it again from the dashboard.",
        )
    log = StringIO()
    try:
        book = xlrd.open_workbook(file_contents=content, logfile=log, ragged_rows=True)
        sheets = [sheet for sheet in book.sheets() if sheet.nrows]
    # A damaged workbook makes xlrd raise nearly anything: struct.error, IndexError, AssertionError.
    except Exception as error:
        reason = str(error) or type(error).__name__
        raise SourceFileError(place, f"is a damaged workbook ({reason})") from None
    if complaint := log.getvalue().strip():
        raise SourceFileError(place, "is a damaged workbook", complaint.splitlines()[0])
    if len(sheets) != 1:
        raise SourceFileError(place, f"has {len(sheets)} sheets with content, not one")
    return sheets[0], 1 if book.datemode else 0


def _title(row: Sequence[Cell], place: str) -> tuple[str, date]:
    text = _text(row[0], place) if row else ""
    match = _TITLE.fullmatch(text)
    if not match or any(_text(cell, place) for cell in row[1:]):
        raise SourceFileError(
            place,
            "is not the title of a treaty with its day",
            text,
            hint="Expected: title [Last Updated: dd/mm/yyyy hh:mm:ss].",
        )
    try:
        return match["title"], slashed_day(match["day"])
    except ValueError as error:
        raise SourceFileError(place, f"has no day of the last update ({error})") from None


def _kinds(row: Sequence[Cell], place: str) -> list[tuple[str, str]]:
    """Return kind and header of each column after that of the States."""
    headers = [_text(cell, place) for cell in row]
    patterns = [form.pattern for form, _ in _COLUMNS]
    kinds = []
    if not headers or headers[0] != "Country":
        raise SourceFileError(place, "does not begin with the column Country", " | ".join(headers))
    for header in headers[1:]:
        kind = next((kind for form, kind in _COLUMNS if form.fullmatch(header)), None)
        if kind is None:
            raise SourceFileError(place, "has an unknown column", header, hint=did_you_mean(header, patterns))
        kinds.append((kind, header))
    if [kind for kind, _ in kinds][:2] != ["signature", "consent"] or len(set(kinds)) < len(kinds):
        raise SourceFileError(
            place,
            "has its columns in another order",
            " | ".join(headers),
            hint="Expected: Country, signature, ratification, then acceptances.",
        )
    return kinds


def _acts(
    name: str, row: Sequence[Cell], kinds: list[tuple[str, str]], epoch: Literal[0, 1], place: str
) -> list[SourceRecord]:
    if any(_text(cell, place) for cell in row[len(kinds) + 1 :]):
        raise SourceFileError(place, "has a cell beside the columns", name)
    acts = []
    for (kind, header), cell in zip(kinds, row[1:], strict=False):
        if cell.ctype in _BLANK:
            continue
        value = cell.value
        if cell.ctype != xlrd.XL_CELL_DATE or not isinstance(value, float):
            raise SourceFileError(place, f"has no day under {header}", str(value))
        if not value.is_integer() or not _FIRST_DAY <= value <= _LAST_DAY:
            raise SourceFileError(place, f"has no whole day under {header}", str(value))
        day = xlrd.xldate_as_datetime(value, epoch)
        text = header.removeprefix("Date of ") if kind == "notification" else ""
        acts.append(SourceRecord(participant=name, kind=kind, day=day.date(), text=text, place=place))
    return acts


def _name(row: Sequence[Cell], place: str) -> str:
    name = _text(row[0], place)
    if not name or row[0].ctype != xlrd.XL_CELL_TEXT:
        raise SourceFileError(place, "has no State", name)
    if name.startswith(_NOTES):
        raise SourceFileError(place, "has a note where a State belongs", name)
    return name


def _check_notes(rows: list[list[Cell]], file: str, first: int) -> None:
    """Raise SourceFileError where something else than notes stands below the empty row."""
    for number, row in enumerate(rows, first):
        place = f"{file}:{number}"
        texts = [text for text in (_text(cell, place) for cell in row) if text]
        if texts and (len(texts) > 1 or not texts[0].startswith(_NOTES)):
            raise SourceFileError(place, "has a row that is no note below the table", " | ".join(texts))


def _text(cell: Cell, place: str) -> str:
    """Return what a cell holds as text; raises SourceFileError for an error value."""
    if cell.ctype == xlrd.XL_CELL_ERROR:
        raise SourceFileError(place, "has a cell with an error value", str(cell.value))
    text = str(cell.value).strip()
    refuse_controls(text, place)
    return text

"""The list of ratifications of one instrument in ILO NORMLEX, in HTML.

Never seen raw: the form is put together from public parsers of the page and from stored copies of
its text, and a notice says so. Rows have a country with a link, a day, a status that begins with
`In Force` or `Not in force`, and a note. Denounced instruments stand in these rows or in a table of
their own, countries that have not ratified in another one or not on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lxml import etree

from csekg.sources.dates import english_day
from csekg.sources.html_text import blocks_of, notes_of, place_of, rows_of, text_of, whole_page
from csekg.sources.records import Reading, SourceFileError, SourceRecord

_UNSEEN = "no raw page of NORMLEX was at hand when this reader was written: compare a few rows"
_COLUMNS = ("country", "date", "status", "note")
_TITLE = re.compile(r"Ratifications of ([CP]\d{3})\s*[-\N{EN DASH}]\s*(.+)")
_TOTAL = re.compile(r"(\d+) ratifications?\b", re.IGNORECASE)
_DENOUNCED = re.compile(r"Denounced:?\s*(\d+)", re.IGNORECASE)
_DAY = re.compile(r"\b\d{1,2} [A-Z][a-z]{2,8} \d{4}\b")
# `Denounced on 17 Mar 1975`, `Automatic Denunciation on 4 Jun 2001 by convention C138`
_DENUNCIATION = re.compile(r"denounced|denunciation", re.IGNORECASE)
# `The Convention will enter into force for Sudan on 22 Oct 2025.`
_IN_FORCE = re.compile(r"(?:enters?|entry) into force", re.IGNORECASE)


def read(path: Path) -> tuple[Reading, ...]:
    """Return the ratifications and denunciations that a page lists.

    What the ILO calls a ratification has the kind `ratification`; a condition such as the minimum
    age of Convention No. 138 stands in its `text`. Raises SourceFileError for a page without such a
    list, an unknown column or status, and where the printed total is not the number of rows.
    """
    file = path.name
    root = whole_page(path)
    lines = [block.text for block in blocks_of(root)]
    headings = filter(None, map(_TITLE.fullmatch, lines))
    titles = {heading[1]: heading[2] for heading in headings}
    if len(titles) != 1:
        raise SourceFileError(
            file,
            f"is headed by {len(titles) or 'no'} instruments, one is expected",
            hint='Such as "Ratifications of C182 - Worst Forms of Child Labour Convention, 1999".',
        )
    notices = [_UNSEEN]
    rows = [row for table in root.iter("table") for row in _rows(table, file, notices)]
    if not rows:
        raise SourceFileError(file, "has no rows of Country, Date, Status and Note")
    totals = _totals(lines, rows, file)
    if "ratifications" not in totals:
        notices.append("the page prints no total of ratifications: its rows are not counted")
    ((reference, title),) = titles.items()
    return (
        Reading(
            reference=reference,
            title=title,
            records=tuple(record for row in rows for record in row),
            totals=totals,
            notices=tuple(notices),
        ),
    )


def _totals(lines: list[str], rows: list[list[SourceRecord]], file: str) -> dict[str, int]:
    """Return the printed totals, compared with the rows.

    The total of ratifications counts the denounced ones, or leaves them out: the page tells which
    by the number that it prints for them.
    """
    text = "\n".join(lines)
    printed, denounced = _TOTAL.search(text), _DENOUNCED.search(text)
    ended = sum(any(record.kind == "denunciation" for record in row) for row in rows)
    totals: dict[str, int] = {}
    if denounced:
        totals["denounced"] = int(denounced[1])
        if totals["denounced"] != ended:
            raise SourceFileError(file, f"prints {denounced[1]} denounced, and {ended} of its rows are")
    if printed:
        totals["ratifications"] = int(printed[1])
        if totals["ratifications"] not in (len(rows), len(rows) - ended):
            raise SourceFileError(
                file,
                f"prints {printed[1]} ratifications, and its tables have {len(rows)} rows",
                hint="The page may have been cut: save it again.",
            )
    return totals


def _rows(table: etree._Element, file: str, notices: list[str]) -> Iterator[list[SourceRecord]]:
    """Yield the records of each row of a list of ratifications; other tables have none."""
    filled = [row for row in rows_of(table) if any(map(text_of, row))]
    if not filled or text_of(filled[0][0]).casefold() != "country":
        return
    header = tuple(text_of(cell).casefold() for cell in filled[0])
    if header == ("country",):
        notices.append(f"{len(filled) - 1} countries are listed without a ratification")
        return
    if header != _COLUMNS:
        raise SourceFileError(
            place_of(file, table),
            "a list of countries has unexpected columns",
            " | ".join(header),
            hint="Expected: " + " | ".join(_COLUMNS) + ".",
        )
    for row in filled[1:]:
        if tuple(text_of(cell).casefold() for cell in row) != _COLUMNS:
            yield _records(row, place_of(file, row[0]))


def _records(row: list[etree._Element], place: str) -> list[SourceRecord]:
    texts = [text_of(cell) for cell in row]
    if len(row) != len(_COLUMNS):
        raise SourceFileError(place, f"a row has not {len(_COLUMNS)} cells", " | ".join(texts))
    whole, printed, status, note = texts
    links = [name for name in map(text_of, row[0].iter("a")) if name]
    # The country is a link, after which a condition may stand in the same cell.
    country = links[0] if links else whole
    if not country or not whole.startswith(country):
        raise SourceFileError(place, "a row names no country", whole)
    text = "\n".join(filter(None, (whole.removeprefix(country).strip(" ,;-"), note)))
    notes = (note for cell in row for note in notes_of(cell))
    registered = _day(printed, place)
    if registered is None:
        raise SourceFileError(place, "a ratification has no date", " | ".join(texts))
    kind = status.casefold()
    if not kind.startswith(("in force", "not in force", "denounced")):
        raise SourceFileError(
            place, "unknown status of a ratification", status, hint="Known: In Force, Not in force, Denounced."
        )
    effective = _single_day(note) if _IN_FORCE.search(note) else None
    ratification = SourceRecord(
        participant=country,
        kind="ratification",
        place=place,
        day=registered,
        marker=" ".join(notes),
        effective_on=effective,
        text=text,
    )
    if kind.startswith("in force") or not _DENUNCIATION.search(f"{kind} {note}"):
        return [ratification]
    denunciation = SourceRecord(participant=country, kind="denunciation", place=place, day=_single_day(note), text=note)
    return [ratification, denunciation]


def _single_day(note: str) -> date | None:
    """Return the one day in a note, None for none, for several, and for what is no day."""
    days = _DAY.findall(note)
    try:
        return english_day(days[0]) if len(days) == 1 else None
    except ValueError:
        return None


def _day(text: str, place: str) -> date | None:
    try:
        return english_day(text) if text else None
    except ValueError as error:
        raise SourceFileError(place, str(error)) from None

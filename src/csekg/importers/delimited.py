"""Plain CSV and TSV: the columns that `csekg import` prints, so that its output is input again.

Needed are `participant`, `kind` and `date`; the other columns may be missing, the order is free,
and comma, semicolon or tab separates. The table of a spreadsheet that somebody typed is read like
this, too. `actor` is compared with the actor that the name in `participant` stands for. Such a
table does not tell which treaty it is about.

A file `participation.csv` of `data/` is none of these: one of its rows holds several acts as
several sources state them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from csekg.errors import did_you_mean
from csekg.importers.names import actors_of
from csekg.importers.opening import decode, read_bytes
from csekg.importers.records import KINDS, UNDATED_KINDS, Reading, SourceFileError, SourceRecord
from csekg.languages.days import parse_day

_COLUMNS = (
    "participant",
    "actor",
    "territory",
    "kind",
    "date",
    "marker",
    "effective_on",
    "text",
    "place",
    "occasion",
    "targets",
)
_NEEDED = ("participant", "kind", "date")

Row = tuple[str, dict[str, str]]


def read(path: Path) -> tuple[Reading, ...]:
    """Return the records of a CSV or TSV file as one reading.

    Raises SourceFileError, with the line, for a column, kind, day or actor that is none.
    """
    text = decode(read_bytes(path), path.name)
    rows = list(_rows(text, path.name))
    if not rows:
        raise SourceFileError(path.name, "has a header and no rows", hint="Save it again.")
    _check_actors(rows)
    records = tuple(_record(place, row) for place, row in rows)
    return (Reading(reference="", title="", records=records),)


def _rows(text: str, file: str) -> Iterator[Row]:
    """Yield the place and the cells of each row that is not empty."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    begins = 1
    header: list[str] | None = None
    try:
        for cells in reader:
            place, begins = f"{file}:{begins}", reader.line_num + 1
            cells = [cell.strip() for cell in cells]
            if header is None:
                header = _checked(cells, place)
            elif any(cells):
                if len(cells) != len(header):
                    raise SourceFileError(place, f"has {len(cells)} cells, the header has {len(header)}")
                yield place, dict(zip(header, cells, strict=True))
    except csv.Error as error:
        raise SourceFileError(f"{file}:{begins}", f"is broken CSV ({error})") from None


def _delimiter(text: str) -> str:
    """Return what separates the cells of the first line most often: comma, semicolon or tab."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _checked(header: list[str], place: str) -> list[str]:
    for name in header:
        if name not in _COLUMNS:
            raise SourceFileError(place, "unknown column", name, hint=did_you_mean(name, _COLUMNS))
        if header.count(name) > 1:
            raise SourceFileError(place, "a column stands twice", name)
    for name in _NEEDED:
        if name not in header:
            raise SourceFileError(place, f"has no column {name}", ",".join(header))
    return header


def _check_actors(rows: list[Row]) -> None:
    """Raise SourceFileError where the actor of a row is not the one that its name stands for."""
    keyed = [(place, row["participant"], row["actor"]) for place, row in rows if row.get("actor")]
    keys, _ = actors_of(name for _, name, _ in keyed)
    for place, name, actor in keyed:
        if actor != keys[name]:
            raise SourceFileError(
                place,
                f"the actor of {name!r} is {keys[name] or 'not known'}, not",
                actor,
                hint="Correct one, or write the actor in the column participant.",
            )


def _record(place: str, row: dict[str, str]) -> SourceRecord:
    kind = row["kind"]
    if kind not in KINDS:
        raise SourceFileError(place, "unknown kind", kind, hint=did_you_mean(kind, KINDS))
    # Notes at the end of a page stand under nobody.
    if not row["participant"] and kind != "communication":
        raise SourceFileError(place, f"a record of kind {kind} needs a participant")
    day = _day(place, row["date"])
    if day is None and kind not in UNDATED_KINDS:
        raise SourceFileError(place, f"a record of kind {kind} needs a date")
    return SourceRecord(
        participant=row["participant"],
        kind=kind,
        place=row.get("place") or place,
        territory=row.get("territory", ""),
        day=day,
        marker=row.get("marker", ""),
        effective_on=_day(place, row.get("effective_on", "")),
        text=row.get("text", ""),
        occasion=row.get("occasion", ""),
        targets=tuple(filter(None, row.get("targets", "").split("; "))),
    )


def _day(place: str, text: str) -> date | None:
    if not text:
        return None
    try:
        return parse_day(text)
    except ValueError as error:
        raise SourceFileError(place, str(error)) from None

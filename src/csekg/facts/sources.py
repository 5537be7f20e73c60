"""The sources: who publishes each, as of which day, under which terms (`data/sources.csv`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from csekg.facts.tables import Row, read_csv

_COLUMNS = "id,title,publisher,as_of,as_of_note,location,licence,completeness,use"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source: what it is, under which terms it is used, and its as-of date.

    `as_of` is the day up to which its content is known to be current.
    """

    key: str
    title: str
    publisher: str
    as_of: date
    as_of_note: str
    location: str
    licence: str
    completeness: str
    use: str


def check_known_then(row: Row, day: date | None, source: Source) -> None:
    """Raise DataError for an act dated after the as-of date of the source that states it."""
    if day and day > source.as_of:
        raise row.fail(f"dated after its source {source.key}, which stands as of {source.as_of}", day.isoformat())


def check_year_known_then(row: Row, year: int | None, source: Source) -> None:
    """Raise DataError for an act of a year that ends after the as-of date of its source."""
    if year:
        check_known_then(row, date(year, 12, 31), source)


def read_sources(data: Path) -> dict[str, Source]:
    """Return every source by its key; raises DataError for a source without an as-of date."""
    sources: dict[str, Source] = {}
    for row in read_csv(data / "sources.csv", _COLUMNS, key="id"):
        key = row.required("id")
        as_of = row.day("as_of")
        if as_of is None:
            raise row.fail("column as_of may not be empty", "", "Every source needs a date.")
        sources[key] = Source(
            key=key,
            title=row.required("title"),
            publisher=row.required("publisher"),
            as_of=as_of,
            as_of_note=row["as_of_note"],
            location=row["location"],
            licence=row["licence"],
            completeness=row["completeness"],
            use=row["use"],
        )
    return sources

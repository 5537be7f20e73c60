"""The rows of the fact files are sorted: each is found, and a new one added, in one place."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from csekg.resources import data_dir

#: The columns by which the rows of files are sorted. Files that do not stand here have the order
#: of a printed text, or that in which editors decided.
SORTED_BY = {
    "actors.csv": ("key",),
    "areas.csv": ("key",),
    "assessments/*/indicators.csv": ("indicator",),
    "assessments/*/links.csv": ("indicator",),
    "assessments/*/values.csv": ("area", "territory", "actor", "year", "indicator"),
    "continuity.csv": ("actor", "date"),
    "corrections.csv": ("id",),
    "country_codes.csv": ("actor", "scheme", "valid_from"),
    "existence.csv": ("actor", "since"),
    "general_clauses.csv": ("fact",),
    "languages/[agt]*.csv": ("thing", "form", "language"),
    "languages/*/texts.csv": ("thing", "property"),
    "memberships.csv": ("actor", "group", "since"),
    "names.csv": ("actor",),
    "other_names.csv": ("thing",),
    "refresh/expected.csv": ("treaty", "list"),
    "refresh/feeds.csv": ("treaty", "format"),
    "refresh/formats.csv": ("format",),
    "refresh/pinned.csv": ("treaty", "actor"),
    "region_links.csv": ("group",),
    "replaced.csv": ("identifier", "replaced_by"),
    "reviews/joins-groups.csv": ("id", "group", "act"),
    "reviews/joins.csv": ("id", "treaty", "act"),
    "reviews/reviews.csv": ("state", "session"),
    "reviews/topics.csv": ("id",),
    "search_names.csv": ("thing",),
    "sources.csv": ("id",),
    "territories.csv": ("key",),
    "treaties/*/clauses.csv": ("fact",),
    "treaties/*/declarations.csv": ("actor",),
    "treaties/*/events.csv": ("actor", "territory"),
    "treaties/*/participation.csv": ("actor", "territory", "source"),
    "words.csv": ("key",),
}


def out_of_order(data: Path, pattern: str) -> Iterator[str]:
    """Name file and line of each row that stands behind one that should follow it."""
    for file in sorted(data.glob(pattern)):
        with file.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            before: tuple[str, ...] = ()
            for row in reader:
                key = tuple(row[column] for column in SORTED_BY[pattern])
                if key < before:
                    place = f"{file.relative_to(data)}:{reader.line_num}"
                    yield f"{place}: {', '.join(key)} stands behind {', '.join(before)}"
                before = key


@pytest.mark.parametrize("pattern", SORTED_BY)
def test_rows_are_sorted(pattern: str) -> None:
    assert list(data_dir().glob(pattern))
    assert list(out_of_order(data_dir(), pattern)) == []

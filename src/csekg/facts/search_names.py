"""The words by which people look for things, beside the names (`data/search_names.csv`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from csekg.facts.sources import Source
from csekg.facts.tables import Row, read_csv

_COLUMNS = ("thing", "name", "lang", "source")


@dataclass(frozen=True, slots=True)
class SearchName:
    """A usual, former or outdated name of a thing, which its page does not bear.

    `thing` is the path of its IRI below `id/`, as `instrument/tip` or `vocab/topic/grooming`.
    """

    row: Row
    thing: str
    name: str
    language: str
    source: str


def read_search_names(data: Path, sources: Mapping[str, Source]) -> tuple[SearchName, ...]:
    """Return the names in file order.

    Raises DataError for an empty cell, an unknown source and a name that a thing has twice. Whether
    the things exist is checked with the other facts.
    """
    return tuple(
        SearchName(
            row,
            row.required("thing"),
            row.required("name"),
            row.required("lang"),
            row.one_of("source", sources, "source"),
        )
        for row in read_csv(data / "search_names.csv", _COLUMNS, key=("thing", "name"))
    )

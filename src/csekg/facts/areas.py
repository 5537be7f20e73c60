"""Areas: names by which people ask, or assessors assess, that are no State's and no territory's of ours.

Read from `data/areas.csv`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from csekg.facts.actors import Actor
from csekg.facts.sources import Source
from csekg.facts.tables import read_csv

_COLUMNS = ("key", "name", "note", "see", "source", "as_of")


@dataclass(frozen=True, slots=True)
class Area:
    """An area that is neither an actor nor a territory in the register.

    `note` is what the register answers to who asks for it. `see` are the keys of the actors with
    which that is listed; `source` and `as_of` are those of the note.
    """

    key: str
    name: str
    note: str
    see: tuple[str, ...]
    source: str
    as_of: date | None


def read_areas(data: Path, actors: Mapping[str, Actor], sources: Mapping[str, Source]) -> dict[str, Area]:
    """Return every area by its key; raises DataError for an unknown actor or source, or no text."""
    return {
        row["key"]: Area(
            row.required("key"),
            row.required("name"),
            row.required("note"),
            row.each_of("see", actors, "actor"),
            row.one_of("source", sources, "source"),
            row.day("as_of"),
        )
        for row in read_csv(data / "areas.csv", _COLUMNS, ("key",))
    }

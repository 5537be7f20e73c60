"""The words by which practitioners look for provisions: webcam, grooming, sextortion.

Read from `data/words.csv`. The names of a word in each language stand in `data/search_names.csv`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from csekg.errors import did_you_mean
from csekg.facts.sources import Source
from csekg.facts.tables import Row, read_csv
from csekg.facts.vocabularies import Vocabularies

#: A provision of a treaty: the key of the treaty, and the provision as printed.
Place = tuple[str, str]
_COLUMNS = "key,name,topics,treated_by,nearest,note,source"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of practitioners with its topics and provisions, which is a judgment of the editors.

    `treated_by` are the provisions that treat its matter, `nearest` those that only come near. Of a
    word with none of the former, no provision says it. `note` is ours, empty where there is nothing to add.
    """

    key: str
    name: str
    topics: tuple[str, ...]
    treated_by: tuple[Place, ...]
    nearest: tuple[Place, ...]
    note: str
    source: str


def read_words(
    data: Path, sources: Mapping[str, Source], vocabularies: Vocabularies, provisions: Mapping[str, Collection[str]]
) -> dict[str, Word]:
    """Return every word by its key; `provisions` holds those of each treaty as printed.

    Raises DataError for an unknown topic, source or provision, a provision listed twice, and a word without any.
    """
    words = {}
    for row in read_csv(data / "words.csv", _COLUMNS, "key"):
        treated, near = _places(row, "treated_by", provisions), _places(row, "nearest", provisions)
        if twice := {*treated} & {*near}:
            raise row.fail("a provision treats the word or comes near, not both", ":".join(min(twice)))
        if not treated + near:
            raise row.fail("a word leads to at least one provision", row["key"])
        words[row["key"]] = Word(
            row.required("key"),
            row.required("name"),
            row.each_of("topics", vocabularies["topic"], "topic"),
            treated,
            near,
            row["note"],
            row.one_of("source", sources, "source"),
        )
    return words


def _places(row: Row, column: str, provisions: Mapping[str, Collection[str]]) -> tuple[Place, ...]:
    """Return the provisions of a column, each written `opsc:3(1)(c)`."""
    known = {f"{treaty}:{printed}" for treaty, listed in provisions.items() for printed in listed}
    places = row.list(column)
    for place in places:
        if place not in known or places.count(place) > 1:
            raise row.fail(f"unknown or repeated provision in column {column}", place, did_you_mean(place, known))
    return tuple((treaty, printed) for treaty, _, printed in (place.partition(":") for place in places))

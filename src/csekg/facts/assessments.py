"""What assessors of law and practice print about States and territories (`data/assessments/`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from csekg.facts.assessors import (
    NUMBER,
    AssessedIndicator,
    Assessor,
    IndicatorLink,
    read_assessor,
    read_indicators,
    read_links,
)
from csekg.facts.sources import Source
from csekg.facts.tables import Row, read_csv
from csekg.facts.vocabularies import Vocabularies

_COLUMNS = (
    "actor", "territory", "area", "year", "indicator", "value", "conforms", "name_in_source",
)  # fmt: skip
_CONFORMS = {"Yes": True, "No": False, "": None}


@dataclass(frozen=True, slots=True)
class Area:
    """An area that is assessed under a name that names no State or territory of ours."""

    key: str
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class PracticeAssessment:
    """One value of an assessor about a State, a territory or an area, of which one is given.

    `value` is as printed, `answer` what it means, `number` set for a number. `conforms` is None
    where the assessor does not say. `qualified` tells that a mark refers to a note.
    """

    actor: str
    territory: str
    area: str
    year: int
    indicator: str
    value: str
    answer: str
    number: int | None
    qualified: bool
    conforms: bool | None
    name_in_source: str

    @property
    def subject(self) -> str:
        """The key of what is assessed."""
        return self.actor or self.territory or self.area


@dataclass(frozen=True, slots=True)
class AssessorFacts:
    """All of one assessor: who it is, what it asks, what that bears on, and its values."""

    key: str
    assessor: Assessor
    indicators: Mapping[str, AssessedIndicator]
    links: tuple[IndicatorLink, ...]
    values: tuple[PracticeAssessment, ...]


@dataclass(frozen=True, slots=True)
class Practice:
    """All assessments of law and practice: the areas, and the assessors by key."""

    areas: Mapping[str, Area]
    assessors: Mapping[str, AssessorFacts]


def read_practice(
    data: Path,
    actors: Collection[str],
    territories: Collection[str],
    paragraphs: Collection[str],
    provisions: Mapping[str, Collection[str]],
    sources: Mapping[str, Source],
    vocabularies: Vocabularies,
) -> Practice:
    """Return what every assessor says; each has a folder of its own, whose name is its key.

    Raises DataError for anything unknown, for a value that the assessor does not explain, that its
    indicator does not allow or that has a conformity where the indicator has none, and for a row
    that is about nothing or about two things.
    """
    root = data / "assessments"
    columns = ("key", "name", "note")
    areas = {
        row["key"]: Area(row.required("key"), row.required("name"), row.required("note"))
        for row in read_csv(root / "areas.csv", columns, ("key",))
    }
    found = {}
    for folder in sorted(each for each in root.iterdir() if each.is_dir()):
        assessor = read_assessor(folder / "assessor.toml", sources, vocabularies)
        indicators = read_indicators(folder / "indicators.csv", assessor, vocabularies)
        links = read_links(folder / "links.csv", indicators, paragraphs, provisions, vocabularies)
        values = tuple(
            _read_value(row, assessor, indicators, actors, territories, areas)
            for row in read_csv(
                folder / "values.csv", _COLUMNS, ("actor", "territory", "area", "year", "indicator")
            )
        )
        found[folder.name] = AssessorFacts(folder.name, assessor, indicators, links, values)
    return Practice(areas, found)


def _read_value(
    row: Row,
    assessor: Assessor,
    indicators: Mapping[str, AssessedIndicator],
    actors: Collection[str],
    territories: Collection[str],
    areas: Collection[str],
) -> PracticeAssessment:
    about = (
        row.optional("actor", actors, "actor"),
        row.optional("territory", territories, "territory"),
        row.optional("area", areas, "area"),
    )
    if sum(map(bool, about)) != 1:
        raise row.fail("one of actor, territory and area is assessed", " ".join(about))
    year = row.number("year")
    if year is None or assessor.source_of(year) is None:
        raise row.fail("no edition of the assessor is about this year", row["year"])
    asked = indicators[row.one_of("indicator", indicators, "indicator of the assessor")]
    answer, number = _meaning(row, assessor)
    if answer not in asked.answers:
        allowed = ", ".join(asked.answers)
        raise row.fail(f"{asked.indicator} is not answered by {answer}", row["value"], allowed)
    row.optional("conforms", ("Yes", "No"), "conformity")
    conforms = _CONFORMS[row["conforms"]]
    if conforms is not None and not asked.conformity:
        raise row.fail(f"{asked.indicator} has no conformity", row["conforms"])
    return PracticeAssessment(
        *about,
        year,
        asked.indicator,
        row["value"],
        answer,
        number,
        bool(row["value"]) and row["value"][-1] in assessor.marks,
        conforms,
        row.required("name_in_source"),
    )


def _meaning(row: Row, assessor: Assessor) -> tuple[str, int | None]:
    """Return the kind of answer that a printed value is, and its number."""
    bare = row["value"].rstrip(assessor.marks) if assessor.marks else row["value"]
    digits = bare.replace(",", "")
    if digits.isascii() and digits.isdecimal():
        if bare not in (digits, f"{int(digits):,}"):
            raise row.fail("no number that is written in one of the usual ways", row["value"])
        return NUMBER, int(digits)
    row_value = assessor.printed.get(bare)
    if row_value is None:
        known = ", ".join(map(repr, assessor.printed))
        raise row.fail("the assessor does not explain this value", row["value"], f"It has {known}.")
    return row_value, None

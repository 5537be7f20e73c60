"""Assessments of law and practice (`data/assessments/<assessor>/`).

Who assesses States and territories, how, what it asks, and the values that it prints.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from csekg.errors import DataError
from csekg.facts.actors import References
from csekg.facts.sources import Source
from csekg.facts.tables import Row, read_csv
from csekg.facts.vocabularies import Vocabularies

#: The kind of answer of a value that is a number; all others stand in `[printed]`.
NUMBER = "number"


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Edition(_Table):
    """The findings about one year, and the source that prints them."""

    year: Annotated[int, Field(ge=1900, le=9999)]
    source: str


class LeftOut(_Table):
    """What the source has and the data do not, with the reason; `count` where it was counted."""

    what: Annotated[str, Field(min_length=1)]
    count: Annotated[int, Field(ge=1)] | None = None
    reason: Annotated[str, Field(min_length=1)]

    @property
    def sentence(self) -> str:
        """What is left out, how much of it, and why."""
        count = f" ({self.count:,})" if self.count else ""
        return f"{self.what}{count}: {self.reason}"


class Assessor(_Table):
    """A body that assesses States; `printed` says what each value that is no number means.

    `marks` are the signs after a value that refer to a note. `draws_on` are the keys of assessors whose
    reports it reads: together they are one voice. The kind `made-up` is for tests and
    teaching: every page that shows the assessor says that it does not exist.
    """

    name: Annotated[str, Field(min_length=1)]
    short_name: Annotated[str, Field(min_length=1)]
    work: Annotated[str, Field(min_length=1)]
    publisher: Annotated[str, Field(min_length=1)]
    kind: Annotated[str, Field(pattern="^(government|treaty-body|organization|made-up)$")]
    location: Annotated[str, Field(pattern=r"^https://[^\s<>\"{}|\\^`]+$")]
    licence: Annotated[str, Field(min_length=1)]
    method: Annotated[str, Field(min_length=80)]
    limits: Annotated[list[str], Field(min_length=1)]
    marks: str = ""
    draws_on: list[str] = []
    printed: dict[str, str]
    editions: Annotated[list[Edition], Field(min_length=1)]
    left_out: list[LeftOut] = []

    @property
    def method_text(self) -> str:
        """How it assesses, in one line."""
        return " ".join(self.method.split())

    def source_of(self, year: int) -> str | None:
        """Return the key of the source of a year, None for a year without an edition."""
        return next((edition.source for edition in self.editions if edition.year == year), None)


@dataclass(frozen=True, slots=True)
class AssessedIndicator:
    """How an assessor asks an indicator: scope, possible answers, whether it states conformity."""

    indicator: str
    scope: str
    answers: tuple[str, ...]
    conformity: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorLink:
    """That an indicator bears on a paragraph, or on a provision that corresponds to it.

    `treaty` and `provision` are empty for a link to the paragraph itself.
    """

    indicator: str
    paragraph: str
    treaty: str
    provision: str
    strength: str
    reason: str
    row: Row


def read_assessor(file: Path, sources: Mapping[str, Source], vocabularies: Vocabularies) -> Assessor:
    """Return the assessor of an `assessor.toml`.

    Raises DataError for a key that is missing, unknown or of another type, for an unknown source or
    kind of answer, and for a year that is not over on the day of its source.
    """
    try:
        assessor = Assessor.model_validate(tomllib.loads(file.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError("not valid TOML", file=file, line=1, value=str(error)) from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        value = f"{place} {first['input']!r}"[:200]
        raise _fail(file, first["msg"], str(first["loc"][-1]), value) from None
    for printed, answer in assessor.printed.items():
        if answer not in vocabularies["assessed-answer"] or answer == NUMBER:
            raise _fail(file, f"{printed!r} means no kind of answer", f'"{printed}"', answer)
    years = [edition.year for edition in assessor.editions]
    for edition in assessor.editions:
        stated = f"year = {edition.year}"
        if years.count(edition.year) > 1:
            raise _fail(file, "two editions of one year", stated, str(edition.year))
        if edition.source not in sources:
            raise _fail(file, "unknown source of an edition", edition.source, edition.source)
        if edition.year > sources[edition.source].as_of.year:
            message = f"a year after the day of its source {edition.source}"
            raise _fail(file, message, stated, str(edition.year))
    return assessor


def _fail(file: Path, message: str, stated: str, value: str) -> DataError:
    """Return the error about the first line in which something is stated."""
    lines = enumerate(file.read_text("utf-8").splitlines(), 1)
    line = next((number for number, text in lines if stated in text), 1)
    return DataError(message, file=file, line=line, value=value)


def read_indicators(file: Path, assessor: Assessor, vocabularies: Vocabularies) -> dict[str, AssessedIndicator]:
    """Return how an assessor asks each indicator, by the code of the indicator.

    Raises DataError for an unknown indicator, scope or kind of answer, and for a kind that no
    printed value of the assessor means.
    """
    answers = {NUMBER, *assessor.printed.values()}
    indicators = {}
    for row in read_csv(file, "indicator,scope,answers,conformity,note", "indicator"):
        row.required("answers")
        code = row.one_of("indicator", vocabularies["indicator"], "indicator")
        indicators[code] = AssessedIndicator(
            code,
            row.one_of("scope", vocabularies["assessment-scope"], "scope"),
            row.each_of("answers", answers, "kind of answer of the assessor"),
            bool(row.optional("conformity", ("yes",), "mark")),
            row["note"],
        )
    return indicators


#: An indicator, and what it is linked to.
_LINKED = "indicator,paragraph,treaty,provision"


def read_links(
    file: Path,
    indicators: Collection[str],
    paragraphs: Collection[str],
    provisions: Mapping[str, Collection[str]],
    vocabularies: Vocabularies,
) -> tuple[IndicatorLink, ...]:
    """Return the links of the indicators in file order.

    Raises DataError for an unknown indicator, paragraph, treaty, provision or strength, and for a
    link to a provision before one to its paragraph.
    """
    links: list[IndicatorLink] = []
    linked: set[tuple[str, str]] = set()
    for row in read_csv(file, f"{_LINKED},strength,reason", _LINKED):
        treaty = row.optional("treaty", provisions, "treaty")
        link = IndicatorLink(
            indicator=row.one_of("indicator", indicators, "indicator of the assessor"),
            paragraph=row.one_of("paragraph", paragraphs, "paragraph"),
            treaty=treaty,
            provision=row.one_of("provision", provisions[treaty], f"provision of {treaty}") if treaty else "",
            strength=row.one_of("strength", vocabularies["indicator-strength"], "strength"),
            reason=row.required("reason"),
            row=row,
        )
        if not treaty and row["provision"]:
            raise row.fail("a provision without its treaty", row["provision"])
        if not treaty:
            linked.add((link.indicator, link.paragraph))
        elif (link.indicator, link.paragraph) not in linked:
            raise row.fail("link the paragraph itself first, in a row above", link.paragraph)
        links.append(link)
    return tuple(links)


_COLUMNS = "actor,territory,area,year,indicator,value,conforms,name_in_source"
_CONFORMS = {"Yes": True, "No": False, "": None}


@dataclass(frozen=True, slots=True, kw_only=True)
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
    """All assessments of law and practice: the assessors by key."""

    assessors: Mapping[str, AssessorFacts]


def read_practice(
    data: Path,
    paragraphs: Collection[str],
    provisions: Mapping[str, Collection[str]],
    areas: Collection[str],
    references: References,
) -> Practice:
    """Return what every assessor says; each has a folder of its own, whose name is its key.

    Raises DataError for anything unknown, for a value that the assessor does not explain, that its
    indicator does not allow or that has a conformity where the indicator has none, and for a row
    that is about nothing or about two things.
    """
    root = data / "assessments"
    vocabularies = references.vocabularies
    assessors = {}
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        assessor = read_assessor(folder / "assessor.toml", references.sources, vocabularies)
        indicators = read_indicators(folder / "indicators.csv", assessor, vocabularies)
        links = read_links(folder / "links.csv", indicators, paragraphs, provisions, vocabularies)
        values = tuple(
            _read_value(row, assessor, indicators, areas, references)
            for row in read_csv(folder / "values.csv", _COLUMNS, "actor,territory,area,year,indicator")
        )
        assessors[folder.name] = AssessorFacts(folder.name, assessor, indicators, links, values)
    for key, facts in assessors.items():
        for other in facts.assessor.draws_on:
            if other not in assessors or other == key:
                raise _fail(root / key / "assessor.toml", "it draws on an assessor that is not here", "draws_on", other)
    return Practice(assessors)


def _read_value(
    row: Row,
    assessor: Assessor,
    indicators: Mapping[str, AssessedIndicator],
    areas: Collection[str],
    references: References,
) -> PracticeAssessment:
    actor = row.optional("actor", references.actors, "actor")
    territory = row.optional("territory", references.territories, "territory")
    area = row.optional("area", areas, "area")
    if sum(map(bool, (actor, territory, area))) != 1:
        subjects = " ".join((actor, territory, area))
        raise row.fail("one of actor, territory and area is assessed", subjects)
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
        actor=actor,
        territory=territory,
        area=area,
        year=year,
        indicator=asked.indicator,
        value=row["value"],
        answer=answer,
        number=number,
        qualified=bool(row["value"]) and row["value"][-1] in assessor.marks,
        conforms=conforms,
        name_in_source=row.required("name_in_source"),
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
        printed = ", ".join(map(repr, assessor.printed))
        raise row.fail("the assessor does not explain this value", row["value"], f"It has {printed}.")
    return row_value, None

"""What independent readings say about paragraphs and provisions (`data/correspondences/`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from csekg.facts.tables import Row, read_csv
from csekg.facts.vocabularies import Vocabularies
from csekg.namespaces import provision_path

#: A paragraph, a treaty and a provision as printed: the two ends of a link.
Ends = tuple[str, str, str]
_ENDS = "paragraph,treaty,provision"
_PARALLEL_COLUMNS = "content,provisions,aspect_of,differs,reason,own_offences,in_part"


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the resolution beside the treaties, made independently of the others."""

    key: str
    name: str
    method: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """That a reading covered a paragraph or a whole treaty; the other one of the two is empty."""

    paragraph: str
    treaty: str
    reading: str
    note: str


@dataclass(frozen=True, slots=True)
class Link:
    """A paragraph and a provision that at least one reading joins.

    `strengths` are by the key of the reading, without those that do not join the two. `left_out`
    says why a link that readings agree on is not published, and is empty for all others.
    """

    ends: Ends
    strengths: Mapping[str, str]
    rationale: str
    left_out: str
    row: Row


@dataclass(frozen=True, slots=True)
class Decision:
    """A link whose strength the editors decide against or without the readings."""

    ends: Ends
    strength: str
    rationale: str
    reason: str


@dataclass(frozen=True, slots=True)
class Parallel:
    """Provisions, by treaty and printed form, that have the same content.

    They are of several treaties, or the content is an aspect of the paragraphs `aspect_of`, which
    one article alone may ask. Under the paragraphs of `differs` they correspond to different degrees.
    With `own_offences` each applies to the offences of its own treaty only, so that none covers another.
    Those of `in_part` ask for a part of the content only.
    """

    content: str
    provisions: tuple[tuple[str, str], ...]
    aspect_of: tuple[str, ...]
    differs: tuple[str, ...]
    own_offences: bool
    row: Row
    in_part: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Readings:
    """All that the readings found, and what the editors decided; everything in file order."""

    readings: Mapping[str, Reading]
    assessments: tuple[Assessment, ...]
    links: tuple[Link, ...]
    decisions: Mapping[Ends, Decision]
    parallels: tuple[Parallel, ...]


def read_readings(
    data: Path,
    paragraphs: Collection[str],
    provisions: Mapping[str, Collection[str]],
    treaties: Collection[str],
    vocabularies: Vocabularies,
) -> Readings:
    """Return what the readings say.

    `provisions` holds the printed provisions by treaty. A proposal of one reading may name a
    provision that is not among them. Raises DataError for an unknown paragraph, treaty, strength or
    reading, for a pair listed twice, for a link under a paragraph that the reading did not assess,
    and for a decision or a parallel about an unknown provision.
    """
    folder = data / "correspondences"
    readings = {
        row["key"]: Reading(row.required("key"), row.required("name"), row.required("method"))
        for row in read_csv(folder / "readings.csv", "key,name,method", "key")
    }
    assessments = _read_assessments(folder / "assessed.csv", readings, paragraphs, treaties)
    covered = {(assessment.reading, assessment.paragraph) for assessment in assessments}
    columns = ",".join((_ENDS, *readings, "rationale", "left_out"))
    links = []
    for row in read_csv(folder / "links.csv", columns, _ENDS):
        ends = _read_ends(row, paragraphs, treaties)
        strengths = {key: row.one_of(key, vocabularies["strength"], "strength") for key in readings if row[key]}
        if not strengths:
            raise row.fail("no reading has this link", " ".join(ends))
        for key in strengths:
            if (key, ends[0]) not in covered:
                raise row.fail(f"reading {key} did not assess the paragraph", ends[0])
        links.append(Link(ends, strengths, row.required("rationale"), row["left_out"], row))
    decisions = {}
    for row in read_csv(folder / "decided.csv", f"{_ENDS},strength,rationale,reason", _ENDS):
        ends = _read_ends(row, paragraphs, treaties)
        row.one_of("provision", provisions.get(ends[1], ()), f"provision of {ends[1]}")
        decisions[ends] = Decision(
            ends,
            row.one_of("strength", vocabularies["strength"], "strength"),
            row.required("rationale"),
            row.required("reason"),
        )
    parallels = tuple(
        _read_parallel(row, provisions, paragraphs)
        for row in read_csv(folder / "parallels.csv", _PARALLEL_COLUMNS, "content")
    )
    return Readings(readings, assessments, tuple(links), decisions, parallels)


def _read_assessments(
    file: Path, readings: Collection[str], paragraphs: Collection[str], treaties: Collection[str]
) -> tuple[Assessment, ...]:
    links = []
    for row in read_csv(file, "paragraph,treaty,reading,note", "paragraph,treaty,reading"):
        paragraph = row.optional("paragraph", paragraphs, "paragraph")
        treaty = row.optional("treaty", treaties, "treaty")
        if bool(paragraph) == bool(treaty):
            raise row.fail("either a paragraph or a treaty is assessed", f"{paragraph} {treaty}")
        links.append(Assessment(paragraph, treaty, row.one_of("reading", readings, "reading"), row["note"]))
    return tuple(links)


def _read_ends(row: Row, paragraphs: Collection[str], treaties: Collection[str]) -> Ends:
    printed = row.required("provision")
    try:
        provision_path(printed)
    except ValueError as error:
        raise row.fail("column provision is no provision", printed, f"{error}.") from None
    return (row.one_of("paragraph", paragraphs, "paragraph"), row.one_of("treaty", treaties, "treaty"), printed)


def _read_parallel(row: Row, provisions: Mapping[str, Collection[str]], paragraphs: Collection[str]) -> Parallel:
    references = {f"{treaty}:{printed}" for treaty, listed in provisions.items() for printed in listed}
    pairs, in_part = (
        tuple((treaty, printed) for treaty, _, printed in (it.partition(":") for it in listed))
        for listed in (row.each_of(column, references, "provision") for column in ("provisions", "in_part"))
    )
    aspect_of = row.each_of("aspect_of", paragraphs, "paragraph")
    if not pairs or (len({treaty for treaty, _ in pairs}) < 2 and not aspect_of):
        raise row.fail("provisions of at least two treaties are parallel, or one is an aspect", row["provisions"])
    differs = row.each_of("differs", paragraphs, "paragraph")
    if bool(differs) != bool(row["reason"]):
        raise row.fail("what differs has a reason, and nothing else has", row["reason"])
    own_offences = bool(row.optional("own_offences", ("yes",), "mark"))
    return Parallel(row.required("content"), pairs, aspect_of, differs, own_offences, row, in_part)

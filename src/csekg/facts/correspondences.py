"""The correspondences from the resolution to treaty provisions (`data/correspondences.csv`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from csekg.facts.sources import Source
from csekg.facts.tables import read_csv
from csekg.facts.vocabularies import Vocabularies

_COLUMNS = ("paragraph", "treaty", "provision", "strength", "rationale", "note", "text_source")


@dataclass(frozen=True, slots=True)
class Correspondence:
    """The editors' judgment that a paragraph and a provision deal with the same matter.

    `paragraph` is a path (`op/4/a`), `provision` the printed form (`24(2)(f)`), `text_source` the
    source in which the treaty text was read.
    """

    paragraph: str
    treaty: str
    provision: str
    strength: str
    rationale: str
    note: str
    text_source: str


def read_correspondences(
    data: Path,
    paragraphs: Collection[str],
    provisions: Mapping[str, Collection[str]],
    sources: Mapping[str, Source],
    vocabularies: Vocabularies,
) -> tuple[Correspondence, ...]:
    """Return the correspondences in file order.

    `provisions` holds the printed provisions by treaty. Raises DataError for an unknown paragraph,
    provision, strength or source, and for a pair that is listed twice.
    """
    seen: set[tuple[str, str, str]] = set()
    correspondences = []
    for row in read_csv(data / "correspondences.csv", _COLUMNS):
        paragraph = row.one_of("paragraph", paragraphs, "paragraph")
        treaty = row.one_of("treaty", provisions, "treaty")
        provision = row.one_of("provision", provisions[treaty], f"provision of {treaty}")
        if (paragraph, treaty, provision) in seen:
            raise row.fail("correspondence listed twice", f"{paragraph} {treaty} {provision}")
        seen.add((paragraph, treaty, provision))
        correspondences.append(
            Correspondence(
                paragraph,
                treaty,
                provision,
                row.one_of("strength", vocabularies["strength"], "strength"),
                row.required("rationale"),
                row["note"],
                row.one_of("text_source", sources, "source"),
            )
        )
    return tuple(correspondences)

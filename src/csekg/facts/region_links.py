"""What regions are in Wikidata (`data/region_links.csv`)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from csekg.facts.names_in_languages import UNSEEN
from csekg.facts.sources import Source
from csekg.facts.tables import read_csv
from csekg.facts.vocabularies import Vocabularies

_COLUMNS = ("group", "wikidata", "source", "verification")
_ENTITY = re.compile(r"Q[1-9]\d*")


@dataclass(frozen=True, slots=True)
class RegionLink:
    """A region, by its key, and the entity of Wikidata for nearly the same region."""

    group: str
    wikidata: str
    source: str
    verification: str


def read_region_links(
    data: Path,
    groups: Collection[str],
    sources: Mapping[str, Source],
    vocabularies: Vocabularies,
) -> tuple[RegionLink, ...]:
    """Return the links of regions in file order; a region without one has no row.

    Raises DataError for an unknown group, source or verification, for what is no identifier of an
    entity, for two links of a region, and for a link that counts as verified though no document was
    seen.
    """
    found = []
    for row in read_csv(data / "region_links.csv", _COLUMNS, key=("group",)):
        if not _ENTITY.fullmatch(row["wikidata"]):
            raise row.fail("no entity of Wikidata", row["wikidata"], "Write Q and its number.")
        source = row.one_of("source", sources, "source")
        verification = row.one_of("verification", vocabularies["verification"], "verification")
        if source in UNSEEN and verification != "unverified":
            raise row.fail(
                f"the source {source} is nobody's document", verification, "Write unverified."
            )
        group = row.one_of("group", groups, "group")
        found.append(RegionLink(group, row["wikidata"], source, verification))
    return tuple(found)

"""The known discrepancies between sources (`data/corrections.csv`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from csekg.facts.sources import Source
from csekg.facts.tables import Row, read_csv
from csekg.facts.vocabularies import Vocabularies

#: The properties in which two sources can differ, by their names in the column `property`.
PROPERTIES = ("date", "consentKind", "entersIntoForceOn", "minimumAge")
_COLUMNS = (
    "id", "treaty", "actor", "action", "property", "chosen_value", "chosen_source", "other_value",
    "other_source", "status", "reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A known disagreement of two sources about an act: the value we follow, and the reason.

    Values are written as in the data: dates ISO 8601, ages in years, empty where a source states
    none.
    """

    row: Row
    key: str
    treaty: str
    actor: str
    is_consent: bool
    property_name: str
    chosen_value: str
    chosen_source: str
    other_value: str
    other_source: str
    status: str
    reason: str

    @property
    def act_key(self) -> tuple[str, str, bool]:
        """Treaty, actor and whether the act is a consent: the act that the sources differ about."""
        return self.treaty, self.actor, self.is_consent


def read_discrepancies(
    data: Path,
    treaties: Collection[str],
    actors: Collection[str],
    sources: Mapping[str, Source],
    vocabularies: Vocabularies,
) -> tuple[Discrepancy, ...]:
    """Return the known discrepancies in file order.

    Raises DataError for an unknown treaty, actor, act, property, source or status.
    """
    return tuple(
        Discrepancy(
            row,
            row.required("id"),
            row.one_of("treaty", treaties, "treaty"),
            row.one_of("actor", actors, "actor"),
            row.one_of("action", ("signature", "consent"), "action") == "consent",
            row.one_of("property", PROPERTIES, "property"),
            row["chosen_value"],
            row.one_of("chosen_source", sources, "source"),
            row["other_value"],
            row.one_of("other_source", sources, "source"),
            row.one_of("status", vocabularies["discrepancy-status"], "status"),
            row.required("reason"),
        )
        for row in read_csv(data / "corrections.csv", _COLUMNS, key=("id",))
    )

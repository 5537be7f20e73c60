"""The known discrepancies between sources (`data/corrections.csv`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from csekg.facts.actors import References
from csekg.facts.declarations import EVENT_KINDS
from csekg.facts.tables import Row, read_csv

#: Treaty, actor, and whether the act is a consent: what makes a signature or consent unique.
ActKey: TypeAlias = tuple[str, str, bool]
#: By act and property: the value that is followed, empty where none is.
Decisions: TypeAlias = Mapping[tuple[ActKey, str], str]
_ON_JOINING = ("signature", "consent")
#: The properties in which two sources can differ, by their names in the column `property`.
PROPERTIES = ("date", "consentKind", "entersIntoForceOn", "minimumAge")
_COLUMNS = "id,treaty,actor,territory,action,property,chosen_value,chosen_source,other_value,other_source,status,reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """A known disagreement of two sources about an act: the value we follow, and the reason.

    `action` is signature, consent, or the kind of another act, which may concern a territory.
    Values are written as in the data: dates ISO 8601, ages in years, empty where a source states
    none.
    """

    row: Row
    key: str
    treaty: str
    actor: str
    territory: str
    action: str
    property_name: str
    chosen_value: str
    chosen_source: str
    other_value: str
    other_source: str
    status: str
    reason: str

    @property
    def act_key(self) -> ActKey | None:
        """The signature or consent that the sources differ about; None for another act."""
        if self.action not in _ON_JOINING:
            return None
        return self.treaty, self.actor, self.action == "consent"


def decisions_of(discrepancies: Iterable[Discrepancy]) -> Decisions:
    """Return the values chosen for signatures and consents, by act and property."""
    return {
        (discrepancy.act_key, discrepancy.property_name): discrepancy.chosen_value
        for discrepancy in discrepancies
        if discrepancy.act_key
    }


def read_discrepancies(data: Path, treaties: Collection[str], references: References) -> tuple[Discrepancy, ...]:
    """Return the known discrepancies in file order.

    Raises DataError for an unknown treaty, actor, territory, act, property, source or status, and
    for a property of another act than a signature or consent that is not its day.
    """
    statuses = references.vocabularies["discrepancy-status"]
    discrepancies = tuple(
        Discrepancy(
            row=row,
            key=row.required("id"),
            treaty=row.one_of("treaty", treaties, "treaty"),
            actor=row.one_of("actor", references.actors, "actor"),
            territory=row.optional("territory", references.territories, "territory"),
            action=row.one_of("action", (*_ON_JOINING, *EVENT_KINDS), "action"),
            property_name=row.one_of("property", PROPERTIES, "property"),
            chosen_value=row["chosen_value"],
            chosen_source=row.one_of("chosen_source", references.sources, "source"),
            other_value=row["other_value"],
            other_source=row.one_of("other_source", references.sources, "source"),
            status=row.one_of("status", statuses, "status"),
            reason=row.required("reason"),
        )
        for row in read_csv(data / "corrections.csv", _COLUMNS, key="id")
    )
    for discrepancy in discrepancies:
        if discrepancy.act_key and discrepancy.territory:
            raise discrepancy.row.fail("a signature or consent concerns no territory", discrepancy.territory)
        if not discrepancy.act_key and discrepancy.property_name != "date":
            raise discrepancy.row.fail("of such an act only the day is compared", discrepancy.property_name)
    return discrepancies

"""The other acts under a treaty (`data/treaties/<key>/events.csv`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from csekg.facts.actors import Actor, actor_of
from csekg.facts.declarations import DeclarationKey, check_listed, declaration_key
from csekg.facts.sources import Source, check_known_then, check_year_known_then
from csekg.facts.tables import Row, read_csv
from csekg.facts.vocabularies import Vocabularies

WITHDRAWAL = "reservation-withdrawal"
MODIFICATION = "declaration-modification"
DECLARANT = "declarant"
EVENT_KINDS = (
    "territorial-application", "territorial-exclusion", "territorial-declaration", "invitation",
    "authority-designation", "declaration", WITHDRAWAL, MODIFICATION, "objection", DECLARANT,
    "denunciation",
)  # fmt: skip
_COLUMNS = (
    "actor", "territory", "kind", "made_upon", "date", "effective_on", "until", "withdraws",
    "withdraws_part", "modifies", "detail", "source",
)  # fmt: skip
#: The columns that name declarations, and the kind of event that may use them.
_NAMING = {"withdraws": WITHDRAWAL, "withdraws_part": WITHDRAWAL, "modifies": MODIFICATION}


@dataclass(frozen=True, slots=True)
class Event:
    """Another act, such as a territorial application, an invitation or a withdrawal.

    `on` is the day that the source prints, `year` the year where it prints no day; `made_upon` is
    the occasion where it prints that instead. `until` is the first day on which an invitation has
    expired. `withdraws`, `withdraws_part` and `modifies` name the declarations that the act takes
    back or changes.
    """

    row: Row
    treaty: str
    actor: str
    territory: str
    kind: str
    made_upon: str
    on: date | None
    year: int | None
    effective_on: date | None
    until: date | None
    withdraws: tuple[DeclarationKey, ...]
    withdraws_part: tuple[DeclarationKey, ...]
    modifies: tuple[DeclarationKey, ...]
    detail: str
    source: str


def read_events(
    data: Path,
    treaty: str,
    actors: Mapping[str, Actor],
    territories: Collection[str],
    sources: Mapping[str, Source],
    vocabularies: Vocabularies,
    declarations: Collection[DeclarationKey],
) -> tuple[Event, ...]:
    """Return the events under a treaty in file order, () if it has no such file.

    `declarations` are those of the treaty. Raises DataError for an unknown actor, territory, kind
    or source, for an event dated after the as-of date of its source, for one that takes back a
    declaration which is not listed, and for a declarant whose declaration is listed.
    """
    file = data / "treaties" / treaty / "events.csv"
    if not file.exists():
        return ()
    declarants = {key.actor for key in declarations}
    events = []
    for row in read_csv(file, _COLUMNS, key=_COLUMNS):
        source = row.one_of("source", sources, "source")
        on, year = row.day_or_year("date")
        check_known_then(row, on, sources[source])
        check_year_known_then(row, year, sources[source])
        actor = actor_of(row, actors)
        kind = row.one_of("kind", EVENT_KINDS, "kind of event")
        if kind == DECLARANT and actor in declarants:
            hint = "The declaration itself is listed; remove the row."
            raise row.fail("an event says only that there is a declaration", actor, hint)
        events.append(
            Event(
                row,
                treaty,
                actor,
                row.optional("territory", territories, "territory"),
                kind,
                row.optional("made_upon", vocabularies["made-upon"], "occasion"),
                on,
                year,
                row.day("effective_on"),
                row.day("until"),
                _named(row, "withdraws", actor, kind, declarations),
                _named(row, "withdraws_part", actor, kind, declarations),
                _named(row, "modifies", actor, kind, declarations),
                row["detail"],
                source,
            )
        )
    return tuple(events)


def _named(
    row: Row, column: str, actor: str, kind: str, declarations: Collection[DeclarationKey]
) -> tuple[DeclarationKey, ...]:
    """Return the declarations of the actor that a column names."""
    keys = tuple(declaration_key(row, column, actor, part) for part in row.list(column))
    if keys and kind != _NAMING[column]:
        raise row.fail(f"column {column} belongs to a {_NAMING[column]}", row[column])
    for key in keys:
        check_listed(row, column, key, declarations)
    return keys

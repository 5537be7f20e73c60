"""The declarations and events of a treaty (`data/treaties/<key>/declarations.csv`, `events.csv`).

Declarations are the family of reservations, declarations, objections and communications.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from csekg.facts.actors import Actor, actor_of
from csekg.facts.sources import Source, check_known_then, check_year_known_then
from csekg.facts.tables import Row, read_csv
from csekg.facts.vocabularies import Vocabularies

DECLARATION_KINDS = (
    "reservation", "interpretative-declaration", "declaration", "binding-age-declaration",
    "objection", "communication",
)  # fmt: skip
EVENT_KINDS = (
    "territorial-application", "territorial-exclusion", "territorial-declaration", "invitation",
    "authority-designation", "declaration", "reservation-withdrawal", "declaration-modification",
    "objection", "declarant", "denunciation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Declaration:
    """A reservation, declaration, objection or communication as a source prints it.

    `provisions` are those it concerns, as printed. `effect` and `gist` are the editors' reading.
    `minimum_age` is in years, `objects_to` the key of an actor.
    """

    row: Row
    treaty: str
    actor: str
    number: int
    kind: str
    provisions: tuple[str, ...]
    made_upon: str
    made_on: date | None
    effect: str
    gist: str
    minimum_age: int | None
    withdrawn: str
    objects_to: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Event:
    """Another act, such as a territorial application, an invitation or a withdrawal.

    `year` is that of the act where the source gives no day. `until` is the first day on which an
    invitation has expired.
    """

    row: Row
    treaty: str
    actor: str
    territory: str
    kind: str
    on: date | None
    year: int | None
    effective_on: date | None
    until: date | None
    detail: str
    source: str


def read_declarations(
    data: Path,
    treaty: str,
    actors: Mapping[str, Actor],
    provisions: Collection[str],
    sources: Mapping[str, Source],
    vocabularies: Vocabularies,
) -> tuple[Declaration, ...]:
    """Return the declarations under a treaty in file order, () if it has no such file.

    `provisions` are the known ones, as printed. Raises DataError for an unknown actor, provision,
    kind or source, and for a declaration dated after the as-of date of its source.
    """
    file = data / "treaties" / treaty / "declarations.csv"
    columns = (
        "actor", "number", "kind", "provisions", "made_upon", "made_on", "effect", "gist",
        "minimum_age", "withdrawn", "objects_to", "source", "note",
    )  # fmt: skip
    if not file.exists():
        return ()
    declarations = []
    for row in read_csv(file, columns, key=("actor", "kind", "number")):
        concerned = tuple(row.list("provisions"))
        for printed in concerned:
            if printed not in provisions:
                raise row.fail(f"unknown provision of {treaty}", printed,
                               "Add it to articles.csv of the treaty.")  # fmt: skip
        source = row.one_of("source", sources, "source")
        check_known_then(row, row.day("made_on"), sources[source])
        number = row.number("number")
        if number is None:
            raise row.fail("column number may not be empty", "")
        declarations.append(
            Declaration(
                row,
                treaty,
                actor_of(row, actors),
                number,
                row.one_of("kind", DECLARATION_KINDS, "kind of declaration"),
                concerned,
                row.optional("made_upon", vocabularies["made-upon"], "occasion"),
                row.day("made_on"),
                row.optional("effect", vocabularies["effect"], "effect"),
                row["gist"],
                row.number("minimum_age"),
                row.optional("withdrawn", vocabularies["withdrawal"], "withdrawal"),
                actor_of(row, actors, "objects_to") if row["objects_to"] else "",
                source,
                row["note"],
            )
        )
    return tuple(declarations)


def read_events(
    data: Path,
    treaty: str,
    actors: Mapping[str, Actor],
    territories: Collection[str],
    sources: Mapping[str, Source],
) -> tuple[Event, ...]:
    """Return the events under a treaty in file order, () if it has no such file.

    Raises DataError for an unknown actor, territory, kind or source, and for an event dated after
    the as-of date of its source.
    """
    file = data / "treaties" / treaty / "events.csv"
    columns = (
        "actor", "territory", "kind", "date", "effective_on", "until", "detail", "source",
    )  # fmt: skip
    if not file.exists():
        return ()
    events = []
    for row in read_csv(file, columns, key=columns):
        source = row.one_of("source", sources, "source")
        on, year = row.day_or_year("date")
        check_known_then(row, on, sources[source])
        check_year_known_then(row, year, sources[source])
        events.append(
            Event(
                row,
                treaty,
                actor_of(row, actors),
                row.optional("territory", territories, "territory"),
                row.one_of("kind", EVENT_KINDS, "kind of event"),
                on,
                year,
                row.day("effective_on"),
                row.day("until"),
                row["detail"],
                source,
            )
        )
    return tuple(events)

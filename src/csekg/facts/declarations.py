"""The declarations and the other acts under a treaty (`declarations.csv` and `events.csv`).

Declarations are the family of reservations, declarations, objections and communications.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from csekg.errors import did_you_mean
from csekg.facts.actors import Actor, References, actor_of
from csekg.facts.provisions import Provision
from csekg.facts.sources import Source, check_known_then, check_year_known_then
from csekg.facts.tables import Row, read_csv

_CLAUSE_COLUMNS = "clause,excludes,source"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationClause:
    """A provision under which a State may exclude or limit other provisions of the treaty.

    `clause` and `excludes` are provisions as printed, `source` is where the clause was read.
    """

    treaty: str
    clause: str
    excludes: tuple[str, ...]
    source: str


def read_reservation_clauses(
    data: Path, provisions: Mapping[str, Mapping[str, Provision]], sources: Mapping[str, Source]
) -> tuple[ReservationClause, ...]:
    """Return the clauses of all treaties, by treaty and in the order of the text.

    A clause on a whole chapter, as a federal clause, has no row. Raises DataError for a clause
    listed twice, one that excludes nothing, and for an unknown provision or source.
    """
    clauses: list[ReservationClause] = []
    for treaty, listed in provisions.items():
        file = data / "treaties" / treaty / "reservation_clauses.csv"
        if file.exists():
            clauses += (_read_clause(row, treaty, listed, sources) for row in read_csv(file, _CLAUSE_COLUMNS, "clause"))
    return tuple(clauses)


def _read_clause(
    row: Row, treaty: str, listed: Mapping[str, Provision], sources: Mapping[str, Source]
) -> ReservationClause:
    row.required("excludes")
    return ReservationClause(
        treaty=treaty,
        clause=row.one_of("clause", listed, f"provision of {treaty}"),
        excludes=row.each_of("excludes", listed, f"provision of {treaty}"),
        source=row.one_of("source", sources, "source"),
    )


DECLARATION_KINDS = (
    "reservation",
    "interpretative-declaration",
    "declaration",
    "binding-age-declaration",
    "objection",
    "communication",
)
_COLUMNS = (
    "actor,territory,number,kind,provisions,made_upon,made_on,made_on_source,effect,gist,minimum_age,"
    "withdrawn,objects_to,source,printed_as,printed_in,note"
)


class DeclarationKey(NamedTuple):
    """What names a declaration under a treaty; `number` counts those of an actor and kind."""

    actor: str
    kind: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A reservation, declaration, objection or communication as a source prints it.

    `printed_as` is what the depositary's list calls it, in the source `printed_in`, both empty where
    no list was read. `provisions` are those it concerns, as printed; `territories` those for which alone it was made.
    `made_on` is the day that a source prints, `made_on_source` the source of the day or, without
    one, of the occasion `made_upon`. `effect` and `gist` are the editors' reading. `minimum_age` is
    in years. An objection is directed at `objects_to`, the key of an actor, and where it is known
    which, at its declarations `objects_to_declarations`.
    """

    row: Row
    treaty: str
    actor: str
    territories: tuple[str, ...]
    number: int
    kind: str
    printed_as: tuple[str, ...]
    printed_in: str
    provisions: tuple[str, ...]
    made_upon: str
    made_on: date | None
    made_on_source: str
    effect: str
    gist: str
    minimum_age: int | None
    withdrawn: str
    objects_to: str
    objects_to_declarations: tuple[DeclarationKey, ...]
    source: str
    note: str

    @property
    def key(self) -> DeclarationKey:
        """Actor, kind and number: unique under one treaty."""
        return DeclarationKey(self.actor, self.kind, self.number)


def read_declarations(
    data: Path, treaty: str, provisions: Collection[str], references: References
) -> tuple[Declaration, ...]:
    """Return the declarations under a treaty in file order, () if it has no such file.

    `provisions` are the known ones, as printed. Raises DataError for an unknown actor, territory,
    provision, kind or source, for a declaration dated after the as-of date of the source of its
    day, and for an objection to a declaration that is not listed.
    """
    file = data / "treaties" / treaty / "declarations.csv"
    if not file.exists():
        return ()
    declarations = [
        _read(row, treaty, provisions, references) for row in read_csv(file, _COLUMNS, key="actor,kind,number")
    ]
    keys = {declaration.key for declaration in declarations}
    for declaration in declarations:
        for key in declaration.objects_to_declarations:
            check_listed(declaration.row, "objects_to", key, keys)
    return tuple(declarations)


def _read(row: Row, treaty: str, provisions: Collection[str], references: References) -> Declaration:
    actors, sources = references.actors, references.sources
    vocabularies = references.vocabularies
    concerned = tuple(row.list("provisions"))
    for printed in concerned:
        if printed not in provisions:
            raise row.fail(f"unknown provision of {treaty}", printed, "Add it to articles.csv of the treaty.")
    source = row.one_of("source", sources, "source")
    made_on, made_on_source = row.day("made_on"), row.optional("made_on_source", sources, "source")
    if made_on_source == source:
        raise row.fail("column made_on_source repeats the source", source, "Leave it empty.")
    check_known_then(row, made_on, sources[made_on_source or source])
    printed_in = row.optional("printed_in", sources, "source")
    if printed_in and not row["printed_as"]:
        raise row.fail("column printed_in needs a heading in printed_as", printed_in)
    number = row.number("number")
    if number is None:
        raise row.fail("column number may not be empty", "")
    objects_to, declarations = _objected(row, actors)
    return Declaration(
        row=row,
        treaty=treaty,
        actor=actor_of(row, actors),
        territories=row.each_of("territory", references.territories, "territory"),
        number=number,
        kind=row.one_of("kind", DECLARATION_KINDS, "kind of declaration"),
        printed_as=row.each_of("printed_as", vocabularies["printed-as"], "heading"),
        printed_in=printed_in or (source if row["printed_as"] else ""),
        provisions=concerned,
        made_upon=row.optional("made_upon", vocabularies["made-upon"], "occasion"),
        made_on=made_on,
        made_on_source=made_on_source or source,
        effect=row.optional("effect", vocabularies["effect"], "effect"),
        gist=row["gist"],
        minimum_age=row.number("minimum_age"),
        withdrawn=row.optional("withdrawn", vocabularies["withdrawal"], "withdrawal"),
        objects_to=objects_to,
        objects_to_declarations=declarations,
        source=source,
        note=row["note"],
    )


def _objected(row: Row, actors: Mapping[str, Actor]) -> tuple[str, tuple[DeclarationKey, ...]]:
    """Return the actor objected to, and those of its declarations that the row names."""
    parts = row.list("objects_to")
    if len(parts) == 1 and "/" not in parts[0]:
        return actor_of(row, actors, "objects_to"), ()
    keys = []
    for part in parts:
        actor, _, rest = part.partition("/")
        if actor not in actors:
            hint = did_you_mean(actor, actors)
            raise row.fail("unknown actor in column objects_to", actor, hint)
        keys.append(declaration_key(row, "objects_to", actor, rest))
    if len({key.actor for key in keys}) > 1:
        raise row.fail("column objects_to names several actors", row["objects_to"])
    return (keys[0].actor if keys else ""), tuple(keys)


def declaration_key(row: Row, column: str, actor: str, text: str) -> DeclarationKey:
    """Return the key of a declaration of an actor, from `reservation/2`; raises DataError."""
    kind, _, number = text.partition("/")
    if kind not in DECLARATION_KINDS or not number.isdecimal():
        raise row.fail(f"column {column} names no declaration", text, "Write it as reservation/2.")
    return DeclarationKey(actor, kind, int(number))


def check_listed(row: Row, column: str, key: DeclarationKey, keys: Collection[DeclarationKey]) -> None:
    """Raise DataError for a reference to a declaration that no row of the treaty has."""
    if key not in keys:
        same = sorted(f"{k.kind}/{k.number}" for k in keys if k.actor == key.actor)
        raise row.fail(
            f"column {column} names a declaration that declarations.csv does not list",
            f"{key.actor} {key.kind}/{key.number}",
            f"{key.actor} made: {', '.join(same) or 'none'}.",
        )


WITHDRAWAL = "reservation-withdrawal"
MODIFICATION = "declaration-modification"
DECLARANT = "declarant"
EVENT_KINDS = (
    "territorial-application",
    "territorial-exclusion",
    "territorial-declaration",
    "invitation",
    "authority-designation",
    "declaration",
    WITHDRAWAL,
    MODIFICATION,
    "objection",
    DECLARANT,
    "denunciation",
)
_EVENT_COLUMNS = (
    "actor,territory,kind,made_upon,date,effective_on,until,withdraws,withdraws_part,modifies,detail,source"
)
#: The columns that name declarations, and the kind of event that may use them.
_NAMING = {"withdraws": WITHDRAWAL, "withdraws_part": WITHDRAWAL, "modifies": MODIFICATION}


@dataclass(frozen=True, slots=True, kw_only=True)
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
    data: Path, treaty: str, declarations: Collection[DeclarationKey], references: References
) -> tuple[Event, ...]:
    """Return the events under a treaty in file order, () if it has no such file.

    `declarations` are those of the treaty. Raises DataError for an unknown actor, territory, kind
    or source, for an event dated after the as-of date of its source, for one that takes back a
    declaration which is not listed, and for a declarant whose declaration is listed.
    """
    file = data / "treaties" / treaty / "events.csv"
    if not file.exists():
        return ()
    sources, vocabularies = references.sources, references.vocabularies
    declarants = {key.actor for key in declarations}
    events = []
    for row in read_csv(file, _EVENT_COLUMNS, key=_EVENT_COLUMNS):
        source = row.one_of("source", sources, "source")
        on, year = row.day_or_year("date")
        check_known_then(row, on, sources[source])
        check_year_known_then(row, year, sources[source])
        actor = actor_of(row, references.actors)
        kind = row.one_of("kind", EVENT_KINDS, "kind of event")
        if kind == DECLARANT and actor in declarants:
            hint = "The declaration itself is listed; remove the row."
            raise row.fail("an event says only that there is a declaration", actor, hint)
        events.append(
            Event(
                row=row,
                treaty=treaty,
                actor=actor,
                territory=row.optional("territory", references.territories, "territory"),
                kind=kind,
                made_upon=row.optional("made_upon", vocabularies["made-upon"], "occasion"),
                on=on,
                year=year,
                effective_on=row.day("effective_on"),
                until=row.day("until"),
                withdraws=_named(row, "withdraws", actor, kind, declarations),
                withdraws_part=_named(row, "withdraws_part", actor, kind, declarations),
                modifies=_named(row, "modifies", actor, kind, declarations),
                detail=row["detail"],
                source=source,
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

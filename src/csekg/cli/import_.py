"""`csekg import`: prints what a depositary's file states, one record per row."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from csekg.cli.tables import print_rows

# Readers are imported when the command runs: that takes longer than other commands do.
if TYPE_CHECKING:
    from csekg.importers import SourceRecord

COLUMNS = ("participant", "actor", "territory", "kind", "date", "marker", "effective_on", "text", "place")
#: What only some sources tell of statements: the columns follow the others where a file tells one.
_OF_STATEMENTS = ("occasion", "targets")


class RecordFormat(StrEnum):
    """The ways to print records."""

    csv = "csv"
    json = "json"


def import_(
    form: Annotated[
        str, typer.Argument(metavar="FORMAT", help="The format: verdragenbank, mtdsg, untc, fedlex or csv.")
    ],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Saved files.")],
    treaty: Annotated[
        str | None, typer.Option("--treaty", metavar="KEY", help="Refuse files that are not about this treaty.")
    ] = None,
    format_: Annotated[RecordFormat, typer.Option("--format", help="How to print the rows.")] = (RecordFormat.csv),
) -> None:
    """Print what saved files of a depositary state, one record per row; no fact is written.

    All files are read before the first row is printed: one that is not what its format says ends
    the command with a message and exit code 2. Names that csekg does not know have no actor.
    """
    from csekg.importers import actors_of, of_treaty, read_file

    readings = [(file.name, reading) for file in files for reading in read_file(form, file)]
    unchecked: list[str] = []
    if treaty is not None:
        readings, unchecked = of_treaty(treaty, readings)
    records = [record for _, reading in readings for record in reading.records]
    actors, warnings = actors_of(record.participant for record in records)
    for file, reading in readings:
        for notice in reading.notices:
            typer.echo(f"{file}: {notice}", err=True)
        for warning in reading.warnings:
            typer.echo(f"warning: {warning}", err=True)
    for warning in (*unchecked, *warnings):
        typer.echo(f"warning: {warning}", err=True)
    tells_more = any(record.occasion or record.targets for record in records)
    columns = (*COLUMNS, *_OF_STATEMENTS) if tells_more else COLUMNS
    rows = [_cells(record, actors[record.participant])[: len(columns)] for record in records]
    print_rows(columns, rows, format_)


def _cells(record: SourceRecord, actor: str) -> tuple[str, ...]:
    from csekg.importers import is_actor, territory_of

    days = (day.isoformat() if day else "" for day in (record.day, record.effective_on))
    day, effective_on = days
    # A list may name a territory like a State.
    is_territory = bool(actor) and not record.territory and not is_actor(record.participant)
    territory = territory_of(record.participant, actor) if is_territory else None
    return (
        record.participant,
        actor,
        territory.name if territory else record.territory,
        record.kind,
        day,
        record.marker,
        effective_on,
        record.text,
        record.place,
        record.occasion,
        "; ".join(record.targets),
    )

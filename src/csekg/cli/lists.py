"""`csekg import` prints what saved lists state, `csekg refresh` brings the facts up to date from lists of today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from csekg.cli.tables import print_rows
from csekg.errors import CsekgError
from csekg.languages.days import parse_day
from csekg.resources import data_dir, ontology_dir

# Readers and the build are imported when a command runs: that takes longer than other commands do.
if TYPE_CHECKING:
    from csekg.importers import SourceRecord
    from csekg.importers.refresh import TreatyList

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


#: The exit code where a list says something new.
_NEW = 1


def refresh(
    from_: Annotated[
        Path | None, typer.Option("--from", metavar="FOLDER", help="Read saved pages in FOLDER, and FOLDER/<format>/*.")
    ] = None,
    treaty: Annotated[str | None, typer.Option("--treaty", metavar="KEY", help="Only this treaty.")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The day of saved files that tell none.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; write nothing.")] = False,
    accept_removals: Annotated[
        bool, typer.Option("--accept-removals", help="Believe lists that lack what was there before.")
    ] = False,
) -> None:
    """Fetch or read today's lists, check them, and write what is new into the fact files; git shows what changed.

    Exit code 0: nothing is new (the days of reading may have moved). 1: something is new.
    2: refused, nothing is written.
    """
    from csekg.importers.refresh import refresh as run

    done = run(
        data_dir(),
        ontology_dir(),
        _lists(from_, treaty, as_of),
        accept_removals=accept_removals,
        dry_run=dry_run,
        progress=_progress,
    )
    for line in done.read:
        print(f"read: {line}")
    for notice in done.notices:
        print(f"to decide: {notice}")
    for name, (added, removed) in done.files.items():
        print(f"{'would change' if dry_run else 'changed'}: data/{name}, lines +{added} -{removed}")
    print("Something is new." if done.is_new else "Nothing is new.")
    if done.is_new:
        raise typer.Exit(_NEW)


def _progress(step: str) -> None:
    typer.echo(step, err=True)


def _lists(folder: Path | None, treaty: str | None, as_of: str | None) -> Iterator[TreatyList]:
    from csekg.derived.all_facts import read_all_facts
    from csekg.errors import UnknownNameError
    from csekg.importers.refresh import Fetcher, fetched_lists, read_feeds, saved_lists

    facts = read_all_facts(data_dir(), ontology_dir())
    if treaty and treaty not in facts.treaties:
        raise UnknownNameError("treaty", treaty, facts.treaties)
    feeds = read_feeds(data_dir(), facts.treaties)
    if folder:
        yield from saved_lists(
            folder=folder, treaties=facts.treaties, feeds=feeds, only=treaty, as_of=_day(as_of), notice=_progress
        )
        return
    if as_of:
        raise CsekgError("--as-of is for saved files (--from): what is fetched is of today")
    with Fetcher(report=_progress) as fetcher:
        yield from fetched_lists(fetcher, facts.treaties, feeds, treaty, _progress)


def _day(text: str | None) -> date | None:
    try:
        day = parse_day(text) if text else None
    except ValueError:
        raise CsekgError(f"--as-of {text!r} is no date. Write a day as 2007-04-27.") from None
    if day and day > date.today():
        raise CsekgError(f"--as-of {day} lies in the future")
    return day

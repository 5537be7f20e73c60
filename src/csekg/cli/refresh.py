"""`csekg refresh`: brings the facts up to date from the depositaries, or from saved files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from csekg.errors import CsekgError
from csekg.languages.days import parse_day
from csekg.resources import data_dir, ontology_dir

# Readers and the build are imported when the command runs: that takes longer than others do.
if TYPE_CHECKING:
    from csekg.importers.refresh import TreatyList

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

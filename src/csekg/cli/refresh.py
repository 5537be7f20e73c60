"""`csekg refresh`: brings the facts up to date from the depositaries, or from saved files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from csekg.days import parse_day
from csekg.errors import CsekgError
from csekg.resources import data_dir, ontology_dir

# Readers and the build are imported when the command runs: that takes longer than others do.
if TYPE_CHECKING:
    from csekg.refresh.refresh import RefreshResult
    from csekg.refresh.source_list import ListFile

_NEW = 1


class ReportFormat(StrEnum):
    """The ways to print what changed."""

    table = "table"
    markdown = "markdown"
    json = "json"


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
    sheet: Annotated[
        Path | None, typer.Option("--sheet", metavar="FILE", help="Write what nobody has read yet to a new CSV file.")
    ] = None,
    format_: Annotated[ReportFormat, typer.Option("--format", help="How to print what changed.")] = ReportFormat.table,
) -> None:
    """Fetch or read today's lists, check them, and write what is new into the fact files.

    Exit code 0: nothing is new (the days of reading may have moved). 1: something is new.
    2: refused, nothing is written.
    """
    from csekg.dataset.cache import open_store
    from csekg.refresh.refresh import refresh as run

    done = run(
        data_dir(),
        ontology_dir(),
        partial(open_store, progress=_progress),
        _lists(from_, treaty, as_of),
        accept_removals=accept_removals,
        dry_run=dry_run,
        progress=_progress,
    )
    if sheet:
        from csekg.refresh.proposals import write_sheet

        write_sheet(done.unread, sheet)
    _print(done, format_, dry_run)
    from csekg.facts.refresh_schedule import read_exports, reviews_read_to

    for export in read_exports(data_dir()):
        typer.echo(
            f"notice: recommendations are read to {reviews_read_to(data_dir())}; "
            f"csekg import {export['format']} reads what {export['address']} offers",
            err=True,
        )
    if done.changes:
        raise typer.Exit(_NEW)


def _progress(step: str) -> None:
    typer.echo(step, err=True)


def _lists(folder: Path | None, treaty: str | None, as_of: str | None) -> Iterator[ListFile]:
    from csekg.derived.all_facts import read_all_facts
    from csekg.errors import UnknownNameError
    from csekg.facts.refresh_schedule import read_feeds
    from csekg.refresh.fetching import Fetcher
    from csekg.refresh.source_list import fetched_lists, saved_lists

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


def _print(done: RefreshResult, form: ReportFormat, dry_run: bool) -> None:
    if form is ReportFormat.json:
        content = {
            "summary": _summary(done),
            "changes": done.changes,
            "read": done.read,
            "notices": done.notices,
            "files": done.files,
        }
        print(json.dumps(content, ensure_ascii=False, indent=2))
        return
    verb = "would change" if dry_run else "changed"
    if form is ReportFormat.markdown:
        print(_markdown(done, verb))
        return
    for notice in done.notices:
        typer.echo(f"notice: {notice}", err=True)
    for change in done.changes:
        print(change)
    print(f"{_summary(done)} Files {verb}: {len(done.files)}.")


def _summary(done: RefreshResult) -> str:
    new = sum(change.startswith("new: ") for change in done.changes)
    return (
        f"Lists read: {len(done.read)}. {'' if done.changes else 'Nothing new. '}Acts: {new} new, "
        f"{len(done.changes) - new} gone. Statements not yet read: {len(done.unread)}."
    )


def _markdown(done: RefreshResult, verb: str) -> str:
    parts = [_summary(done)]
    for title, lines in (
        ("What changed", done.changes),
        ("For a person to read", done.notices),
        ("Lists read", done.read),
        (f"Files {verb}", done.files),
    ):
        if lines:
            parts.append(f"## {title}\n\n" + "\n".join(f"- {line}" for line in lines))
    return "\n\n".join(parts)

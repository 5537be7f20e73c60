"""What commands share: options, steps as they are done, and rows as a table, as CSV or as JSON."""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from csekg.languages.days import parse_day
from csekg.languages.messages import _
from csekg.languages.words import later

if TYPE_CHECKING:
    from datetime import date

    from rich.console import Console


class RowFormat(StrEnum):
    """The formats in which rows are printed."""

    table = "table"
    csv = "csv"
    json = "json"


Format = Annotated[RowFormat, typer.Option("--format", help="How to print the rows.")]

#: The headings of tables, the same as the names of their columns.
_HEADINGS = {
    "acts and reasons": later("acts and reasons"),
    "data as of": later("data as of"),
    "key": later("key"),
    "legal basis": later("legal basis"),
    "name": later("name"),
    "parameters and defaults": later("parameters and defaults"),
    "question": later("question"),
    "since": later("since"),
    "status": later("status"),
    "treaty": later("treaty"),
}


def say(text: str, *, err: bool = False) -> None:
    """Print a text in the current language; `err` prints it on standard error."""
    typer.echo(str(text), err=err)


def steps() -> Callable[[str], None]:
    """Return what prints a step on standard error, with the seconds since now."""
    started = time.perf_counter()

    def progress(step: str) -> None:
        typer.echo(f"{time.perf_counter() - started:5.1f} s  {step}", err=True)

    return progress


def parse_day_option(text: str) -> date:
    """Return the day that an option gives; raises typer.BadParameter for any other text."""
    try:
        return parse_day(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def print_rows(columns: Sequence[str], rows: Sequence[Sequence[str]], form: str = RowFormat.table) -> None:
    """Print rows to standard output in a `RowFormat`; JSON is a list of objects by column.

    Headings of a table are in the current language, the names of columns in CSV and JSON English.
    """
    rows = [tuple(map(str, row)) for row in rows]
    if form == RowFormat.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    elif form == RowFormat.json:
        records = [dict(zip(columns, row, strict=True)) for row in rows]
        print(json.dumps(records, ensure_ascii=False, indent=2))
    else:
        # Imported here, since no other format needs it.
        from rich.box import SIMPLE_HEAD
        from rich.table import Table

        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        for column in columns:
            heading = _(_HEADINGS[column]) if column in _HEADINGS else column
            table.add_column(str(heading), overflow="fold")
        for row in rows:
            table.add_row(*row)
        console().print(table)


def console() -> Console:
    """Return a console that is 160 columns wide where the output is not a terminal."""
    from rich.console import Console

    # In a pipe rich wraps at 80 columns, which breaks rows for tools such as grep.
    return Console(width=None if sys.stdout.isatty() else 160, markup=False, highlight=False)

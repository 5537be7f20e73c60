"""`csekg freshness`: how long ago each list was read, for people and for monitoring."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from csekg.cli.tables import Format, RowFormat, parse_day_option, print_rows, say
from csekg.dataset.cache import open_store
from csekg.languages.messages import _

_COLUMNS = (
    "treaty",
    "list",
    "as of",
    "complete on",
    "checked until",
    "read until",
    "days since",
    "next check",
    "overdue",
)
#: A list is older than the threshold. 2 is an error, as for every command.
_TOO_OLD = 1


def freshness(
    max_age: Annotated[
        int | None,
        typer.Option(
            "--max-age", min=0, metavar="DAYS", help="End with exit code 1 if a list was read longer ago than this."
        ),
    ] = None,
    today: Annotated[
        date | None,
        typer.Option(
            "--today",
            parser=parse_day_option,
            metavar="DAY",
            help="Count from this day, as 2026-11-25; else from today (UTC).",
        ),
    ] = None,
    format_: Format = RowFormat.table,
) -> None:
    """Show until when each list was read, how long ago that is, and when it is due again."""
    from csekg.answers.status.coverage import freshness as library
    from csekg.days import today as this_day

    rows = library(open_store(), today or this_day())
    print_rows(
        _COLUMNS,
        [
            (
                row.treaty.key,
                row.list_of,
                row.as_of.isoformat(),
                _day(row.complete_on),
                _day(row.checked_until),
                row.read_until.isoformat(),
                str(row.days_since),
                _day(row.next_check),
                _("yes") if row.overdue else _("no"),
            )
            for row in rows
        ],
        format_,
    )
    old = [row for row in rows if max_age is not None and row.days_since > max_age]
    if old:
        first = max(old, key=lambda row: row.days_since)
        say(
            _(
                "{number} of {all} lists were read more than {age} days ago, the oldest {oldest} "
                "days ago: {treaty}, {list}",
                number=len(old),
                all=len(rows),
                age=max_age,
                oldest=first.days_since,
                treaty=first.treaty.key,
                list=first.list_label,
            ),
            err=True,
        )
        raise typer.Exit(_TOO_OLD)


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""

"""`csekg status`, `state`, `gaps` and `promises`: who is bound, and what was promised and found."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from csekg.cli.tables import Format, RowFormat, parse_day_option, print_rows, say
from csekg.dataset.cache import open_store
from csekg.languages.messages import _, sentences
from csekg.languages.texts import joined
from csekg.languages.words import later

# Answers are imported when a command runs, so that a service starts without them.
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from csekg.answers.practice.promises import AssessorFinding, StatePromises
    from csekg.answers.status.status_answers import Standing, StatusReport


Day = Annotated[
    date | None,
    typer.Option("--on", parser=parse_day_option, metavar="DAY", help="The day, as 2007-04-27; else the as-of date."),
]
Treaty = Annotated[str, typer.Argument(help="A treaty key, such as opsc or untoc.")]

_LEGAL_BASIS = {
    "urged": later("Legal basis: urged by operative paragraph 3 of resolution 16/2."),
    "recalled": later("Legal basis: recalled, not urged, by resolution 16/2."),
    "noted": later("Legal basis: taken note of, neither urged nor recalled, by resolution 16/2."),
    "related": later("Legal basis: not in resolution 16/2: a related instrument."),
}
_COLUMNS = ("key", "name", "status", "since", "until", "reason")


def status(treaty: Treaty, on: Day = None, format_: Format = RowFormat.table) -> None:
    """Show the status of every State under a treaty on a day, and the totals."""
    from csekg.answers.common.names import status_headings
    from csekg.answers.status import status_answers as library

    store = open_store()
    report = library.status(store, treaty, on)
    if format_ == RowFormat.table:
        headings = status_headings(store)
        _print_head(report)
        _print_counts(report, headings)
        for code in ("party", "contracting-state", "signatory"):
            _print_group(report, code, headings[code])
        command = f"csekg gaps {report.treaty.key} --on {report.on}"
        say(_("Who is not bound, and why: {command}", command=command))
    else:
        _warn_beyond(report, err=True)
        print_rows(_COLUMNS, [_cells(row) for row in report.rows], format_)


def gaps(treaty: Treaty, on: Day = None, format_: Format = RowFormat.table) -> None:
    """Show which States are not bound by a treaty, split by the reason, with the legal basis."""
    from csekg.answers.common.names import status_headings
    from csekg.answers.common.references import ORDER
    from csekg.answers.status import status_answers as library

    store = open_store()
    report = library.gaps(store, treaty, on)
    if format_ == RowFormat.table:
        headings = status_headings(store)
        _print_head(report)
        for code in ORDER[1:]:
            _print_group(report, code, headings[code])
    else:
        _warn_beyond(report, err=True)
        print_rows(_COLUMNS, [_cells(row) for row in report.rows], format_)


def state(
    name: Annotated[str, typer.Argument(help="An ISO 3166 alpha-3 code or a name.")],
    on: Day = None,
    format_: Format = RowFormat.table,
) -> None:
    """Show what a State has done about every treaty, those that the resolution urges first."""
    from csekg.answers.common.references import actor_ref
    from csekg.answers.status import status_answers as library
    from csekg.languages.days import spelled

    store = open_store()
    actor = actor_ref(store, name)
    rows = library.state(store, actor.key, on)
    if format_ == RowFormat.table:
        if on:
            head = _("{state} ({key}), on {day}", state=actor.name, key=actor.key, day=spelled(on))
        else:
            head = _("{state} ({key}), each on its own as-of date", state=actor.name, key=actor.key)
        say(f"{head}\n")
    beyond = sum(row.beyond_data for row in rows)
    if on and beyond:
        warning = _(
            "{day} is beyond the data on {beyond} of {number} treaties: what is shown of these is "
            "the last status known. What happened after the day in the column “data as of” may be "
            "missing here.",
            day=spelled(on),
            beyond=beyond,
            number=len(rows),
        )
        say(
            f"{warning}\n",
            # On standard error where a program reads the rows.
            err=format_ != RowFormat.table,
        )
    print_rows(
        ("key", "treaty", "legal basis", "status", "since", "acts and reasons", "data as of"),
        [
            (
                row.treaty.key,
                row.treaty.name,
                row.legal_basis,
                row.status_label,
                _since(row),
                row.acts or row.reason,
                row.as_of.isoformat(),
            )
            for row in rows
        ],
        format_,
    )


def _cells(row: Standing) -> tuple[str, ...]:
    until = row.until.isoformat() if row.until else ""
    return (row.actor.key, row.actor.name, row.status, row.since.isoformat(), until, row.acts or row.reason)


def _since(row: Standing) -> str:
    """Return since when a status is held, which may be before the State had its name."""
    since = (row.held_since or row.since).isoformat()
    return since if row.day_known else _("{day} at the latest", day=since)


def _print_head(report: StatusReport) -> None:
    from csekg.languages.days import spelled

    info = report.treaty
    say(f"{info.title} ({info.key})")
    say(sentences(_("On {day}.", day=spelled(report.on)), _("Data as of {day}.", day=spelled(info.as_of)), info.note))
    _warn_beyond(report)
    say(f"{_(_LEGAL_BASIS[info.legal_basis])}\n")


def _warn_beyond(report: StatusReport, *, err: bool = False) -> None:
    """Print a warning if the day is after the as-of date; `err` prints it on standard error."""
    from csekg.languages.days import spelled

    if report.treaty.is_before(report.on):
        say(
            _(
                "{day} is beyond the data: what is shown is the last status known. What happened "
                "after {as_of} may be missing here.",
                day=spelled(report.on),
                as_of=spelled(report.treaty.as_of),
            ),
            err=err,
        )


def _print_counts(report: StatusReport, headings: Mapping[str, str]) -> None:
    for code, count in report.counts().items():
        if count:
            say(f"{count:5}  {headings[code]}")
    counts = report.counts()
    if counts["contracting-state"]:
        consented = counts["party"] + counts["contracting-state"]
        words = _("parties, if counted from the consent as a depositary may do")
        say(f"{consented:5}  {words}")
    say("")


def _print_group(report: StatusReport, code: str, heading: str) -> None:
    rows = report.with_status(code)
    if rows:
        say(_("{heading}: {number}", heading=heading, number=len(rows)))
        print_rows(
            ("key", "name", "since", "acts and reasons"),
            [(row.actor.key, row.actor.name, _since(row), row.acts or row.reason) for row in rows],
        )


_PROMISE_COLUMNS = ("paragraph", "bound by", "assessor", "indicator", "scope", "year", "value", "conforms", "source")


def promises(
    name: Annotated[str, typer.Argument(help="An ISO 3166 alpha-3 code or a name.")], format_: Format = RowFormat.table
) -> None:
    """Show what binds a State to each paragraph, and what assessors found there."""
    from csekg.answers.common.references import actor_ref
    from csekg.answers.practice.promises import promises as library

    store = open_store()
    record = library(store, actor_ref(store, name).key)
    if format_ == RowFormat.table:
        say(_("{state} ({key}): promised and found", state=record.actor.name, key=record.actor.key))
        say(
            _(
                "Each value is that of the assessor named beside it, for its year and scope. Not "
                "assessed and unknown are not no."
            )
        )
        say("")
    rows = list(_rows(record))
    if format_ == RowFormat.table:
        # For people, what binds the State stands once for each paragraph.
        rows = [row if n == 0 or row[:2] != rows[n - 1][:2] else ("", "", *row[2:]) for n, row in enumerate(rows)]
    print_rows(_PROMISE_COLUMNS, rows, format_)


def _rows(record: StatePromises) -> Iterator[tuple[str, ...]]:
    for promise in record.promises:
        by = joined(
            "; ",
            (
                f"{binding.treaty.key} {binding.since}" + ("*" if binding.statements else "")
                for binding in promise.bindings
            ),
        )
        if not promise.found:
            yield (promise.paragraph.key, by, *("",) * 7)
        for findings in promise.found:
            yield from _values(promise.paragraph.key, by, findings)
    for findings in record.context:
        yield from _values("", "", findings)


def _values(paragraph: str, by: str, findings: AssessorFinding) -> Iterator[tuple[str, ...]]:
    head = (paragraph, by, findings.assessor.name, findings.indicator.name, findings.scope.name)
    if not findings.values:
        yield (*head, "", _("not assessed"), "", "")
    for value in findings.values:
        printed = value.printed_value or _("no value printed")
        conforms = "" if value.conforms is None else str(value.conforms).lower()
        yield (*head, str(value.assessed_year), printed, conforms, value.source.key)

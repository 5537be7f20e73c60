"""`csekg promises`: what a State promised, and what assessors found in law and practice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from csekg.cli.tables import RowFormat, print_rows, say
from csekg.dataset.kept import open_store
from csekg.languages.messages import _
from csekg.languages.texts import joined

# Answers are imported when a command runs, so that a service starts without them.
if TYPE_CHECKING:
    from collections.abc import Iterator

    from csekg.answers.practice.promises import AssessorFinding, StatePromises

_COLUMNS = ("paragraph", "bound by", "assessor", "indicator", "scope", "year", "value", "conforms", "source")


def promises(
    name: Annotated[str, typer.Argument(help="An ISO 3166 alpha-3 code or a name.")],
    format_: Annotated[RowFormat, typer.Option("--format", help="How to print the rows.")] = RowFormat.table,
) -> None:
    """Show what binds a State to each paragraph, and what assessors found there."""
    from csekg.answers.common.references import find_actor
    from csekg.answers.practice.promises import promises as library

    store = open_store()
    found = library(store, find_actor(store, name).key)
    if format_ == RowFormat.table:
        say(_("{state} ({key}): promised and found", state=found.actor.name, key=found.actor.key))
        say(
            _(
                "Each value is that of the assessor named beside it, for its year and scope. Not "
                "assessed and unknown are not no."
            )
        )
        say("")
    rows = list(_rows(found))
    if format_ == RowFormat.table:
        # For people, what binds the State stands once for each paragraph.
        rows = [row if n == 0 or row[:2] != rows[n - 1][:2] else ("", "", *row[2:]) for n, row in enumerate(rows)]
    print_rows(_COLUMNS, rows, format_)


def _rows(found: StatePromises) -> Iterator[tuple[str, ...]]:
    for promise in found.promises:
        by = joined(
            "; ",
            (
                f"{binding.treaty.key} {binding.since}" + ("*" if binding.statements else "")
                for binding in promise.bindings
            ),
        )
        if not promise.found:
            yield (promise.paragraph.key, by, *("",) * 7)
        for each in promise.found:
            yield from _values(promise.paragraph.key, by, each)
    for each in found.context:
        yield from _values("", "", each)


def _values(paragraph: str, by: str, found: AssessorFinding) -> Iterator[tuple[str, ...]]:
    head = (paragraph, by, found.assessor.name, found.indicator.name, found.scope.name)
    if not found.values:
        yield (*head, "", _("not assessed"), "", "")
    for value in found.values:
        printed = value.printed_value or _("no value printed")
        conforms = "" if value.conforms is None else str(value.conforms).lower()
        yield (*head, str(value.assessed_year), printed, conforms, value.source.key)

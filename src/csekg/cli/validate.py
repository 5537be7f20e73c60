"""`csekg validate` checks the dataset or a user's file against the treaties' clauses, `csekg check` claims."""

from __future__ import annotations

import csv
import sys
from collections.abc import Collection, Sequence
from contextlib import nullcontext
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pyoxigraph as ox
import typer

from csekg.cli.tables import Format, RowFormat, print_rows
from csekg.dataset.cache import changeable, open_store
from csekg.errors import CsekgError
from csekg.sparql.store import QueryEngine

# The validator is imported when the command runs: that takes longer than other commands do.
if TYPE_CHECKING:
    from csekg.validation.findings import Report
    from csekg.validation.shapes import Shape
    from csekg.validation.submissions.submission import Submission


class ReportFormat(StrEnum):
    """The ways to print a report."""

    text = "text"
    turtle = "turtle"
    json_ld = "json-ld"
    json = "json"
    csv = "csv"
    junit = "junit"


class Validator(StrEnum):
    """The validators: csekg's own, and pySHACL, which takes hundreds of times as long."""

    fast = "fast"
    pyshacl = "pyshacl"


def validate(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="A CSV (treaty,actor,kind,date[,in_force_on,signed_on]) or Turtle file of treaty actions, "
            "5,000 at most; without one, the dataset of csekg."
        ),
    ] = None,
    format_: Annotated[ReportFormat, typer.Option("--format", help="How to print the report.")] = ReportFormat.text,
    validator: Annotated[
        Validator, typer.Option("--engine", help="Set queries, or pySHACL: the same findings, slowly.")
    ] = Validator.fast,
) -> None:
    """Check dates and acts against the treaties' final clauses; exit code 1 for violations.

    A file of your own is checked together with the dataset; only what concerns its lines is
    reported. Exit code 2 means that the check could not run.
    """
    from csekg.answers.quality.quality import in_language
    from csekg.validation.shapes import read_shapes, shapes_dir
    from csekg.validation.submissions.validator import validate_file

    shapes, dataset = read_shapes(shapes_dir()), open_store()

    def run(store: QueryEngine, submission: Submission | None = None) -> Report:
        focus = submission.lines if submission else None
        return in_language(_run(validator, store, shapes, focus), dataset, submission)

    report = validate_file(file, partial(changeable, dataset), run) if file else run(dataset)
    sys.stdout.write(str(_written(report, format_)))
    sys.stdout.flush()
    if report.violations:
        raise typer.Exit(1)


def _run(validator: Validator, store: QueryEngine, shapes: Sequence[Shape], focus: Collection[str] | None) -> Report:
    if validator is Validator.fast:
        from csekg.validation import validate

        return validate(store, shapes, focus or ())
    # Importing pySHACL and rdflib takes longer than the other validator takes to run.
    from csekg.validation.shapes import shapes_dir
    from csekg.validation.with_pyshacl import shapes_for_pyshacl, validate_with_pyshacl

    shacl = shapes_for_pyshacl(shapes_dir())
    return validate_with_pyshacl(store, shapes, shacl, None if focus is None else sorted(focus))


def _written(report: Report, form: ReportFormat) -> str:
    from csekg.validation.reports import as_csv, as_json, as_junit, as_rdf, as_text

    match form:
        case ReportFormat.text:
            return as_text(report)
        case ReportFormat.turtle:
            return as_rdf(report, ox.RdfFormat.TURTLE)
        case ReportFormat.json_ld:
            return as_rdf(report, ox.RdfFormat.JSON_LD)
        case ReportFormat.json:
            return as_json(report)
        case ReportFormat.csv:
            return as_csv(report)
        case ReportFormat.junit:
            return as_junit(report)


if TYPE_CHECKING:
    from csekg.answers.claims.checking import Stated

# Some thousand claims: each of them takes a millisecond or two.
_MOST_BYTES = 1_000_000
_COLUMNS = ("claim", "verdict", "reason")
_ABOUT = (
    "A text file with a claim a line, or CSV with the column text or state, treaty, claim and day; - is standard input."
)


def check(file: Annotated[Path, typer.Argument(help=_ABOUT)], format_: Format = RowFormat.table) -> None:
    """Check claims about States under treaties; exit code 1 if one is contradicted."""
    from csekg.answers.claims.checking import check as check_claims
    from csekg.answers.search.entries import read_entries
    from csekg.answers.search.indexes import Names

    store = open_store()
    found = check_claims(store, Names(store, read_entries(store, {})), _read(file))
    rows = [
        (item.text, item.verdict, " ".join(map(str, filter(None, (item.problem, *(c.reason for c in item.checked))))))
        for item in found.items
    ]
    print_rows(_COLUMNS, rows, format_)
    sys.stdout.flush()
    if found.contradicted:
        raise typer.Exit(1)


def _read(file: Path) -> list[str | Stated]:
    """Return the claims of a file; raises CsekgError for one that cannot be read or has none."""
    from csekg.answers.claims.sent import COLUMNS, claims_of, rows_of

    try:
        with nullcontext(sys.stdin.buffer) if str(file) == "-" else file.open("rb") as stream:
            sent = stream.read(_MOST_BYTES + 1)
        if len(sent) > _MOST_BYTES:
            raise ValueError(f"it has more than {_MOST_BYTES:,} bytes; divide it into smaller files")
        text = sent.decode("utf-8-sig")
        first = text.partition("\n")[0].strip().split(",")
        if file.suffix == ".csv" or set(first) <= set(COLUMNS):
            claims = claims_of(rows_of(text))
        else:
            claims = [*filter(None, map(str.strip, text.splitlines()))]
    except (OSError, ValueError, csv.Error) as error:
        raise CsekgError(f"{file} cannot be read: {error}") from None
    if not claims:
        raise CsekgError(f"{file} has no claims: write one a line")
    return claims

"""`csekg validate`: check the dataset, or a file of one's own, against the treaties' clauses."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pyoxigraph as ox
import typer

from csekg.dataset.kept import open_store, opened_bytes
from csekg.sparql.store import QueryEngine

# The validator is imported when the command runs, since it takes longer than other commands.
if TYPE_CHECKING:
    from csekg.validation.findings import Report
    from csekg.validation.shapes import Shape


class ReportFormat(StrEnum):
    """The ways to print a report."""

    text = "text"
    turtle = "turtle"
    json_ld = "json-ld"
    json = "json"
    csv = "csv"
    junit = "junit"


class Engine(StrEnum):
    """Who validates: our set queries, or pySHACL, which takes hundreds of times as long."""

    fast = "fast"
    pyshacl = "pyshacl"


def validate(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="A CSV (treaty,actor,kind,date[,in_force_on,signed_on]), Turtle or JSON-LD "
            "file of treaty actions; without one, the dataset of csekg."
        ),
    ] = None,
    format_: Annotated[
        ReportFormat, typer.Option("--format", help="How to print the report.")
    ] = ReportFormat.text,
    engine: Annotated[
        Engine, typer.Option("--engine", help="Set queries, or pySHACL: the same findings, slowly.")
    ] = Engine.fast,
) -> None:
    """Check dates and acts against the treaties' final clauses; exit code 1 for violations.

    A file of your own is checked together with the dataset; only what concerns its lines is
    reported. Exit code 2 means that the check could not run.
    """  # fmt: skip
    from csekg.validation.reading import read_shapes, shapes_dir
    from csekg.validation.submissions.submissions import validate_file

    shapes = read_shapes(shapes_dir())

    def run(store: QueryEngine, focus: Collection[str] | None = None) -> Report:
        return _run(engine, store, shapes, focus)

    report = validate_file(file, opened_bytes, run) if file else run(open_store())
    sys.stdout.write(_written(report, format_))
    sys.stdout.flush()
    if report.violations:
        raise typer.Exit(1)


def _run(
    engine: Engine, store: QueryEngine, shapes: Sequence[Shape], focus: Collection[str] | None
) -> Report:
    if engine is Engine.fast:
        from csekg.validation import fast

        return fast.validate(store, shapes, focus or ())
    # pySHACL and rdflib take longer to load than the fast path to run.
    from csekg.validation import stock
    from csekg.validation.reading import shapes_dir

    shacl = stock.shapes_graph(shapes_dir())
    return stock.validate(store, shapes, shacl, None if focus is None else sorted(focus))


def _written(report: Report, form: ReportFormat) -> str:
    from csekg.validation.formats import as_csv, as_json, as_junit, as_rdf
    from csekg.validation.report import as_text

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

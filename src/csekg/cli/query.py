"""`csekg query`: list the saved queries, run one, or any SPARQL query."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pyoxigraph as ox
import typer

from csekg.cli.tables import print_rows, say
from csekg.dataset.cache import open_store
from csekg.errors import CsekgError
from csekg.languages.messages import _, ngettext, stated
from csekg.namespaces import PREFIXES
from csekg.sparql.store import QueryEngine, Results, Term, read, rows_of

if TYPE_CHECKING:
    from csekg.sparql.saved_queries import SavedQuery

# `csekg.sparql.saved_queries` is imported when a command runs, so that the start of a service need
# not wait for it.


class QueryFormat(StrEnum):
    """The formats in which the answer of a query is printed."""

    table = "table"
    json = "json"
    xml = "xml"
    csv = "csv"
    tsv = "tsv"
    turtle = "turtle"


_SOLUTIONS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}


def query(
    what: Annotated[
        str,
        typer.Argument(
            help="Name of a saved query, a file ending in .rq, or - for input; without it they are listed.",
            show_default=False,
        ),
    ] = "",
    parameters: Annotated[list[str] | None, typer.Argument(help="Parameters of a saved query, as treaty=opsc.")] = None,
    format_: Annotated[QueryFormat, typer.Option("--format", help="How to print the answer.")] = QueryFormat.table,
    dataset: Annotated[Path | None, typer.Option("--dataset", help="Ask this N-Quads or TriG file instead.")] = None,
) -> None:
    """Run a saved query by name, a query in a file, or one from standard input; list the saved ones."""
    from csekg.sparql.saved_queries import check_keys, find_query

    if not what:
        _list(format_)
        return
    values = _pairs(parameters or [])
    bindings: dict[str, Term] = {}
    saved: SavedQuery | None = None
    if what == "-" or what.endswith(".rq"):
        text = sys.stdin.read() if what == "-" else _read(Path(what))
        if values:
            raise CsekgError("parameters go with saved queries; write the values into the query")
        store = open_store(dataset)
    elif "{" in what:
        raise CsekgError(
            "a query of your own comes from a file whose name ends in .rq, or from "
            "standard input: echo 'ASK { ... }' | csekg query -"
        )
    else:
        saved = find_query(what)
        text, bindings = saved.text, saved.bindings(values)
        store = open_store(dataset)
        check_keys(store, saved, bindings)
    results = store.ask(text, bindings) if saved else store.query(text)
    read(results, lambda results: _print(results, format_, store if saved else None))
    if not saved:
        for warning in store.warnings(text):
            say(warning, err=True)


def _list(form: QueryFormat) -> None:
    """Print the saved queries with their questions and parameters, as rows."""
    from csekg.sparql.saved_queries import saved_queries

    if form not in (QueryFormat.table, QueryFormat.csv, QueryFormat.json):
        raise CsekgError(f"the list of saved queries is printed as table, csv or json, not {form}")
    rows = [
        (q.name, stated(q.question), " ".join(f"{p.name}={p.default}" for p in q.parameters))
        for q in saved_queries().values()
    ]
    print_rows(("name", "question", "parameters and defaults"), rows, form)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CsekgError(f"cannot read {file}: {error}") from None


def _pairs(parameters: list[str]) -> dict[str, str]:
    pairs = {}
    for parameter in parameters:
        name, equals, value = parameter.partition("=")
        if not equals:
            from csekg.sparql.saved_queries import TYPES

            raise CsekgError(
                f"{parameter!r} is no parameter; write name=value. Types: "
                + "; ".join(form for form, _ in TYPES.values())
            )
        pairs[name] = value
    return pairs


def _print(results: Results, form: QueryFormat, store: QueryEngine | None) -> None:
    """Print results; a table of ours, from `store`, has texts in the current language."""
    if isinstance(results, ox.QueryTriples):
        if form not in (QueryFormat.turtle, QueryFormat.table):
            raise CsekgError(f"this query gives a graph: print it as turtle, not {form}")
        ox.serialize(results, sys.stdout.buffer, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    elif form == QueryFormat.turtle:
        raise CsekgError("this query gives rows, not a graph: print them as table, csv, json ...")
    elif form != QueryFormat.table:
        sys.stdout.buffer.write(results.serialize(format=_SOLUTIONS[form]) or b"")
        sys.stdout.buffer.flush()
    elif isinstance(results, ox.QueryBoolean):
        say(_("yes") if results else _("no"))
    else:
        names = [variable.value for variable in results.variables]
        solutions = rows_of(results)
        if store:
            from csekg.answers.common.translations import in_language

            solutions = in_language(store, solutions)
        print_rows(names, [[_short(row[name]) for name in names] for row in solutions])
        say(ngettext("{number} row", "{number} rows", len(solutions)))


def _short(term: object) -> str:
    if term is None:
        return ""
    value = str(getattr(term, "value", term))
    if isinstance(term, ox.NamedNode):
        for prefix in ("instrument", "state", "status", "id", "cse"):
            if value.startswith(PREFIXES[prefix]):
                return f"{prefix}:{value.removeprefix(PREFIXES[prefix])}"
    return value

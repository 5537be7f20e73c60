"""The tidy tables of a release as each format gives them, and as plain SPARQL does: all as text."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pyoxigraph as ox

from csekg.namespaces import PREFIXES
from csekg.tables.all_tables import BY_NAME
from csekg.tables.tidy_table import Several, Variable

Rows = list[tuple[str, ...]]


def asked(graphs: ox.Store, name: str) -> Rows:
    """What Oxigraph itself answers to the query of a table, by nothing of csekg."""
    table = BY_NAME[name]
    solutions = graphs.query(table.query, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    rows = set()
    for solution in solutions:
        cells = []
        for column in table.columns:
            term = solution[column.key]
            text = "" if term is None else str(getattr(term, "value", ""))
            if column.kind == "integer" and text:
                # Codes such as 004 are numbers here.
                text = str(int(text))
            if isinstance(column.value, Several):
                text = "; ".join(sorted(part.split(column.value.cut)[-1] for part in text.split(" ")))
            cut = column.value.cut if isinstance(column.value, Variable) else ""
            cells.append(text.split(cut)[-1] if cut else text)
        rows.add(tuple(cells))
    return sorted(rows)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _texts(rows: list[tuple[object, ...]]) -> Rows:
    return sorted(tuple(map(_text, row)) for row in rows)


def from_csv(folder: Path, name: str) -> Rows:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    assert header == [column.key for column in BY_NAME[name].columns]
    return sorted(map(tuple, rows))


def from_parquet(folder: Path, name: str) -> Rows:
    table = pq.read_table(folder / f"{name}.parquet")
    return _texts([tuple(row.values()) for row in table.to_pylist()])


def from_sqlite(folder: Path, name: str) -> Rows:
    with closing(sqlite3.connect(folder / "csekg.sqlite")) as database:
        rows = database.execute(f"SELECT * FROM {name}").fetchall()
    # SQLite has 1 and 0 for true and false.
    truth = [column.kind == "boolean" for column in BY_NAME[name].columns]
    return _texts(
        [
            tuple(bool(cell) if true and cell is not None else cell for cell, true in zip(row, truth, strict=True))
            for row in rows
        ]
    )


def from_workbook(folder: Path, name: str) -> Rows:
    with closing(openpyxl.load_workbook(folder / "csekg.xlsx", read_only=True)) as book:
        header, *rows = book[name].iter_rows(values_only=True)
    columns = BY_NAME[name].columns
    assert header == tuple(column.key for column in columns)
    truth = {"yes": True, "no": False}
    return _texts(
        [
            tuple(
                cell.date()
                if isinstance(cell, datetime)
                else truth[cell]
                if column.kind == "boolean" and cell
                else cell
                for cell, column in zip(row, columns, strict=True)
            )
            for row in rows
        ]
    )


FORMATS: dict[str, Callable[[Path, str], Rows]] = {
    "csv": from_csv,
    "parquet": from_parquet,
    "sqlite": from_sqlite,
    "xlsx": from_workbook,
}

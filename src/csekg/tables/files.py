"""The files of the tidy tables: each table as CSV and Parquet, all in one database, described."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from csekg.sparql.store import QueryEngine
from csekg.tables import described
from csekg.tables.all_tables import TABLES
from csekg.tables.as_csv import to_csv
from csekg.tables.as_sqlite import to_sqlite
from csekg.tables.as_workbook import to_tidy_workbook
from csekg.tables.extra import is_there
from csekg.tables.sql import views_sql
from csekg.tables.table import Row

#: The folder of the files.
FOLDER = "tidy"
_JSON, _LD_JSON = "application/json", "application/ld+json"


@dataclass(frozen=True, slots=True)
class About:
    """What the descriptions say of the whole: title, summary, version and day, as text."""

    title: str
    summary: str
    version: str
    day: str


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file: its name below `FOLDER`, media type, what it holds, its bytes."""

    name: str
    media_type: str
    contents: str
    content: bytes


def rows_of_tables(store: QueryEngine) -> dict[str, list[Row]]:
    """Return the rows of all tables by name; raises CsekgError as `Table.rows` does."""
    return {table.name: table.rows(store) for table in TABLES}


def table_files(rows: Mapping[str, Sequence[Row]], about: About) -> Iterator[TableFile]:
    """Yield the files, those that need `csekg[tables]` only where that is installed."""
    sums = {}
    for table in TABLES:
        content = to_csv(table.keys, rows[table.name], line_end="\n")
        sums[f"{table.name}.csv"] = hashlib.sha256(content).hexdigest()
        yield TableFile(f"{table.name}.csv", "text/csv", f"One row is {table.row_is}", content)
    on_the_web = "The CSV files described as CSV on the Web"
    yield TableFile(
        "csv-metadata.json", "application/csvm+json", on_the_web, described.csvw(TABLES)
    )
    yield TableFile("datapackage.json", _JSON, "The CSV files described as a data package",
                    described.frictionless(TABLES, about.title, about.version))  # fmt: skip
    yield TableFile(
        "croissant.json", _LD_JSON, "The CSV files described in Croissant",
        described.croissant(TABLES, about.title, about.summary, about.version, about.day, sums),
    )  # fmt: skip
    yield TableFile("views.sql", "application/sql", "The main questions as views in SQL",
                    views_sql())  # fmt: skip
    whole = "All tables in one file, with keys and a view for each main question"
    yield TableFile("csekg.sqlite", "application/vnd.sqlite3", whole, to_sqlite(TABLES, rows))
    yield TableFile(
        "csekg.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "All tables in one workbook, with what their columns mean",
        to_tidy_workbook(TABLES, rows, about.title, about.version, about.day),
    )  # fmt: skip
    if is_there():
        # Imported here, since a plain installation has neither Arrow nor DuckDB.
        from csekg.tables.as_arrow import to_parquet
        from csekg.tables.as_duckdb import to_duckdb

        for table in TABLES:
            yield TableFile(
                f"{table.name}.parquet", "application/vnd.apache.parquet",
                f"One row is {table.row_is}", to_parquet(table, rows[table.name]),
            )  # fmt: skip
        yield TableFile("csekg.duckdb", "application/octet-stream", whole,
                        to_duckdb(TABLES, rows))  # fmt: skip

"""The files of the tidy tables: CSV, Parquet, one database, and a Frictionless description."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from csekg.errors import is_installed
from csekg.sparql.store import QueryEngine
from csekg.tables.all_tables import TABLES
from csekg.tables.as_csv import to_csv
from csekg.tables.as_sqlite import to_sqlite, views_sql
from csekg.tables.as_workbook import to_tidy_workbook
from csekg.tables.table import Row
from csekg.tables.tidy_table import TidyColumn, TidyTable

#: The folder of the files.
FOLDER = "tidy"


@dataclass(frozen=True, slots=True)
class About:
    """What workbook and description say of the whole: title, version and day, as text."""

    title: str
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
    for table in TABLES:
        content = to_csv(table.keys, rows[table.name], line_end="\n")
        yield TableFile(f"{table.name}.csv", "text/csv", f"One row is {table.row_is}", content)
    yield TableFile(
        "datapackage.json",
        "application/json",
        "The CSV files described as a data package",
        frictionless(TABLES, about.title, about.version),
    )
    yield TableFile("views.sql", "application/sql", "The main questions as views in SQL", views_sql())
    whole = "All tables in one file, with keys and a view for each main question"
    yield TableFile("csekg.sqlite", "application/vnd.sqlite3", whole, to_sqlite(TABLES, rows))
    yield TableFile(
        "csekg.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "All tables in one workbook, with what their columns mean",
        to_tidy_workbook(TABLES, rows, about.title, about.version, about.day),
    )
    if is_installed("tables"):
        # Imported here, since a plain installation has no Arrow.
        from csekg.tables.as_arrow import to_parquet

        for table in TABLES:
            yield TableFile(
                f"{table.name}.parquet",
                "application/vnd.apache.parquet",
                f"One row is {table.row_is}",
                to_parquet(table, rows[table.name]),
            )


#: The address of the licence of the data.
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_TYPES = {"text": "string", "category": "string", "day": "date", "boolean": "boolean", "integer": "integer"}


def frictionless(tables: Sequence[TidyTable], title: str, version: str) -> bytes:
    """Return the description of the CSV files as a Frictionless data package."""
    return (
        json.dumps(
            {
                "profile": "tabular-data-package",
                "name": "csekg",
                "title": title,
                **({"version": version} if version else {}),
                "licenses": [{"name": "CC-BY-4.0", "path": LICENCE}],
                "resources": [
                    {
                        "profile": "tabular-data-resource",
                        "name": table.name,
                        "path": f"{table.name}.csv",
                        "description": f"One row is {table.row_is}",
                        "format": "csv",
                        "mediatype": "text/csv",
                        "encoding": "utf-8",
                        "schema": {
                            "fields": [_field(column) for column in table.columns],
                            "missingValues": [""],
                            # A part of some keys may be empty, which no primary key allows.
                            **({"primaryKey": list(table.key)} if _whole_key(table) else {}),
                            "foreignKeys": [
                                {
                                    "fields": column.key,
                                    # An empty name is that of the table itself.
                                    "reference": {
                                        "resource": "" if other == table.name else other,
                                        "fields": _key_of(tables, other),
                                    },
                                }
                                for column, other in table.references()
                            ],
                        },
                    }
                    for table in tables
                ],
            },
            ensure_ascii=False,
            indent=1,
        ).encode()
        + b"\n"
    )


def _field(column: TidyColumn) -> dict[str, object]:
    return {
        "name": column.key,
        "type": _TYPES[column.kind],
        "description": column.meaning,
        **({"constraints": {"required": True}} if column.required else {}),
    }


def _whole_key(table: TidyTable) -> bool:
    return all(column.required for column in table.columns if column.key in table.key)


def _key_of(tables: Sequence[TidyTable], name: str) -> str:
    (key,) = next(table.key for table in tables if table.name == name)
    return key

"""The tidy tables in SQL: keys and a view for each main question, as one SQLite file."""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path

from csekg.tables.table import Row
from csekg.tables.tidy_table import TidyTable


@dataclass(frozen=True, slots=True)
class View:
    """A view: its name, the question that it answers, and its SELECT."""

    name: str
    question: str
    select: str


@cache
def views() -> tuple[View, ...]:
    """Return the views, one for each main question, in the order of their names."""
    folder = resources.files("csekg.tables") / "views"
    found = []
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".sql"):
            text = file.read_text(encoding="utf-8")
            question = " ".join(re.findall("^-- (.*)$", text, re.MULTILINE))
            select = re.sub("^--.*\n", "", text, flags=re.MULTILINE).strip()
            found.append(View(file.name.removesuffix(".sql"), question, select))
    return tuple(found)


def create_table(table: TidyTable, types: Mapping[str, str]) -> str:
    """Return the statement that creates a table with its keys; `types` are SQL's, by kind."""
    lines = [
        f"{column.key} {types[column.kind]}" + (" NOT NULL" if column.required else "") for column in table.columns
    ]
    if all(column.required for column in table.columns if column.key in table.key):
        lines.append(f"PRIMARY KEY ({', '.join(table.key)})")
    else:
        # A part of the key may be empty, which SQL allows in no primary key.
        lines.append(f"UNIQUE ({', '.join(table.key)})")
    for column, other in table.references():
        lines.append(f"FOREIGN KEY ({column.key}) REFERENCES {other}")
    return f"CREATE TABLE {table.name} (\n  " + ",\n  ".join(lines) + "\n)"


def create_views() -> Iterator[str]:
    """Yield the statements that create the views."""
    for view in views():
        yield f"CREATE VIEW {view.name} AS\n{view.select}"


def views_sql() -> bytes:
    """Return the statements that create the views as one text, each after its question."""
    return "\n".join(f"-- {view.question}\nCREATE VIEW {view.name} AS\n{view.select};\n" for view in views()).encode()


def inserting(table: TidyTable) -> str:
    """Return the statement that inserts a row, with a question mark for each value."""
    return f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(table.columns))})"


#: SQLite has no type for days and none for true and false: ISO 8601 text, and 1 and 0.
_TYPES = {"text": "TEXT", "category": "TEXT", "day": "TEXT", "boolean": "INTEGER", "integer": "INTEGER"}
# Where a file names the version of the library that wrote it last (SQLite file format, 1.3).
_VERSION_AT = slice(96, 100)


def to_sqlite(tables: Sequence[TidyTable], rows: Mapping[str, Sequence[Row]]) -> bytes:
    """Return the tables as a SQLite file; equal rows give equal bytes with one library."""
    with tempfile.TemporaryDirectory(prefix="csekg-sqlite-") as folder:
        file = Path(folder, "csekg.sqlite")
        with closing(sqlite3.connect(os.fspath(file), isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("BEGIN")
            for table in tables:
                database.execute(create_table(table, _TYPES))
                database.executemany(inserting(table), map(_stored, rows[table.name]))
            for statement in create_views():
                database.execute(statement)
            database.execute("COMMIT")
        content = bytearray(file.read_bytes())
    content[_VERSION_AT] = bytes(4)
    return bytes(content)


def _stored(row: Row) -> tuple[str | float | None, ...]:
    return tuple(value.isoformat() if isinstance(value, date) else value for value in row)

"""The tidy tables as one SQLite file, with keys and a view for each main question."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from csekg.tables.sql import create_table, create_views, inserting
from csekg.tables.table import Row
from csekg.tables.tidy_table import TidyTable

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

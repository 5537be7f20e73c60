"""The tidy tables as one DuckDB file, with keys, comments and a view for each main question."""

from __future__ import annotations

import hashlib
import struct
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from csekg.errors import CsekgError
from csekg.tables.as_arrow import to_arrow
from csekg.tables.sql import create_table, create_views, views
from csekg.tables.table import Row
from csekg.tables.tidy_table import TidyTable

# The header of a file: its checksum, and the random bytes that DuckDB marks each file with.
_CHECKSUM, _HEADER, _RANDOM = slice(0, 8), slice(8, 4096), slice(124, 140)
_TYPES = {"text": "VARCHAR", "category": "VARCHAR", "day": "DATE", "boolean": "BOOLEAN",
          "integer": "INTEGER"}  # fmt: skip


def to_duckdb(tables: Sequence[TidyTable], rows: Mapping[str, Sequence[Row]]) -> bytes:
    """Return the tables as a DuckDB file; equal rows give equal bytes with one version of DuckDB.

    Raises CsekgError where a row refers to one that is missing, and for a version of DuckDB whose
    files begin in another way.
    """
    with tempfile.TemporaryDirectory(prefix="csekg-duckdb-") as folder:
        file = Path(folder, "csekg.duckdb")
        # One thread writes the blocks in one order.
        with duckdb.connect(file, config={"threads": 1}) as database:
            for table in tables:
                # DuckDB would check a row's reference to the same table before all rows are in.
                database.execute(create_table(table, _TYPES, to_itself=False))
                database.register("made", to_arrow(table, rows[table.name]))
                try:
                    database.execute(f"INSERT INTO {table.name} SELECT * FROM made")
                except duckdb.ConstraintException as error:
                    raise CsekgError(f"the dataset does not hold together: {error}") from None
                database.unregister("made")
                _comment(database, "TABLE", table.name, f"One row is {table.row_is}")
                for column in table.columns:
                    place = f"{table.name}.{column.key}"
                    _comment(database, "COLUMN", place, column.meaning)
            for statement in create_views():
                database.execute(statement)
            for view in views():
                _comment(database, "VIEW", view.name, view.question)
            database.execute("CHECKPOINT")
        return _without_chance(file.read_bytes())


def _without_chance(content: bytes) -> bytes:
    """Return a DuckDB file with bytes that follow from its content in place of the random ones."""
    made = bytearray(content)
    if _checksum(made[_HEADER]) != made[_CHECKSUM]:
        raise CsekgError(
            f"DuckDB {duckdb.__version__} writes a header of another form: install the version "
            "that csekg[tables] names"
        )
    made[_RANDOM] = hashlib.sha256(content[_HEADER.stop :]).digest()[:16]
    made[_CHECKSUM] = _checksum(made[_HEADER])
    return bytes(made)


def _checksum(block: bytes | bytearray) -> bytes:
    """Return the checksum that DuckDB gives a block of its files (its checksum.cpp)."""
    found = 5381
    for (word,) in struct.iter_unpack("<Q", block):
        found ^= word * 0xBF58476D1CE4E5B9 % (1 << 64)
    return struct.pack("<Q", found)


def _comment(database: duckdb.DuckDBPyConnection, what: str, name: str, text: str) -> None:
    quoted = text.replace("'", "''")
    database.execute(f"COMMENT ON {what} {name} IS '{quoted}'")

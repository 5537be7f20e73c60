"""Files of tables over the small facts; the tests of tables leave the process as it was."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import pytest

from csekg.sparql.oxigraph_store import Store
from csekg.tables.files import About, rows_of_tables, table_files


@pytest.fixture(scope="module", autouse=True)
def _field_limit() -> Iterator[None]:
    """Frictionless lifts the limit of a CSV field for the whole process; our readers rely on it."""
    limit = csv.field_size_limit()
    yield
    csv.field_size_limit(limit)


@pytest.fixture(scope="session")
def made(small_store: Store) -> dict[str, bytes]:
    """The content of each file."""
    about = About("The title", "2026.11.0", "2026-11-26")
    return {file.name: file.content for file in table_files(rows_of_tables(small_store), about)}

"""The tests of tables leave the process as it was."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module", autouse=True)
def _field_limit() -> Iterator[None]:
    """Frictionless lifts the limit of a CSV field for the whole process; our readers rely on it."""
    limit = csv.field_size_limit()
    yield
    csv.field_size_limit(limit)

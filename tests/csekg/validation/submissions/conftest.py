"""Submissions stand beside the part of the dataset that they concern."""

from __future__ import annotations

import pytest

from tests.lean import lean


@pytest.fixture(scope="session")
def dataset(dataset: bytes) -> bytes:
    """The dataset without the acts of most States."""
    return lean(dataset)

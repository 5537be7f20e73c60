"""A service over a small dataset that two named graphs share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from csekg.store import Store
from csekg_api.app import create_app


@pytest.fixture(scope="session")
def small_file() -> Path:
    return Path(__file__).with_name("small.trig")


@pytest.fixture(scope="session")
def client(small_file: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Store.open(small_file), "abc123")) as test_client:
        yield test_client

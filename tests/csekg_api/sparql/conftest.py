"""The service over real sockets: over a dataset of four triples, and over that of the small facts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from csekg.sparql.oxigraph_store import Store
from tests.csekg_api.service import Service, serving

SMALL = Path(__file__).parents[1] / "small.trig"


@pytest.fixture(scope="session")
def small() -> Iterator[Service]:
    with serving("--dataset", str(SMALL)) as service:
        yield service


@pytest.fixture(scope="session")
def store(small_dataset: bytes) -> Store:
    """What the service `real` holds."""
    return Store(small_dataset)


@pytest.fixture(scope="session")
def real(small_dataset: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    file = tmp_path_factory.mktemp("real") / "csekg.nq"
    file.write_bytes(small_dataset)
    with serving("--dataset", str(file)) as service:
        yield service

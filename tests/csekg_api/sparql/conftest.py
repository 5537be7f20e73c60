"""The service over real sockets: once over a small dataset, once over the real one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.csekg_api.service import Service, serving

SMALL = Path(__file__).parents[1] / "small.trig"


@pytest.fixture(scope="session")
def small() -> Iterator[Service]:
    with serving("--dataset", str(SMALL)) as service:
        yield service


@pytest.fixture(scope="session")
def real(dataset: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    file = tmp_path_factory.mktemp("real") / "csekg.nq"
    file.write_bytes(dataset)
    with serving("--dataset", str(file)) as service:
        yield service

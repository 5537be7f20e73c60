"""A service over a small dataset that two named graphs share, and the `csekg serve` command."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.jobs import job_table
from csekg_api.settings import Settings
from csekg_api.workers import Pool
from csekg_api.workers.keeper import Keeper
from tests.clients import CLIENTS
from tests.csekg_api.service import Service, serving
from tests.npm import install_npm_packages, node_program

Start = Callable[..., Service]


@pytest.fixture(scope="session")
def node() -> Path:
    """The program of Node, with the clients of tests/clients installed."""
    install_npm_packages(CLIENTS)
    return node_program()


@pytest.fixture(scope="session")
def small_file() -> Path:
    return Path(__file__).with_name("small.trig")


@pytest.fixture(scope="session")
def small_store(small_file: Path) -> Store:
    return Store.open(small_file)


@pytest.fixture(scope="session")
def pool(small_store: Store) -> Iterator[Pool]:
    """Query workers over the small dataset."""
    settings = Settings()
    jobs = job_table(small_store, settings)
    with Keeper(jobs, settings.query_memory_mb).as_child() as control:
        alone = {name: job.kind for name, job in jobs.items() if job.alone}
        workers = Pool(warm=2, most=8, of_one=8, alone=alone)
        workers.attach(control)
        yield workers


@pytest.fixture(scope="session")
def client(small_store: Store, pool: Pool) -> Iterator[TestClient]:
    with TestClient(create_app(small_store, "abc123", engine=pool)) as test_client:
        yield test_client


@pytest.fixture(scope="session")
def document(client: TestClient) -> dict[str, Any]:
    """The OpenAPI document, which is the same over every dataset."""
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


@pytest.fixture
def start(small_file: Path) -> Iterator[Start]:
    """Start `csekg serve` over the small dataset; `settings` are those of the environment."""
    with ExitStack() as running:

        def started(*arguments: str, **settings: object) -> Service:
            variables = {f"CSEKG_{name.upper()}": str(value) for name, value in settings.items()}
            return running.enter_context(serving("--dataset", str(small_file), *arguments, variables=variables))

        yield started

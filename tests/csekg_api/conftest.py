"""A service over a small dataset that two named graphs share, and the `csekg serve` command."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from csekg.dataset.assemble import build
from csekg.resources import ontology_dir
from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.downloads.contents import DOWNLOADS
from csekg_api.jobs import job_table
from csekg_api.settings import Settings
from csekg_api.workers.jobs import Inline
from csekg_api.workers.launching import Launcher, preload
from csekg_api.workers.pool import Pool
from tests import small_facts
from tests.clients import CLIENTS
from tests.csekg_api.service import Service, serving
from tests.npm import install_npm_packages, node_program
from tests.processes import made_once

Start = Callable[..., Service]
MakeApp = Callable[[Store, str, Settings], FastAPI]


@pytest.fixture(scope="session", autouse=True)
def preloaded() -> None:
    """What workers need is imported before anybody starts one; else each would import it, for a second."""
    preload()
    # The first process comes once all is imported, which takes its time beside other work.
    first = get_context("forkserver").Process(target=os.getpid)
    first.start()
    first.join()


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
    return Store.open(small_file).on_disk()


@pytest.fixture(scope="session")
def facts() -> bytes:
    """The dataset of the small facts, and of the State that the examples of a route name."""

    def make(file: Path) -> None:
        with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
            patch.setattr(small_facts, "ACTORS", small_facts.ACTORS | {"CIV"})
            data = small_facts.small_data(Path(folder))
            file.write_bytes(build(data, ontology_dir(), lambda _step: None))

    return made_once("facts-of-examples.nq", make).read_bytes()


@pytest.fixture(scope="session")
def make_app(small_store: Store, tmp_path_factory: pytest.TempPathFactory) -> MakeApp:
    """Makes the application over a store; the files to download are those of four triples, soon made."""

    def make(store: Store, fingerprint: str, settings: Settings) -> FastAPI:
        jobs = {**job_table(store, settings), DOWNLOADS: job_table(small_store, settings)[DOWNLOADS]}
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
            return create_app(store, fingerprint, settings, Inline(jobs))

    return make


@pytest.fixture(scope="session")
def pool(small_store: Store) -> Pool:
    """Query workers over the small dataset."""
    return pool_over(small_store)


def pool_over(store: Store, settings: Settings | None = None) -> Pool:
    """Return a pool of workers for all jobs over a store on disk."""
    settings = settings or Settings()
    open_jobs = partial(job_table, store, settings)
    alone = {name: job.kind for name, job in open_jobs().items() if job.alone}
    return Pool(Launcher(open_jobs, settings.query_memory_mb), warm=2, most=8, of_one=8, alone=alone)


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
            # Without an address the service warns at its start.
            settings = {"report_address": "mailto:register@example.org"} | settings
            variables = {f"CSEKG_{name.upper()}": str(value) for name, value in settings.items()}
            return running.enter_context(serving("--dataset", str(small_file), *arguments, variables=variables))

        yield started

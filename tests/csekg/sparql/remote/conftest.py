"""Stores over servers that were loaded by the code of `csekg push`; and no test waits to try again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from csekg.sparql.oxigraph_store import Store
from csekg.sparql.remote import RemoteStore, connection
from tests.csekg.sparql.remote.servers import VIRTUOSO, Restarted, Server, opened, oxigraph, virtuoso


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_PAUSE", 0.001)


@pytest.fixture(scope="session")
def small_server(tmp_path_factory: pytest.TempPathFactory, small_dataset: bytes) -> Iterator[Server]:
    """Oxigraph's own server with the dataset of the small facts."""
    with oxigraph(tmp_path_factory.mktemp("small-oxigraph")) as server:
        server.load(small_dataset)
        yield server


@pytest.fixture(scope="session")
def small_remote(small_server: Server) -> Iterator[RemoteStore]:
    with opened(small_server) as store:
        yield store


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory, dataset: bytes) -> Iterator[Restarted]:
    """Virtuoso with the whole dataset: docs/remote.md says which saved queries it answers alike."""
    if not VIRTUOSO:
        pytest.skip("virtuoso-opensource-7 is not installed")

    @contextmanager
    def loaded() -> Iterator[Server]:
        with virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
            server.load(dataset)
            yield server

    servers = Restarted(loaded)
    yield servers
    servers.close()


@pytest.fixture
def on_virtuoso(virtuoso_server: Restarted) -> Iterator[RemoteStore]:
    """The store on Virtuoso; a server that a test before has brought down is started anew."""
    with opened(virtuoso_server.server()) as store:
        yield store


@pytest.fixture(params=["oxigraph", pytest.param("virtuoso", marks=pytest.mark.long)])
def both(request: pytest.FixtureRequest) -> tuple[RemoteStore, Store]:
    """A store over a server, and the embedded store over the same dataset."""
    names = {"oxigraph": ("small_remote", "small_store"), "virtuoso": ("on_virtuoso", "store")}
    there, here = map(request.getfixturevalue, names[request.param])
    return there, here

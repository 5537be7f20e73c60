"""A Virtuoso server, loaded with the real dataset by the code of `csekg push`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from csekg.sparql.remote import RemoteStore
from tests.csekg.sparql.remote.servers import VIRTUOSO, Restarted, Server, opened, virtuoso


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory, dataset: bytes) -> Iterator[Restarted]:
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
def other(virtuoso_server: Restarted) -> Iterator[RemoteStore]:
    """The store on Virtuoso; a server that a test before has brought down is started anew."""
    with opened(virtuoso_server.server()) as store:
        yield store

"""A Virtuoso or Oxigraph server, loaded with the real dataset by the code of `csekg push`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from csekg.sparql.remote import RemoteStore
from tests.csekg.sparql.remote.servers import VIRTUOSO, Server, opened, virtuoso


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory, dataset: bytes) -> Iterator[Server]:
    if not VIRTUOSO:
        pytest.skip("virtuoso-opensource-7 is not installed")
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        server.load(dataset)
        yield server


@pytest.fixture(scope="session")
def other(virtuoso_server: Server) -> Iterator[RemoteStore]:
    with opened(virtuoso_server) as store:
        yield store

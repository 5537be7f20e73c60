"""The service over the real dataset, and the triples of its documents."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from csekg.namespaces import BASE
from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.linked_data.resources import Resources
from csekg_api.settings import Settings


@pytest.fixture(scope="session")
def quiet() -> Settings:
    """The default settings, without a log."""
    return Settings(log_format="none")


@pytest.fixture(scope="session")
def service(store: Store, quiet: Settings) -> Iterator[TestClient]:
    app = create_app(store, "f" * 64, quiet)
    with TestClient(app, follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="session")
def resources(store: Store) -> Resources:
    return Resources(store, BASE)

from __future__ import annotations

import time
from pathlib import Path

from starlette.testclient import TestClient

from csekg import __version__
from csekg.store import Store
from csekg_api.app import create_app


def test_health_describes_the_dataset(client: TestClient) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {
        "status": "ok",
        "version": __version__,
        # Four quads, of which two are the same triple in two graphs.
        "dataset": {"triples": 3, "graphs": 2, "fingerprint": "abc123"},
    }
    assert client.head("/healthz").content == b""


def test_health_without_a_fingerprint(small_file: Path) -> None:
    health = TestClient(create_app(Store.open(small_file))).get("/healthz").json()
    assert health["dataset"]["fingerprint"] is None


def test_health_asks_nothing_of_the_store(client: TestClient) -> None:
    client.get("/healthz")
    started = time.perf_counter()
    for _ in range(20):
        client.get("/healthz")
    # The client itself takes most of this; a count over the real dataset would take 30 ms each.
    assert (time.perf_counter() - started) / 20 < 0.02


def test_openapi_describes_endpoint_and_health(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    assert {"/sparql", "/healthz", "/readyz"} <= set(document["paths"])
    assert set(document["paths"]["/sparql"]) == {"get", "post"}

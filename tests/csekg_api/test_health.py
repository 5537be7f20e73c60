from __future__ import annotations

from pathlib import Path
from threading import Event

from starlette.testclient import TestClient

from csekg import __version__
from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from tests.csekg_api.service import eventually


def test_health_describes_the_dataset(client: TestClient) -> None:
    assert eventually(lambda: client.get("/healthz").json()["dataset"])
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


def test_health_does_not_wait_for_a_store_that_counts_slowly(small_file: Path) -> None:
    counted = Event()

    class Slow(Store):
        def triples(self) -> int:
            assert counted.wait(30)
            return super().triples()

    client = TestClient(create_app(Slow.open(small_file), "abc123"))
    for _ in range(3):
        assert client.get("/healthz").json()["dataset"] is None
    counted.set()
    assert eventually(lambda: client.get("/healthz").json()["dataset"])
    assert client.get("/healthz").json()["dataset"]["triples"] == 3


def test_health_asks_the_store_once(small_file: Path) -> None:
    counts = []

    class Counting(Store):
        def triples(self) -> int:
            counts.append(1)
            return super().triples()

    client = TestClient(create_app(Counting.open(small_file), "abc123"))
    assert eventually(lambda: client.get("/healthz").json()["dataset"])
    for _ in range(5):
        assert client.get("/healthz").json()["dataset"]["triples"] == 3
    assert len(counts) == 1

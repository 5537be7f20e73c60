"""A service over a server that is given another release, or fails while the service starts."""

from __future__ import annotations

import io
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from csekg.sparql.remote.release import RELEASE, Release
from csekg_api import warming
from csekg_api.app import create_app
from csekg_api.observing.logs import Log
from tests.csekg.sparql.remote.servers import Reply, Server, answering, opened, oxigraph, store_answered


def test_a_warming_that_fails_is_one_line_in_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "_PAUSE", 0)
    output = io.StringIO()
    with store_answered(Reply(500, "text/plain", "disk full")) as (store, _):
        warming.warm_up(store, Log("json", output))
    [line] = output.getvalue().splitlines()
    assert "unprepared" in line
    assert "fails with status 500: disk full" in line


def test_neither_half_a_release_nor_another_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A running service notices a push over what it reads: its ETags name the earlier release."""
    monkeypatch.setattr("csekg.sparql.remote.release.BELIEVED", -1)

    def mark(server: Server, version: str) -> None:
        httpx2.put(
            server.graph_store,
            params={"graph": RELEASE.value},
            content=Release.marker(version, ["urn:g"]),
            headers={"Content-Type": "application/n-triples"},
        ).raise_for_status()

    with oxigraph(tmp_path) as server:
        server.load(b"<urn:s> <urn:p> <urn:o> <urn:g> .\n", "v1")
        with opened(server) as store, TestClient(create_app(store, "v1")) as client:
            count = "/sparql?format=csv&query=SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
            for version, said in (
                ("incomplete", "holds an incomplete release: a push was"),
                ("v2", "holds the release v2 by now, csekg was started on the release v1"),
            ):
                mark(server, version)
                for path in (count, "/api/v1/states", "/rdf-graph-store?default"):
                    answer = client.get(path)
                    assert answer.status_code == 502
                    assert answer.json()["detail"].endswith("is being given another release")
                    assert said in capsys.readouterr().err
                assert client.get("/readyz").status_code == 503
            mark(server, "v1")
            assert client.get(count).text.split() == ["n", "1"]


def test_a_release_is_not_looked_up_for_each_query(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csekg.sparql.remote.release.BELIEVED", 3600)
    version = '"version":{"type":"literal","value":"v1"},"graph":{"type":"uri","value":"urn:g"}'
    body = '{"head":{"vars":["version","graph"]},"results":{"bindings":[{' + version + "}]}}"
    with answering(lambda *_: Reply(body=body)) as (server, seen), opened(server) as store:
        opening = len(seen)
        for _ in range(5):
            store.values("SELECT ?version ?graph {}")
        assert len(seen) == opening + 5

"""What clients see while the server behind the service fails: no 4xx status."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from csekg.sparql.remote import RemoteStore
from csekg.sparql.remote.release import RELEASE, Release
from csekg_api import warming
from csekg_api.app import create_app
from csekg_api.observing.logs import Log
from tests.csekg.sparql.remote.servers import Reply, Request, Server, answering, opened, oxigraph

ONE = '{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"1"}}'
COUNTED = Reply(body=ONE + "]}}")
#: Rows that end in the middle, as from a server that fails while it answers.
CUT = Reply(body=ONE + ",")
#: In each failure a client reads one of these texts, and none of the server.
NOT_OURS = (
    "the server that holds the data does not answer as it should",
    "the server that holds the data refuses the query",
    "the server that holds the data has not answered in time",
    "the server that holds the data is being given another release",
    "the data that this service answers from are not those of a release of csekg",
)


@dataclass
class Behind:
    """A service over a server that answers as a test specifies, after the service has started."""

    store: RemoteStore
    client: TestClient
    log: io.StringIO
    #: None: like a server without triples and without a release.
    reply: Reply | None = None

    def problem(self, path: str, **form: str) -> tuple[int, str]:
        """Return status and detail of the answer to a GET, or to a POST if there is a form."""
        answer = self.client.post(path, data=form) if form else self.client.get(path)
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        shown = answer.json()
        assert shown["status"] == answer.status_code
        return shown["status"], shown["detail"]

    def causes(self) -> list[str]:
        """Return the failures and crashes in the log since the last call."""
        lines = [json.loads(line) for line in self.log.getvalue().splitlines()]
        self.log.truncate(0)
        self.log.seek(0)
        return [line.get("cause") or line["exception"] for line in lines]


@pytest.fixture
def behind(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Behind]:
    """The service; the parameter is its timeout in seconds, by default longer than any test."""
    timeout = getattr(request, "param", 30)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    service: list[Behind] = []

    def answer(request: Request, _number: int) -> Reply:
        if service and service[0].reply:
            return service[0].reply
        return COUNTED if "COUNT" in request.form["query"][0] else Reply()

    with answering(answer) as (server, _):
        # Validation opens the store again.
        monkeypatch.setenv("CSEKG_ENDPOINT", server.query)
        store = RemoteStore(server.settings(timeout=timeout))
        app, log = create_app(store), io.StringIO()
        app.state.log = Log("json", log)
        with TestClient(app, headers={"Accept": "*/*"}) as client:
            # A starting service prints its dataset before it answers requests.
            assert client.get("/healthz").status_code == 200
            service.append(Behind(store, client, log))
            yield service[0]
        store.close()


OURS = [
    "/", "/states/FRA", "/query", "/changes?treaty=crc", "/search?q=fran", "/id/state/FRA",
    "/.well-known/void", "/sparql?format=turtle", "/rdf-graph-store?default",
    "/api/v1/states/FRA", "/api/v1/downloads", "/api/v1/queries/not-party/results",
]  # fmt: skip


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply(400, "text/plain", "no such function"), "refuses the query: no such function"),
        (Reply(500, "text/plain", "disk full"), "fails with status 500: disk full"),
        (CUT, ""),
    ],
)
def test_our_own_question_is_never_the_clients_fault(
    behind: Behind, reply: Reply, expected: str
) -> None:
    behind.reply = reply
    for path in OURS:
        status, detail = behind.problem(path)
        assert (path, status) == (path, 502)
        assert detail in NOT_OURS
        [cause] = behind.causes()
        assert expected in cause


def test_a_query_that_the_server_refuses_is_the_clients_to_mend(behind: Behind) -> None:
    # The position is in the text that was sent to the server, not in that of the client.
    behind.reply = Reply(400, "text/plain", "error at 1:99: no such function")
    answer = behind.client.post("/sparql", data={"query": "ASK { ?s ?p ?o }"})
    assert answer.status_code == 400
    problem = answer.json()
    assert problem["detail"].startswith(
        "the query can be parsed, but the server that holds the data refuses it: it may use "
    )
    assert "position" not in problem
    assert behind.causes()[0].endswith("refuses the query: error at 1:99: no such function")


def test_the_service_goes_on_when_the_server_does(behind: Behind) -> None:
    behind.reply = Reply(403)
    status, detail = behind.problem("/sparql", query="SELECT * { ?s ?p ?o }")
    assert status == 502
    assert detail in NOT_OURS
    assert len(behind.causes()) == 1
    behind.reply = None
    assert behind.client.get("/api/v1/search?q=fran").status_code == 200


def test_a_warming_that_fails_is_one_line_in_the_log(
    behind: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warming, "_PAUSE", 0)
    behind.reply = Reply(500, "text/plain", "disk full")
    output = io.StringIO()
    warming.warm_up(behind.store, Log("json", output))
    [line] = output.getvalue().splitlines()
    assert "unprepared" in line
    assert "fails with status 500: disk full" in line


@pytest.mark.parametrize("behind", [1.5], indirect=True)
def test_a_server_that_takes_too_long_is_told_as_such(behind: Behind) -> None:
    behind.reply = Reply(pause=2.5)
    status, detail = behind.problem("/sparql", query="SELECT * { ?s ?p ?o }")
    assert status == 504
    assert detail == "the server that holds the data has not answered in time"
    assert "has not answered within 1.5 s" in behind.causes()[0]


def test_a_query_with_a_fault_of_its_own_never_gets_there(behind: Behind) -> None:
    behind.reply = Reply(500)
    status, detail = behind.problem("/sparql", query="SELECT * {")
    assert status == 400
    assert "error at 1:11" in detail


def test_the_service_is_not_ready_while_the_server_fails(behind: Behind) -> None:
    # Otherwise a load balancer would treat it like the others.
    behind.reply = Reply(500)
    status, detail = behind.problem("/readyz")
    assert status == 503
    assert detail.startswith("no query can be answered at this moment: ")
    assert behind.client.get("/healthz").status_code == 200


def test_neither_half_a_release_nor_another_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A running service notices a push over what it reads: its ETags name the earlier release."""
    monkeypatch.setattr("csekg.sparql.remote.release.BELIEVED", -1)

    def mark(server: Server, version: str) -> None:
        httpx2.put(
            server.graph_store, params={"graph": RELEASE.value},
            content=Release.marker(version, ["urn:g"]),
            headers={"Content-Type": "application/n-triples"},
        ).raise_for_status()  # fmt: skip

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

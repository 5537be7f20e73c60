"""`csekg serve` in front of a server that echoes all it knows: no client reads any of it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.command import program
from tests.csekg.sparql.remote.servers import Reply, Request, answering
from tests.csekg_api.service import Answer, Service, serving

PASSWORD = "s3cr3t-w0rd"
INTERNAL = "triplestore-7.internal.example:8890"
OURS = "dba"
COUNTED = '{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"1"}}]}}'


@dataclass
class Behind:
    """A service, and the answers of the server behind it, which has this `address`."""

    service: Service
    replies: list[Reply]
    address: str


def variables(address: str) -> dict[str, str]:
    return {
        "CSEKG_ENDPOINT": f"{address}?apikey=k3y-in-url", "CSEKG_ENDPOINT_USER": OURS,
        "CSEKG_ENDPOINT_PASSWORD": PASSWORD, "CSEKG_LOG_FORMAT": "json",
        "CSEKG_ENDPOINT_TIMEOUT": "5",
    }  # fmt: skip


def echo(request: Request, status: int, media_type: str = "text/plain") -> Reply:
    """An answer of a careless server: the request, its own address, and credentials."""
    said = f"at {INTERNAL}: \x1b[31m{request.path} {request.headers.get('authorization')} "
    said += f"(user {OURS}, password {PASSWORD}) " + request.form["query"][0]
    headers = {"Location": f"http://{OURS}:{PASSWORD}@{INTERNAL}/?k={PASSWORD}"}
    return Reply(status, media_type, said, headers if status == 307 else {})


@pytest.fixture
def behind() -> Iterator[Behind]:
    replies: list[Reply] = []

    def answer(request: Request, _: int) -> Reply:
        if replies and replies[0].status:
            kept = replies[0]
            return echo(request, kept.status, kept.content_type) if not kept.body else kept
        return Reply(body=COUNTED) if "COUNT" in request.form["query"][0] else Reply()

    with (
        answering(answer) as (server, _),
        serving(variables=variables(server.query)) as service,
    ):
        yield Behind(service, replies, server.query)


SECRETS = (
    PASSWORD,
    "k3y-in-url",
    base64.b64encode(f"{OURS}:{PASSWORD}".encode()).decode(),
)
REPLIES = {
    "refused": Reply(400, "text/plain", ""),
    "failed": Reply(500, "text/plain", ""),
    "unavailable": Reply(503, "text/plain", ""),
    "forbidden": Reply(403, "text/plain", ""),
    "moved": Reply(307, "text/plain", ""),
    "of a type that names it": Reply(200, f"text/{INTERNAL}"),
    "no results": Reply(200, "application/sparql-results+json", f"<{INTERNAL} {PASSWORD}"),
    "other results": Reply(
        body=f'{{"head":{{"vars":["{PASSWORD}"]}},"results":{{"bindings":[{{"{PASSWORD}":'
        f'{{"type":"literal","value":"{INTERNAL}"}}}}]}}}}'
    ),
    "cut off": Reply(body=COUNTED[:-3], headers={"Content-Length": "9999"}),
}


def asked(service: Service, *, everything: bool) -> Iterator[Answer]:
    """Yield answers to some requests, or to one for each kind of handler."""
    yield service.ask("SELECT ?x { ?s ?p ?x }")
    yield service.request("GET", "/api/v1/states/FRA")
    if not everything:
        return
    yield service.ask("ASK { ?s ?p 1 }")
    yield service.ask("CONSTRUCT WHERE { ?s ?p ?x }")
    for path in (
        "/", "/states/FRA", "/search?q=fran", "/id/state/FRA", "/.well-known/void", "/readyz",
        "/rdf-graph-store?default", "/api/v1/downloads",
        "/api/v1/queries/not-party/results",
    ):  # fmt: skip
        yield service.request("GET", path, headers={"Accept": "*/*"})
        yield service.request("GET", path, headers={"Accept": "text/html"})
    actions = "treaty,actor,kind,date\nopsc,France,ratification,1999-01-01\n"
    yield service.request("POST", "/api/v1/validate", actions, {"Content-Type": "text/csv"})


def test_the_log_reads_all_but_credentials_and_clients_nothing(behind: Behind) -> None:
    ids: dict[str, list[str]] = {}
    for name, reply in REPLIES.items():
        behind.replies[:] = [reply]
        for answer in asked(behind.service, everything=name in ("refused", "failed")):
            if answer.status == 200:  # rows of the server, which the query requested
                continue
            # 406 is for the graph that has no page; no answer may say that something is missing.
            assert answer.status in (400, 406, 502, 503, 504), (name, answer)
            whole = answer.body.decode() + str(dict(answer.headers))
            for hidden in (*SECRETS, INTERNAL, behind.address, "\x1b"):
                assert hidden not in whole, (name, whole)
            if answer.status != 406:
                ids.setdefault(name, []).append(answer.headers["x-request-id"])
    behind.replies.clear()
    _, log = behind.service.terminate()

    assert set(ids) == set(REPLIES)
    for secret in SECRETS:
        assert secret not in log
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    assert all(line["level"] in ("info", "warning", "error") for line in lines)
    causes = {line["id"]: line["cause"] for line in lines if line["event"] == "failure"}
    for name, failed in ids.items():
        for request_id in failed:
            assert len(causes[request_id]) < 1100
            assert causes[request_id].isprintable()
        if name in ("refused", "failed"):
            assert any(INTERNAL in causes[request_id] for request_id in failed)
        assert any(behind.address in causes[request_id] for request_id in failed), name


@pytest.mark.parametrize("status", [400, 403, 500, 307])
def test_the_command_names_the_server_and_no_secret(
    status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with answering(lambda request, _: echo(request, status)) as (server, _):
        for name, value in variables(server.query).items():
            monkeypatch.setenv(name, value)
        ended = program("query", "-", standard_input="ASK {}")
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"csekg: {server.query} ")
    assert ended.stderr.count("\n") == 1
    for secret in (*SECRETS, "\x1b"):
        assert secret not in ended.stderr

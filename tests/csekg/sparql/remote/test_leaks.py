"""`csekg serve` in front of a hostile server goes on, and no client reads the server's words."""

from __future__ import annotations

import base64
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import pyoxigraph as ox
import pytest

from csekg import cli
from tests.command import program
from tests.csekg.sparql.remote.servers import Reply, Request, answering
from tests.csekg.sparql.remote.test_hostile_answers import FATAL, nested
from tests.csekg_api.service import Service, eventually, serving

PASSWORD = "s3cr3t-w0rd"
INTERNAL = "triplestore-7.internal.example:8890"
OURS = "dba"
SECRETS = (PASSWORD, "k3y-in-url", base64.b64encode(f"{OURS}:{PASSWORD}".encode()).decode())
#: Each asks by another handler.
PATHS = (
    "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%201%20%7D",
    "/api/v1/states/FRA",
    "/states/FRA",
    "/",
    "/search?q=fran",
    "/id/state/FRA",
    "/.well-known/void",
    "/rdf-graph-store?default",
    "/api/v1/downloads",
    "/api/v1/queries/not-party/results",
    "/readyz",
)
#: In each failure a client reads one of these texts, and none of the server.
PUBLIC = (
    "the server that holds the data does not answer as it should",
    "the server that holds the data refuses the query",
    "the server that holds the data has not answered in time",
    "the server that holds the data cannot be reached at this moment",
    "the data that this service answers from are not those of a release of csekg",
)
#: Where the server refuses the query that a client wrote. It has no position: that of the server
#: would be one in another text.
REFUSED = "the query can be parsed, but the server that holds the data refuses it: it may use "
NOT_READY = "no query can be answered at this moment: "

Answering = Callable[[Request], Reply]


@dataclass
class Behind:
    """A service, and how the server behind it answers, which has this `address`."""

    service: Service
    address: str = ""
    answer: Answering = lambda request: Reply(body=NUMBER) if "COUNT" in request.form["query"][0] else Reply()

    def problems(self, status: int, answer: Answering, paths: tuple[str, ...] = PATHS) -> list[str]:
        """The ids of requests, each of which is one problem of that status without secrets."""
        self.answer = answer
        ids = []
        for path in paths:
            given = self.service.request("GET", path, headers={"Accept": "*/*"})
            detail = given.problem(given.status)
            if path == "/readyz":
                assert given.status == 503
                assert detail.startswith(NOT_READY)
            elif given.status == 400:
                assert path.startswith("/sparql")
                assert detail.startswith(REFUSED)
            else:
                assert given.status == status, (path, given)
                assert detail in PUBLIC
            text = given.body.decode() + str(dict(given.headers))
            for hidden in (*SECRETS, INTERNAL, self.address, "\x1b"):
                assert hidden not in text, (path, text)
            ids.append(given.headers["x-request-id"])
        return ids


def variables(address: str) -> dict[str, str]:
    return {
        "CSEKG_ENDPOINT": f"{address}?apikey=k3y-in-url",
        "CSEKG_ENDPOINT_USER": OURS,
        "CSEKG_ENDPOINT_PASSWORD": PASSWORD,
        "CSEKG_LOG_FORMAT": "json",
        "CSEKG_ENDPOINT_TIMEOUT": "1",
    }


@pytest.fixture
def behind() -> Iterator[Behind]:
    here: list[Behind] = []

    def answer(request: Request, _: int) -> Reply:
        return here[0].answer(request) if here else Behind.answer(request)

    with answering(answer) as (server, _), serving(variables=variables(server.query)) as service:
        # The first request asks for the size of the dataset.
        assert service.request("GET", "/healthz").status == 200
        here.append(Behind(service, server.query))
        yield here[0]


NUMBER = '{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"1"}}]}}'


def echoed(request: Request, status: int) -> Reply:
    """An answer of a careless server: the request, its own address, and credentials."""
    text = f"at {INTERNAL}: \x1b[31m{request.path} {request.headers.get('authorization')} "
    text += f"(user {OURS}, password {PASSWORD}) " + request.form["query"][0]
    headers = {"Location": f"http://{OURS}:{PASSWORD}@{INTERNAL}/?k={PASSWORD}"}
    return Reply(status, "text/plain", text, headers if status == 307 else {})


def worded(request: Request) -> Reply:
    """Rows of the right columns with a word in each cell."""
    asked = ox.Store().query(request.form["query"][0])
    if not isinstance(asked, ox.QuerySolutions):
        return Reply(body='{"head":{},"boolean":true}')
    names = [variable.value for variable in asked.variables]
    row = {name: {"type": "literal", "value": "w"} for name in names}
    return Reply(body=json.dumps({"head": {"vars": names}, "results": {"bindings": [row]}}))


def worded_once_open(request: Request, number: int) -> Reply:
    return Reply() if number < 3 else worded(request)


@pytest.mark.timeout(240)
def test_the_service_goes_on_and_only_its_log_reads_the_server(behind: Behind) -> None:
    processes = behind.service.servers()
    ids = {
        str(status): behind.problems(502, partial(echoed, status=status), paths)
        for status, paths in ((400, PATHS), (500, PATHS), (403, PATHS[1:3]), (307, PATHS[1:3]))
    }
    foreign_type = Reply(200, f"text/{INTERNAL}")
    ids["another type"] = behind.problems(502, lambda _: foreign_type, PATHS[1:3])
    no_json = Reply(body=f"<{INTERNAL} {PASSWORD}")
    ids["no JSON"] = behind.problems(502, lambda _: no_json, PATHS[1:3])
    ids["cut"] = behind.problems(502, lambda _: Reply(body=NUMBER[:-3] + ","), PATHS[:3])
    ids["deep"] = behind.problems(502, lambda _: Reply(body=nested(FATAL)), PATHS[:3])
    started = time.monotonic()
    ids["slow"] = behind.problems(504, lambda _: Reply(pause=2), PATHS[:1])
    assert time.monotonic() - started < 15
    own_fault = behind.service.request("GET", "/sparql?query=SELECT%20*%20%7B")
    assert "error at 1:11" in own_fault.problem(400)
    behind.answer = worded
    for path in ("/states/FRA", "/treaties/opsc", "/api/v1/states", "/api/v1/treaties"):
        assert behind.service.request("GET", path, headers={"Accept": "*/*"}).status != 500
    assert behind.service.request("GET", "/healthz").status == 200
    # None was replaced. A worker that is just being forked counts for a moment as one.
    assert eventually(lambda: set(behind.service.servers()) <= set(processes))
    _, log = behind.service.terminate()

    assert "Traceback" not in log
    assert "makes no TreatyInfo (ValueError: " in log
    for secret in SECRETS:
        assert secret not in log
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    causes = {line["id"]: line["cause"] for line in lines if line["event"] == "failure"}
    for name, failed in ids.items():
        logged = [causes[request_id] for request_id in failed]
        assert all(len(cause) < 1100 and cause.isprintable() for cause in logged)
        assert any(behind.address in cause for cause in logged), name
    assert any(INTERNAL in causes[request_id] for request_id in ids["500"])


@pytest.fixture
def fails(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What a command prints that ends with 2."""

    def run(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["csekg", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert ended.value.code == 2
        return capsys.readouterr().err

    return run


@pytest.mark.parametrize("status", [400, 307])
def test_the_command_names_the_server_and_no_secret(
    status: int, fails: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with answering(lambda request, _: echoed(request, status)) as (server, _):
        for name, value in variables(server.query).items():
            monkeypatch.setenv(name, value)
        message = fails("query", "not-party")
    assert message.startswith(f"csekg: {server.query} ")
    assert message.count("\n") == 1
    for secret in (*SECRETS, "\x1b"):
        assert secret not in message


def test_a_command_ends_in_one_message_about_rows_of_words(
    fails: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with answering(worded_once_open) as (server, _):
        monkeypatch.setenv("CSEKG_ENDPOINT", server.query)
        message = fails("status", "opsc")
    assert message.startswith("csekg: ")
    assert "does the server hold a release that csekg push has loaded?" in message
    assert message.count("\n") == 1


def test_the_service_does_not_start_on_a_count_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(worded_once_open) as (server, _):
        monkeypatch.setenv("CSEKG_ENDPOINT", server.query)
        ended = program("serve", "--port", "0")
    assert ended.returncode == 2, ended.stderr
    assert ended.stderr.startswith("csekg: ")
    assert ended.stderr.count("\n") == 1

"""Limits on connections, in all and from one address; the limits of `csekg serve` itself."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.settings import Settings
from csekg_api.web.request_limits import counted_as
from tests.csekg_api.edge.conftest import Edge, Serve, received
from tests.csekg_api.edge.test_heads import CLOSE, GET, status
from tests.csekg_api.service import Service, eventually, serving

NEXT = "/api/v1/states?limit=1"
TOKEN = "0123456789abcdef"


@pytest.fixture(scope="module")
def service(small_file: Path) -> Iterator[Service]:
    variables = {
        "CSEKG_MAX_CONNECTIONS_PER_CLIENT": "5",
        "FORWARDED_ALLOW_IPS": "192.0.2.1",
        "CSEKG_METRICS_TOKEN": TOKEN,
        "CSEKG_ALLOWED_HOSTS": "one.example, 127.0.0.1",
        "CSEKG_LOG_FORMAT": "text",
    }
    with serving("--dataset", str(small_file), variables=variables) as running:
        yield running


def test_connections_of_one_client(service: Service) -> None:
    with ExitStack() as stack:
        for _ in range(5):
            address = ("127.0.0.1", service.port)
            stack.enter_context(socket.create_connection(address)).sendall(b"GET / HT")
        assert "5 connections" in service.request("GET", "/healthz").problem(429)
    assert eventually(lambda: service.request("GET", "/healthz").status == 200)


def test_too_large_a_head(service: Service) -> None:
    accept = {"Accept": "application/json;q=0.5,text/html," * 120_000}
    assert "32,768 bytes" in service.request("GET", "/healthz", headers=accept).problem(431)
    accept = {"Accept": "a/b," * 200}
    assert "Accept may list" in service.request("GET", "/", headers=accept).problem(431)
    assert service.request("GET", "/matrix?q=" + "a" * 60_000).status == 414


def test_other_hosts_are_misdirected(service: Service) -> None:
    assert service.request("GET", "/", headers={"Host": "one.example:81"}).status == 200
    assert "evil" in service.request("GET", "/", headers={"Host": "evil.example"}).problem(421)


def test_client_that_leaves_within_its_body_is_no_crash(service: Service) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: one.example\r\nContent-Type: application/sparql-query\r\n"
    with socket.create_connection(("127.0.0.1", service.port)) as connection:
        connection.sendall(head + b"Content-Length: 100\r\n\r\nASK")
    # Its line is logged once the service has seen it disconnect.
    stream = service.process.stderr
    assert stream is not None
    for line in stream:
        assert "crash" not in line
        assert "Traceback" not in line
        if "path=/sparql" in line:
            assert "status=499" in line
            break


def test_any_host_is_served_with_an_answer_for_this_client_alone(client: TestClient) -> None:
    host = {"Host": "any.example"}
    # The second answer comes from the memory of the service.
    for _ in range(2):
        answer = client.get(NEXT, headers=host)
        assert answer.json()["@context"].startswith("http://any.example/")
        assert answer.headers["cache-control"] == "private, max-age=3600, must-revalidate"
    assert client.get("/static/csekg.css", headers=host).headers["cache-control"].startswith("public")


@pytest.mark.parametrize("variables", [{"public_url": "https://one.example"}, {"allowed_hosts": "one.example"}])
def test_caches_may_share_what_names_a_known_host(small_store: Store, variables: dict[str, Any]) -> None:
    with TestClient(create_app(small_store, "abc123", Settings(**variables))) as client:
        answer = client.get(NEXT, headers={"Host": "one.example"})
    assert "://one.example/" in answer.json()["@context"]
    assert answer.headers["cache-control"].startswith("public")


SLOW = b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"


def opened(edge: Edge, number: int, stack: ExitStack, content: bytes) -> list[socket.socket]:
    connections = [stack.enter_context(edge.connect()) for _ in range(number)]
    for connection in connections:
        connection.sendall(content)
    return connections


def test_connections_of_one_address(serve: Serve) -> None:
    edge = serve(of_one_client=3)
    with ExitStack() as stack:
        opened(edge, 3, stack, SLOW)
        refused = edge.exchange(b"")
        assert status(refused) == 429
        assert b"one address may have 3 connections" in refused
        assert b"retry-after: 2" in refused
    # Ended connections do not count.
    assert eventually(lambda: status(edge.exchange(GET + CLOSE)) == 200)


def test_proxies_speak_for_many(serve: Serve) -> None:
    edge = serve(of_one_client=1, proxy="127.0.0.1")
    with ExitStack() as stack:
        opened(edge, 5, stack, SLOW)
        assert status(edge.exchange(GET + CLOSE)) == 200


def test_connections_in_all(serve: Serve) -> None:
    edge = serve(connections=3, proxy="127.0.0.1")
    with ExitStack() as stack:
        connections = opened(edge, 3, stack, SLOW)
        time.sleep(0.5)
        # Each waits for an answer, so none is closed to make room.
        assert status(edge.exchange(b"")) == 503
        for connection in connections:
            assert connection.recv(65536).startswith(b"HTTP/1.1 200")


def test_who_keeps_the_server_waiting_makes_room(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csekg_api.edge.limits.HEAD_SECONDS", 60.0)
    edge = serve(connections=20)
    with ExitStack() as stack:
        half = opened(edge, 20, stack, b"GET / HT")
        time.sleep(0.5)
        for _ in range(5):
            assert status(edge.exchange(GET + CLOSE)) == 200
        # The longest idle connection was closed, the others go on.
        assert received(half[0]) == b""
        half[-1].sendall(b"TP/1.1\r\nHost: x\r\n" + CLOSE)
        assert status(received(half[-1])) == 200


def test_flood_beyond_what_can_be_answered_is_cut(serve: Serve) -> None:
    edge = serve(connections=1)
    with ExitStack() as stack:
        opened(edge, 1, stack, SLOW)
        time.sleep(0.2)
        flood = [stack.enter_context(edge.connect()) for _ in range(100)]
        answers = [received(connection) for connection in flood]
    assert sum(answer.startswith(b"HTTP/1.1 503") for answer in answers) >= 64
    assert sum(answer == b"" for answer in answers) >= 10
    assert eventually(lambda: status(edge.exchange(GET + CLOSE)) == 200)


def test_the_log_sums_up(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    edge = serve()
    with caplog.at_level(logging.WARNING, "uvicorn.error"):
        for _ in range(50):
            edge.exchange(b"\x00")
        said = "requests refused before they were read: "
        assert eventually(lambda: sum(said in line for line in caplog.messages) >= 1)
        time.sleep(0.6)
    assert sum(int(line.removeprefix(said).split(" x ")[0]) for line in caplog.messages) == 50
    assert len(caplog.messages) <= 3


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("a:b", "a:c", False),
        # A proxy that listens on both writes IPv4 so: all its clients would be one.
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::FFFF:C000:201", "192.0.2.1", True),
        ("::1", "::ffff:192.0.2.1", False),
    ],
)
def test_whom_an_address_counts_for(one: str, other: str, same: bool) -> None:
    assert (counted_as(one) == counted_as(other)) is same

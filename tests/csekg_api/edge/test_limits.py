"""The limits of `csekg serve` itself."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.settings import Settings
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

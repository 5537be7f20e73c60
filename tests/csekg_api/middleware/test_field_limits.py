"""Header fields: how many, how long, in which coding; and which hosts are served."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.csekg_api.middleware.conftest import Service, ask

HOST = ("host", "x")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ([("x", "y")] * 100, b"100 header fields, but this one has 101"),
        ([("x", "y" * 40_000)], b"32,768 bytes"),
        ([("accept", "a/b," * 100)], b"Accept may list 100 things"),
        ([("accept", "a/b")] * 50 + [("accept", "a/b," * 51)], b"Accept may list"),
        ([("accept-encoding", "gzip," * 100)], b"Accept-Encoding may list"),
        ([("if-none-match", '"a",' * 100)], b"If-None-Match may list"),
        ([("range", "bytes=" + "0-1," * 100)], b"Range may list"),
        ([("accept-language", "fr," * 100)], b"Accept-Language may list"),
        ([("accept", 'a/b;c="' + ";" * 8_200)], b"Accept may have 8,192 bytes, not 8,207"),
        ([("if-none-match", '"' * 5_000)] * 2, b"If-None-Match may have 8,192 bytes, not 10,001"),
        ([("accept", "text/html," * 120_000)], b"bytes"),
    ],
)
def test_more_than_is_read_is_refused(service: Service, fields: list[tuple[str, str]], words: bytes) -> None:
    started = time.process_time()
    answer = ask(service, "/text/a", [HOST, *fields])
    assert words in answer.problem(431)
    assert answer.headers[b"connection"] == b"close"
    assert answer.headers[b"access-control-allow-origin"] == b"*"
    assert service.calls == []
    # Parsing the longest took five seconds.
    assert time.process_time() - started < 1


def test_a_request_has_not_too_many_parameters(service: Service) -> None:
    assert service.client.get("/text/a?" + "a=%61&" * 99).status_code == 200
    answer = service.client.get("/text/a?" + "a=%61&" * 100)
    assert answer.status_code == 400
    assert answer.json()["detail"] == "a request may have 100 parameters, but this one has 101"
    assert len(service.calls) == 1


def test_what_clients_send_is_read(service: Service) -> None:
    accept = ("accept", ", ".join(f"a/b{n};q=0.{n}" for n in range(100)))
    others = [(f"x-{n}", "y") for n in range(96)]
    cookie = ("cookie", "a=1,2,3;" * 200)
    assert ask(service, "/text/a", [HOST, accept, cookie, *others]).status == 200


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "identity, gzip", "br", "nonsense"])
def test_a_body_in_a_coding_is_refused(service: Service, coding: str) -> None:
    answer = ask(service, "/echo", [HOST, ("content-encoding", coding)], method="POST")
    assert b"send it as it is" in answer.problem(415)
    assert answer.headers[b"accept-encoding"] == b"identity"
    assert ask(service, "/short", [HOST, ("content-encoding", coding)]).status == 200


def test_a_body_as_it_is_passes(service: Service) -> None:
    fields = [HOST, ("content-encoding", "identity")]
    assert ask(service, "/echo", fields, method="POST").body == b"4"


@pytest.mark.parametrize(
    "host", ["example.org", "EXAMPLE.org:8000", "127.0.0.1:1", "[::1]:80", "[2001:db8::1]", "a_b", "x:"]
)
def test_a_host_of_sane_form_is_served(service: Service, host: str) -> None:
    assert ask(service, "/short", [("host", host)]).status == 200


@pytest.mark.parametrize(
    "host", ["", "[", "[::1", "a b", "a,b", "a/b", "a@b", "a:b", "a:123456", 'a"b', "é", "<b>", "a" * 300]
)
@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_one_that_is_no_host_is_refused(service: Service, host: str, accept: str) -> None:
    answer = ask(service, "/short", [("host", host), ("accept", accept)])
    assert answer.status == 400
    assert b"header Host must be a name" in answer.body


def test_none_or_several_are_refused(service: Service) -> None:
    assert b"header Host is missing" in ask(service, "/short", []).problem(400)
    two = ask(service, "/short", [("host", "a"), ("host", "a")])
    assert b"there are 2" in two.problem(400)
    assert ask(service, "/short", [], method="OPTIONS").status == 400
    assert ask(service, "/short", [("host", "a")], method="OPTIONS").status == 204
    # HTTP/1.0 has no such header.
    assert ask(service, "/short", [], http_version="1.0").status == 200


def test_a_host_that_is_not_served_here_is_misdirected(make: Callable[..., Service]) -> None:
    service = make(allowed_hosts="Example.org, [::1],b")
    for host in ("example.org", "EXAMPLE.ORG:8000", "[::1]:80", "b"):
        assert ask(service, "/short", [("host", host)]).status == 200
    for host in ("evil.example", "example.org.evil.example", "sub.example.org", "example.or"):
        answer = ask(service, "/short", [("host", host)])
        assert b"is served here" in answer.problem(421)
        assert answer.headers[b"access-control-allow-origin"] == b"*"
        assert answer.headers[b"cache-control"] == b"no-store"
    # Like a load balancer.
    assert ask(service, "/healthz", [("host", "10.0.0.1")]).status == 200

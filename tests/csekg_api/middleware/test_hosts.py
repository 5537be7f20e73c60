from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.csekg_api.middleware.conftest import Service, ask


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

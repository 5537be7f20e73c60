"""Which hosts are served, and with what for shared caches; how many parameters; bodies in a coding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.settings import Settings
from tests.csekg_api.middleware.conftest import Service, ask

HOST = ("host", "x")
NEXT = "/api/v1/states?limit=1"


def test_a_request_has_not_too_many_parameters(service: Service) -> None:
    assert service.client.get("/text/a?" + "a=%61&" * 99).status_code == 200
    answer = service.client.get("/text/a?" + "a=%61&" * 100)
    assert answer.status_code == 400
    assert answer.json()["detail"] == "a request may have 100 parameters, but this one has 101"
    assert len(service.calls) == 1


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
    assert b"there are 0" in ask(service, "/short", []).problem(400)
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

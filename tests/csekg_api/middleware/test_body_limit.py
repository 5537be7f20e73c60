from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.csekg_api.middleware.conftest import Service


def test_bodies_up_to_the_limit_pass(make: Callable[..., Service]) -> None:
    client = make(max_request_kb=1).client
    assert client.post("/echo", content=b"x" * 1000).text == "1000"
    assert client.post("/echo", content=pieces(10)).text == "1000"


def test_larger_ones_are_refused(make: Callable[..., Service]) -> None:
    client = make(max_request_kb=1).client
    for content in (b"x" * 1001, pieces(11)):
        answer = client.post("/echo", content=content)
        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.json()["detail"] == "the body of a request may have 1,000 bytes at most"


def test_also_where_the_framework_reads_the_body(make: Callable[..., Service]) -> None:
    client = make(max_request_kb=1).client
    headers = {"Content-Type": "application/json"}
    assert client.post("/json", content=pieces(11), headers=headers).status_code == 413


def pieces(number: int) -> Iterator[bytes]:
    """A body that is sent in pieces of 100 bytes, without Content-Length."""
    for _ in range(number):
        yield b"x" * 100

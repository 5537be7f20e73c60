"""Limits on the number of connections, in all and from one address."""

from __future__ import annotations

import logging
import socket
import time
from contextlib import ExitStack

import pytest

from csekg_api.web.request_limits import counted_as
from tests.csekg_api.edge.conftest import Edge, Serve, received
from tests.csekg_api.edge.test_heads import CLOSE, GET, status
from tests.csekg_api.service import eventually

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

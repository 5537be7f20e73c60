"""Requests that are too large, too slow or ambiguous, and slow readers, as bytes on a socket."""

from __future__ import annotations

import json
import re
import socket
import time
from contextlib import suppress

import pytest

from csekg_api.edge import limits
from tests.csekg_api.edge.conftest import LARGE, SLOW_SECONDS, Edge, Serve, received

GET = b"GET / HTTP/1.1\r\nHost: example.org\r\n"
POST = b"POST / HTTP/1.1\r\nHost: example.org\r\n"
CLOSE = b"Connection: close\r\n\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"


def status(answer: bytes) -> int:
    """The status of a refusal, whose form is checked, or of an answer."""
    head, _, body = answer.partition(b"\r\n\r\n")
    line, *fields = head.decode("ascii").split("\r\n")
    found = dict(field.lower().split(": ", 1) for field in fields)
    number = int(line.split()[1])
    if number >= 400:
        assert json.loads(body)["status"] == number
        assert found["content-type"] == "application/problem+json"
        assert found["connection"] == "close"
        assert found["cache-control"] == "no-store"
        assert found["access-control-allow-origin"] == "*"
    return number


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (GET + CLOSE, 200),
        (GET + b"X: " + b"a" * 32_000 + b"\r\n" + CLOSE, 200),
        (GET + b"X: y\r\n" * 98 + CLOSE, 200),
        (b"GET /" + b"a" * 16_000 + b" HTTP/1.1\r\nHost: x\r\n" + CLOSE, 200),
        (GET + b"X: " + b"a" * 33_000 + b"\r\n" + CLOSE, 431),
        (GET + b"X: y\r\n" * 99 + CLOSE, 431),
        (GET + b"X" * 60_000, 431),
        (GET + b"X: " + b"a" * 60_000, 431),
        (GET + b"X: " + b"a" * 3_000_000, 431),
        (GET + (b"X: " + b"a" * 1000 + b"\r\n") * 3000, 431),
        (GET + b"X:" + b" " * 3_000_000, 431),
        (b"GET /" + b"a" * 17_000 + b" HTTP/1.1\r\n", 414),
        (b"GET /" + b"a" * 3_000_000, 414),
        (b"\r\n" * 1_000_000, 431),
        (b"GET" * 1_000_000, 400),
        (b"\x16\x03\x01\x02\x00\x01", 400),
        (b"GET\r\n\r\n", 400),
        (GET + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n", 400),
        (POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (CHUNKED + b"z\r\n", 400),
        (CHUNKED + b"1;" + b"x" * 3_000_000, 400),
        (CHUNKED + (b"1;" + b"x" * 1000 + b"\r\na\r\n") * 3000, 400),
        (CHUNKED + b"1\r\na\r\n0\r\n" + b"X: y\r\n" * 500_000, 400),
        # A chunk for each byte is allowed.
        (CHUNKED[:-2] + CLOSE + b"1\r\na\r\n" * 50_000 + b"0\r\n\r\n", 200),
    ],
    ids=lambda value: repr(value[-30:]) if isinstance(value, bytes) else value,
)
def test_what_a_request_may_have(edge: Edge, content: bytes, expected: int) -> None:
    assert status(edge.exchange(content)) == expected


def test_endless_head_is_not_kept(edge: Edge) -> None:
    with edge.connect() as connection:
        connection.sendall(GET + b"X: ")
        sent = 0
        with suppress(ConnectionError):
            while sent < 300_000_000:
                sent += connection.send(b"a" * 1_000_000)
        assert sent < 100_000_000


def test_time_for_a_head(edge: Edge) -> None:
    assert status(edge.exchange(GET)) == 408
    # Without a request there is no answer.
    assert edge.exchange(b"") == b""
    with edge.connect() as connection:
        started, closed = time.monotonic(), False
        # Single bytes, sent slowly.
        while not closed and time.monotonic() < started + 30:
            try:
                connection.sendall(b"\r\n")
            except ConnectionError:
                closed = True
            time.sleep(0.02)
        assert closed


def test_time_for_a_head_on_a_connection_that_has_been_used(edge: Edge) -> None:
    with edge.connect() as connection:
        connection.sendall(GET + b"\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 200")
        connection.sendall(b"GET / HT")
        assert status(received(connection)) == 408


def test_idle_connection_ends(serve: Serve) -> None:
    with serve(keep_alive=1).connect() as connection:
        connection.sendall(GET + b"\r\n")
        assert received(connection).endswith(b" example.org")


def test_time_for_a_body(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    assert status(edge.exchange(POST + b"Content-Length: 5\r\n\r\nab")) == 408
    assert status(edge.exchange(CHUNKED + b"5\r\nab")) == 408
    # Nothing reads the body, and the answer is sent before it has arrived.
    unread = edge.exchange(POST.replace(b"/", b"/unread", 1) + b"Content-Length: 9\r\n\r\nab")
    assert status(unread) == 200
    # A slow body that keeps the least rate is accepted.
    monkeypatch.setattr(limits, "BODY_RATE", 10)
    with edge.connect() as connection:
        connection.sendall(POST + b"Content-Length: 20\r\n" + CLOSE)
        for _ in range(20):
            time.sleep(0.04)
            connection.sendall(b"a")
        assert status(received(connection)) == 200


def test_slow_answers_are_no_fault_of_the_client(edge: Edge) -> None:
    slow = b"GET /slow HTTP/1.1\r\nHost: x\r\n"
    assert status(edge.exchange(slow + CLOSE)) == 200
    # Some clients send an empty line after a request.
    assert status(edge.exchange(slow + CLOSE + b"\r\n")) == 200


def test_client_that_does_not_take_its_answer_is_cut_off(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "READ_SECONDS", 0.3)
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", edge.port))
        connection.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(1)
        assert len(received(connection)) < LARGE


def test_client_that_takes_it_slowly_gets_it_all(edge: Edge) -> None:
    with edge.connect() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        connection.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n" + CLOSE)
        taken = 0
        while part := connection.recv(100_000):
            taken += len(part)
            time.sleep(0.02)
        assert taken > LARGE


def test_pipelined_requests_are_answered_in_turn(edge: Edge) -> None:
    answers = edge.exchange(GET + b"\r\n" + GET.replace(b"example", b"second") + CLOSE)
    first, second = answers.split(b"HTTP/1.1 ")[1:]
    assert first.endswith(b" example.org")
    assert second.endswith(b" second.org")


def test_requests_that_wait_are_few(edge: Edge) -> None:
    slow = b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"
    with edge.connect() as connection:
        connection.sendall(slow * 17)
        time.sleep(0.3)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200")
    # The first ones are answered, and only then is it said that there are too many.
    statuses = re.findall(rb"HTTP/1\.1 (\d{3}) ", edge.exchange((GET + b"\r\n") * 5000))
    assert statuses[-1] == b"429"
    assert 17 <= statuses.count(b"200") == len(statuses) - 1 < 5000


def test_refusal_never_overtakes_an_answer(edge: Edge) -> None:
    slow = b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"
    # A proxy would take the second answer for the first one.
    answers = edge.exchange(slow + b"\x00\x00\x00\r\n\r\n")
    assert re.findall(rb"HTTP/1\.1 (\d{3}) ", answers) == [b"200", b"400"]


def test_a_transfer_coding_is_refused_in_http_1_0(edge: Edge) -> None:
    chunked = b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"
    answer = edge.exchange(b"POST / HTTP/1.0\r\nHost: x\r\nContent-Length: 1\r\n" + chunked)
    assert answer.startswith(b"HTTP/1.1 400")
    assert edge.exchange(b"POST / HTTP/1.0\r\nHost: x\r\n" + chunked).startswith(b"HTTP/1.1 400")


def test_authority_in_the_target_stands_in_place_of_host(edge: Edge) -> None:
    target = b"GET http://other.example:81/ HTTP/1.1\r\nHost: example.org\r\n"
    assert edge.exchange(target + CLOSE).endswith(b" other.example:81")


def test_trailers_do_not_become_fields(edge: Edge) -> None:
    content = POST + b"Transfer-Encoding: chunked\r\n" + CLOSE
    content += b"1\r\na\r\n0\r\nX-Trailer: y\r\n\r\n"
    assert edge.exchange(content).endswith(b"a example.org")


def test_request_to_upgrade_is_answered_and_ends_the_connection(edge: Edge) -> None:
    for protocol in (b"websocket", b"h2c"):
        content = GET + b"Connection: Upgrade\r\nUpgrade: " + protocol + b"\r\n\r\n"
        answer = edge.exchange(content)
        assert status(answer) == 200
        assert b"connection: close" in answer


def test_client_that_leaves_is_seen_by_the_request_that_runs(edge: Edge, caplog: pytest.LogCaptureFixture) -> None:
    slow = b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"
    for content in (slow * 2, slow * 40, slow + b"\x00"):
        with edge.connect() as connection:
            connection.sendall(content)
            time.sleep(0.2)
    # By now each would have been answered, had it not been dropped.
    time.sleep(1.1 * SLOW_SECONDS)
    assert not [record for record in caplog.records if record.exc_info], caplog.text


def test_progress_is_seen_of_a_reader_with_little_more_than_the_least_speed(edge: Edge) -> None:
    """A kernel that took megabytes would hide it, and the reader would be cut off."""
    # The tests' window is of one second, and the reader makes room in steps of up to 130 kB.
    speed = 5 * limits.READ_BYTES
    with edge.connect() as connection:
        connection.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n" + CLOSE)
        taken, began = 0, time.monotonic()
        while time.monotonic() < began + 2.5:
            time.sleep(0.05)
            owed = int((time.monotonic() - began) * speed) - taken
            taken += len(connection.recv(max(1, owed)))
        assert taken < LARGE / 5
        assert taken + len(received(connection)) > LARGE

"""A server that is slow on purpose, or sends without end, is stopped at the limits."""

from __future__ import annotations

import gzip
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

import pyoxigraph as ox
import pytest

from csekg.sparql.errors import EndpointError, EndpointTimeoutError
from csekg.sparql.remote import RemoteStore, connection
from tests.csekg.sparql.remote.misbehaving import EMPTY, bare, whole
from tests.csekg.sparql.remote.servers import Reply, Server, store_answered

#: The time of a server that never answers in it, and of one that first has to open a store.
SECONDS, ENOUGH = 0.3, 1.0
#: With a limit for each read alone the slow servers here would take minutes.
SOON = 10.0
QUERY = "SELECT ?x { ?s ?p ?x }"
HEAD = b'{"head":{"vars":["x"]},"results":{"bindings":['
ROW = b'{"x":{"type":"literal","value":"1"}},'
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nTransfer-Encoding: chunked\r\n\r\n"


def drip(client: socket.socket, content: bytes) -> None:
    """Send ten single bytes per second, for longer than any test waits."""
    for byte in content:
        client.sendall(bytes([byte]))
        time.sleep(0.1)


def chunk(content: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(content), content)


def headers_drip(client: socket.socket, _: int) -> None:
    drip(client, whole(EMPTY, headers=b"X-Long: " + b"x" * 600 + b"\r\n"))


def body_drips(client: socket.socket, _: int) -> None:
    answer = whole(EMPTY + b" " * 600)
    at = answer.index(b"\r\n\r\n") + 4
    client.sendall(answer[:at])
    drip(client, answer[at:])


def chunk_size_drips(client: socket.socket, _: int) -> None:
    # No byte of the body arrives: the client waits for the end of the line.
    client.sendall(CHUNKED)
    drip(client, b"5" + b";" + b"x" * 600)


def beginning_again(client: socket.socket, _: int) -> None:
    # Each of these is an interim response (RFC 9110, section 15.2), and no final one follows.
    while True:
        client.sendall(b"HTTP/1.1 102 Processing\r\n\r\n" * 100)


def silent(client: socket.socket, _: int) -> None:
    time.sleep(60)


@pytest.mark.parametrize("send", [headers_drip, body_drips, chunk_size_drips, beginning_again, silent])
def test_the_time_is_that_of_the_whole_request(send: Callable[[socket.socket, int], None]) -> None:
    with bare(send) as (server, seen):
        started = time.monotonic()
        with pytest.raises(EndpointTimeoutError, match=f"has not answered within {SECONDS:g} s"):
            RemoteStore(server.settings(timeout=SECONDS))
        assert SECONDS * 0.9 < time.monotonic() - started < SOON
        assert len(seen) == 1


def opened_then(send: Callable[[socket.socket], None]) -> Callable[[socket.socket, int], None]:
    """Answers the two queries of a store that is being opened, and then the given answer."""
    return lambda client, number: client.sendall(whole(EMPTY)) if number < 3 else send(client)


def test_rows_that_come_late_after_many_that_came_in_time() -> None:
    def send(client: socket.socket) -> None:
        client.sendall(CHUNKED + chunk(HEAD + ROW * 40_000))
        drip(client, chunk(ROW) * 100)

    with bare(opened_then(send)) as (server, _):
        store = RemoteStore(server.settings(timeout=ENOUGH))
        started = time.monotonic()
        with pytest.raises(EndpointTimeoutError):
            store.values(QUERY)
        assert time.monotonic() - started < SOON
        store.close()


def test_a_reader_may_take_longer_than_the_server() -> None:
    def send(client: socket.socket) -> None:
        client.sendall(CHUNKED + chunk(HEAD + ROW * 200_000))
        client.sendall(chunk(ROW[:-1] + b"]}}") + chunk(b""))

    with bare(opened_then(send)) as (server, _):
        store = RemoteStore(server.settings(timeout=ENOUGH))
        results = store.query(QUERY)
        assert isinstance(results, ox.QuerySolutions)
        time.sleep(ENOUGH * 1.2)
        assert len(list(results)) == 200_001
        store.close()


def test_repetitions_share_the_time() -> None:
    def send(client: socket.socket, _: int) -> None:
        time.sleep(SECONDS * 0.4)
        client.sendall(whole(b"", status=b"503 Service Unavailable"))

    with bare(send) as (server, seen):
        started = time.monotonic()
        with pytest.raises(EndpointError):
            RemoteStore(server.settings(timeout=SECONDS))
        assert time.monotonic() - started < SOON
        assert len(seen) < 4


@pytest.mark.parametrize("text", [QUERY, "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_a_body_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(connection, "_MOST_BYTES", 4 << 20)
    sent = 0

    def send(client: socket.socket) -> None:
        nonlocal sent
        rows = text == QUERY
        media_type = b"sparql-results+json" if rows else b"n-triples"
        client.sendall(CHUNKED.replace(b"sparql-results+json", media_type))
        client.sendall(chunk(HEAD if rows else b"\n"))
        piece = chunk((ROW if rows else b"<urn:s> <urn:p> <urn:o> .\n") * 1000)
        while True:
            client.sendall(piece)
            sent += len(piece)

    with bare(opened_then(send)) as (server, seen):
        store = RemoteStore(server.settings())
        with pytest.raises(EndpointError, match="sends more than 4 megabytes in one answer"):
            list(store.query(text))  # type: ignore[arg-type]
        assert len(seen) == 3
        store.close()
    # Unread bytes are in the buffers of the sockets.
    assert sent < 64 << 20


def test_one_long_object_takes_no_time_that_grows_with_its_square() -> None:
    typed = '"datatype":"http://www.w3.org/2001/XMLSchema#boolean",'
    body = HEAD.decode() + "{" + '"value":"1",' * 300_000 + '"x":{' + typed + '"x":1}}]}}'
    with store_answered(Reply(body=body)) as (store, _):
        started = time.monotonic()
        with pytest.raises(EndpointError):
            store.values(QUERY)
        assert time.monotonic() - started < 20


@pytest.mark.parametrize("encoding", ["gzip", "x-unknown\x1b"])
def test_nothing_is_unpacked(encoding: str) -> None:
    bomb = gzip.compress(b" " * (8 << 20))

    def send(client: socket.socket, _: int) -> None:
        client.sendall(whole(bomb, headers=f"Content-Encoding: {encoding}\r\n".encode()))

    with bare(send) as (server, seen):
        with pytest.raises(EndpointError, match="in the Content-Encoding") as raised:
            RemoteStore(server.settings())
        assert str(raised.value).isprintable()
    assert b"accept-encoding: identity" in seen[0].lower()


@pytest.mark.parametrize("packed", [1, 2])
def test_nor_is_the_body_that_asks_for_credentials(packed: int) -> None:
    """httpx2 reads the body of a 401 itself: Virtuoso requests Digest where Basic was sent."""
    challenge = b'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth"\r\n'

    def send(client: socket.socket, number: int) -> None:
        headers = challenge + (b"Content-Encoding: gzip\r\n" if number == packed else b"")
        client.sendall(whole(gzip.compress(b" "), headers, b"401 Unauthorized"))

    with bare(send) as (server, seen):
        with pytest.raises(EndpointError, match="in the Content-Encoding gzip"):
            RemoteStore(server.settings(user="me", password="s3cret"))
        assert len(seen) == packed


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * (1 << 20),
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nhello",
        b"",
    ],
)
def test_what_is_no_http_is_told_in_words(answer: bytes) -> None:
    def send(client: socket.socket, _: int) -> None:
        client.sendall(answer)
        client.close()

    with bare(send) as (server, _):
        with pytest.raises(EndpointError, match="cannot be reached: ") as raised:
            RemoteStore(server.settings())
        assert str(raised.value).isprintable()


@pytest.mark.parametrize(
    ("value", "attempts"),
    [
        ("9" * 400, 1),
        ("600", 1),
        ("\xb2", 4),
        ("-1", 4),
        ("soon", 4),
        ("Mon, 01 Jan 0001 00:00:00 -0000", 4),
        ("Mon, 99 Jan 99999999999 00:00:00 GMT", 4),
    ],
)
def test_a_time_to_come_back_that_is_none(value: str, attempts: int) -> None:
    headers = b"Retry-After: " + value.encode("latin-1") + b"\r\n"

    def send(client: socket.socket, _: int) -> None:
        client.sendall(whole(b"", headers, b"503 Service Unavailable"))

    with bare(send) as (server, seen):
        with pytest.raises(EndpointError, match="answers 503 Service Unavailable"):
            RemoteStore(server.settings())
        assert len(seen) == attempts


@contextmanager
def encrypted(folder: Path) -> Iterator[Server]:
    """A server with a trusted certificate, which sends single bytes after the handshake."""
    subject = "-subj /CN=localhost -addext subjectAltName=DNS:localhost"
    files = "-keyout key.pem -out certificate.pem"
    command = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 {subject} {files}"
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")

    def serve() -> None:
        client, _ = listener.accept()
        with suppress(OSError), context.wrap_socket(client, server_side=True) as secured:
            secured.recv(1 << 16)
            body_drips(secured, 1)

    with socket.create_server(("localhost", 0)) as listener:
        Thread(target=serve, daemon=True).start()
        yield Server(f"https://localhost:{listener.getsockname()[1]}/sparql", "")


def test_the_time_holds_behind_encryption(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with encrypted(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        started = time.monotonic()
        with pytest.raises(EndpointTimeoutError):
            RemoteStore(server.settings(timeout=SECONDS))
        assert SECONDS * 0.9 < time.monotonic() - started < SOON

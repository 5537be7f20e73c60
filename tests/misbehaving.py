"""A server on a bare socket, so that a test controls each byte and its time."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

#: Sends an answer; the number is that of the request, counted from 1.
Sending = Callable[[socket.socket, int], None]

EMPTY = b'{"head":{"vars":[]},"results":{"bindings":[]}}'


def whole(body: bytes, headers: bytes = b"", status: bytes = b"200 OK") -> bytes:
    """A correct response with SPARQL JSON."""
    headers = b"Content-Type: application/sparql-results+json\r\n" + headers
    return b"HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s" % (status, headers, len(body), body)


@contextmanager
def bare(send: Sending) -> Iterator[tuple[str, list[bytes]]]:
    """Run a server that reads requests and answers with `send`; yields its address and the requests."""
    seen: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            while request := _request(connection):
                seen.append(request)
                send(connection, len(seen))

    def accept() -> None:
        with suppress(OSError):
            while True:
                Thread(target=serve, args=[listener.accept()[0]], daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=accept, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/sparql", seen
        finally:
            listener.shutdown(socket.SHUT_RDWR)


def _request(connection: socket.socket) -> bytes:
    head, end, body = b"", b"", b""
    while not end:
        if not (piece := connection.recv(1 << 16)):
            return b""
        head, end, body = (head + piece).partition(b"\r\n\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    while len(body) < int(fields.get(b"content-length", 0)):
        body += connection.recv(1 << 16)
    return head + end + body

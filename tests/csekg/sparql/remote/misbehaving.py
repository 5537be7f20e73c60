"""A server on a bare socket, so that a test controls each byte and its time."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

from tests.csekg.sparql.remote.servers import Server

#: Sends an answer; the number is that of the request, counted from 1.
Sending = Callable[[socket.socket, int], None]

EMPTY = b'{"head":{"vars":[]},"results":{"bindings":[]}}'


def whole(body: bytes, headers: bytes = b"", status: bytes = b"200 OK") -> bytes:
    """A correct response with SPARQL JSON."""
    return (
        b"HTTP/1.1 "
        + status
        + b"\r\nContent-Type: application/sparql-results+json\r\n"
        + headers
        + b"Content-Length: "
        + str(len(body)).encode()
        + b"\r\n\r\n"
        + body
    )


@contextmanager
def bare(send: Sending) -> Iterator[tuple[Server, list[bytes]]]:
    """Run a server that reads requests and answers with `send`; yields the requests, too."""
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
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"
        try:
            yield Server(address, ""), seen
        finally:
            listener.shutdown(socket.SHUT_RDWR)


def _request(connection: socket.socket) -> bytes:
    content = b""
    while b"\r\n\r\n" not in content:
        if not (piece := connection.recv(1 << 16)):
            return b""
        content += piece
    head, _, body = content.partition(b"\r\n\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    while len(body) < int(fields.get(b"content-length", 0)):
        body += connection.recv(1 << 16)
    return head + b"\r\n\r\n" + body

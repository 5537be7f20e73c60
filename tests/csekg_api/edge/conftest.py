"""A server in this process with limits on connections, and with short times."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from threading import Thread

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from csekg_api.edge import connections, limits
from csekg_api.edge.connections import Connections
from csekg_api.edge.limits import Limits
from csekg_api.edge.protocol import edge_protocol

LARGE = 8_000_000
#: Longer than the times of the limits below.
SLOW_SECONDS = 0.7


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer `/slow` after a pause, `/large` with many bytes, others with their body and host."""
    if scope["type"] != "http":
        return
    body = b""
    if scope["path"] == "/slow":
        await asyncio.sleep(SLOW_SECONDS)
    elif scope["path"] == "/large":
        body = b"x" * LARGE
    elif scope["path"] != "/unread":
        while (message := await receive())["type"] == "http.request":
            body += message["body"]
            if not message["more_body"]:
                break
        else:
            return
        body += b" " + dict(scope["headers"]).get(b"host", b"")
        body += b" trailer" if b"x-trailer" in dict(scope["headers"]) else b""
    headers = [(b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@dataclass
class Edge:
    """The server, by its port, and its table of connections."""

    port: int
    table: Connections

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def exchange(self, content: bytes) -> bytes:
        """Send bytes and return all that comes back until the server closes."""
        with self.connect() as connection:
            # The server may refuse and close while this is still sending.
            with suppress(ConnectionError):
                connection.sendall(content)
            return received(connection)


def received(connection: socket.socket) -> bytes:
    answer = b""
    with suppress(ConnectionError):
        while part := connection.recv(65536):
            answer += part
    return answer


Serve = Callable[..., Edge]


@contextmanager
def servers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Yield a function that starts the server, with limits by name; 0 means no limit."""
    monkeypatch.setattr(limits, "HEAD_SECONDS", 0.4)
    monkeypatch.setattr(limits, "BODY_SECONDS", 0.4)
    monkeypatch.setattr(limits, "LINGER_SECONDS", 0.5)
    monkeypatch.setattr(limits, "READ_SECONDS", 1.0)
    monkeypatch.setattr(connections, "_LOOK_EVERY", 0.05)
    monkeypatch.setattr(connections, "_MAKES_ROOM_AFTER", 0.3)
    with ExitStack() as running:

        def started(connections: int = 0, of_one_client: int = 0, *, proxy: str = "", keep_alive: int = 5) -> Edge:
            most = Limits(connections, of_one_client)
            table = Connections(most, lambda host: host == proxy)
            config = uvicorn.Config(
                application,
                http=edge_protocol(table),
                lifespan="off",
                log_config=None,
                timeout_keep_alive=keep_alive,
                timeout_graceful_shutdown=1,
            )
            server = uvicorn.Server(config)
            listener = socket.create_server(("127.0.0.1", 0))
            thread = Thread(target=server.run, kwargs={"sockets": [listener]})
            thread.start()

            def stop() -> None:
                server.should_exit = True
                thread.join(30)
                listener.close()

            running.callback(stop)
            while not server.started:
                time.sleep(0.01)
            return Edge(listener.getsockname()[1], table)

        yield started


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    with servers(monkeypatch) as start:
        yield start


@pytest.fixture(scope="module")
def edge() -> Iterator[Edge]:
    with pytest.MonkeyPatch.context() as monkeypatch, servers(monkeypatch) as start:
        yield start()

"""Large answers: places in turn by client, and files that are closed when their clients leave."""

from __future__ import annotations

import asyncio
import gc
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from threading import Thread
from typing import IO

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.responses import Response
from starlette.types import Message, Receive, Scope, Send

from csekg_api.middleware.common_headers import HeadAsGet
from csekg_api.web.large_answers import FileAnswer, LargeAnswers
from csekg_api.web.problems import install_problem_handlers
from csekg_api.workers.jobs import IN_MEMORY
from csekg_api.workers.places import Places
from tests.csekg_api.service import eventually

SIZE = 12_000_000


@dataclass
class Server:
    """A server in this process with two places for large answers, one for each client."""

    port: int
    app: FastAPI
    files: list[IO[bytes]] = field(default_factory=list)
    clients: ExitStack = field(default_factory=ExitStack)

    def ask(self, path: str, client: str = "192.0.2.1", method: str = "GET") -> socket.socket:
        """Return a connection with a request, whose answer has not been read."""
        connection = self.clients.enter_context(socket.socket())
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        connection.settimeout(20)
        connection.connect(("127.0.0.1", self.port))
        head = f"{method} {path} HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: {client}\r\n"
        connection.sendall(f"{head}Connection: close\r\n\r\n".encode())
        return connection

    def whole(self, path: str, client: str = "192.0.2.1", method: str = "GET") -> bytes:
        """Return a whole answer."""
        return rest(self.ask(path, client, method))

    @property
    def places(self) -> Places:
        found: Places = self.app.state.large_answers
        return found


def rest(connection: socket.socket) -> bytes:
    content = b""
    while part := connection.recv(1 << 20):
        content += part
    return content


@pytest.fixture
def server() -> Iterator[Server]:
    app = FastAPI()
    install_problem_handlers(app)
    app.add_middleware(HeadAsGet)
    app.add_middleware(LargeAnswers)
    app.state.large_answers = Places(2, 1, patience=0.2)
    listener = socket.create_server(("127.0.0.1", 0))
    started = Server(listener.getsockname()[1], app)

    def file(size: int) -> Response:
        opened = TemporaryFile()  # noqa: SIM115
        opened.truncate(size)
        started.files.append(opened)
        return FileAnswer(opened, "text/plain", {"X-Mark": "1"})

    app.add_api_route("/memory", lambda: Response(bytes(SIZE)))
    app.add_api_route("/file", lambda: file(SIZE))
    app.add_api_route("/small", lambda: Response(bytes(IN_MEMORY)))
    app.add_api_route("/small-file", lambda: file(IN_MEMORY))
    config = uvicorn.Config(app, lifespan="off", log_config=None, forwarded_allow_ips="127.0.0.1")
    running = uvicorn.Server(config)
    thread = Thread(target=running.run, kwargs={"sockets": [listener]})
    thread.start()
    # The collector must not do what the service has to do.
    gc.disable()
    try:
        yield started
    finally:
        gc.enable()
        started.clients.close()
        running.should_exit = True
        thread.join(30)
        listener.close()


@pytest.mark.parametrize("path", ["/memory", "/file"])
def test_a_place_for_each_client_until_its_answer_is_read(server: Server, path: str) -> None:
    first = server.ask(path)
    assert first.recv(15) == b"HTTP/1.1 200 OK"
    refused = server.whole(path)
    assert refused.startswith(b"HTTP/1.1 503 ")
    assert b"retry-after: 2" in refused
    assert b"application/problem+json" in refused
    assert b"this address has 1 under way" in refused
    second = server.ask(path, "192.0.2.2")
    assert second.recv(15) == b"HTTP/1.1 200 OK"
    assert server.whole(path, "192.0.2.3").startswith(b"HTTP/1.1 503 ")
    assert rest(first).endswith(bytes(SIZE))
    second.close()
    assert eventually(lambda: server.places.free == 2, 2)
    assert server.whole(path).endswith(bytes(SIZE))
    assert all(file.closed for file in server.files)


@pytest.mark.parametrize("path", ["/small", "/small-file"])
def test_small_answers_need_no_place(server: Server, path: str) -> None:
    held = [server.ask("/memory"), server.ask("/memory", "192.0.2.2")]
    assert [connection.recv(15) for connection in held] == [b"HTTP/1.1 200 OK"] * 2
    assert server.whole(path).startswith(b"HTTP/1.1 200 OK")
    assert server.whole("/memory", method="HEAD").startswith(b"HTTP/1.1 200 OK")


def test_a_file_is_closed_once_its_client_has_left(server: Server) -> None:
    leaving = server.ask("/file")
    assert leaving.recv(1024)
    assert not server.files[0].closed
    leaving.close()
    assert eventually(lambda: server.files[0].closed, 1)


def test_a_file_is_closed_whose_client_leaves_while_it_waits_for_a_place(server: Server) -> None:
    server.places._patience = 30
    assert server.ask("/memory").recv(1024)
    waiting = server.ask("/file")
    assert eventually(lambda: server.places.in_hand == 2 and bool(server.files), 2)
    waiting.close()
    assert eventually(lambda: server.files[0].closed and server.places.in_hand == 1, 1)


def test_what_is_in_memory_is_sent_in_parts() -> None:
    """Else the server would copy all that a client has not read into its buffer."""
    content, sent = bytes(range(256)) * 20_000, list[Message]()

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        raise AssertionError

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await Response(content)(scope, receive, send)

    app = FastAPI()
    app.state.large_answers = Places(1, 1)
    scope = {"type": "http", "method": "GET", "headers": [], "app": app}
    asyncio.run(LargeAnswers(answer)(scope, receive, send))
    parts = sent[1:]
    assert b"".join(part["body"] for part in parts) == content
    assert max(len(part["body"]) for part in parts) <= 1 << 17
    assert [part["more_body"] for part in parts] == [True] * (len(parts) - 1) + [False]

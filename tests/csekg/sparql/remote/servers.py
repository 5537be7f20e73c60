"""Servers for tests: Oxigraph's, Virtuoso, and one that answers what a test specifies."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs

from csekg.sparql.errors import EndpointError
from csekg.sparql.remote import EndpointSettings, RemoteStore
from csekg.sparql.remote.push import push
from csekg.sparql.remote.release import Release


@dataclass(frozen=True)
class Server:
    """Addresses of a server for queries and for graphs, and the user who may load."""

    query: str
    graph_store: str
    user: str = ""
    default_graph: str = ""
    by_graph: bool = False

    def settings(self, **options: object) -> EndpointSettings:
        """The settings of a client; the password of each server here is the user's name."""
        values = {
            "CSEKG_ENDPOINT": self.query,
            "user": self.user,
            "password": self.user,
            "default_graph": self.default_graph,
        }
        return EndpointSettings(**(values | options))  # type: ignore[arg-type]

    def load(self, dataset: bytes, version: str = "v1") -> list[str]:
        """Push a dataset and return the lines that `push` printed."""
        lines: list[str] = []
        release = Release.of(dataset, version, self.default_graph)
        push(self.graph_store, self.settings(), release, lines.append, by_graph=self.by_graph)
        return lines


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


@contextmanager
def _running(command: list[str], folder: Path, port: int) -> Iterator[None]:
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert process.poll() is None, (folder / "output.txt").read_text()
                assert time.monotonic() < deadline
                time.sleep(0.05)
        yield
    finally:
        process.kill()
        process.wait()


def _oxigraph_program() -> str:
    beside = Path(sys.executable).with_name("oxigraph")
    return str(beside) if beside.is_file() else "oxigraph"


@contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    """An empty Oxigraph server, in memory."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [_oxigraph_program(), "serve", "--bind", f"127.0.0.1:{port}"]
    with _running(command, folder, port):
        yield Server(f"{address}/query", f"{address}/store")


VIRTUOSO = shutil.which("virtuoso-t")
# On a busy machine a query that Virtuoso spreads over threads may wait for one of them for ever,
# and unless told otherwise one thread alone answers HTTP: then all later requests wait as well.
_VIRTUOSO_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = {sql}
DisableUnixSocket = 1
ThreadsPerQuery = 1
NumberOfBuffers = 40000
MaxDirtyBuffers = 30000
[HTTPServer]
ServerPort = {http}
ServerRoot = .
ServerThreads = 8
[SPARQL]
MaxQueryExecutionTime = 20
ResultSetMaxRows = 1000000
MaxConstructTriples = 1000000
"""


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """A new Virtuoso database; it has no default graph of its own."""
    assert VIRTUOSO
    port = free_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO_INI.format(sql=free_port(), http=port))
    with _running([VIRTUOSO, "+foreground", "+configfile", "virtuoso.ini"], folder, port):
        address = f"http://127.0.0.1:{port}"
        yield Server(
            f"{address}/sparql",
            f"{address}/sparql-graph-crud-auth",
            "dba",
            "https://w3id.org/csekg/id/graph/union",
            by_graph=True,
        )


class Restarted:
    """A server with the dataset, started once more where it no longer answers."""

    def __init__(self, start: Callable[[], AbstractContextManager[Server]]) -> None:
        """Take what starts a server and loads it."""
        self._start = start
        self._running = ExitStack()
        self._server: Server | None = None
        self.starts = 0

    def server(self) -> Server:
        """The server, which has just answered; fails where the second one does not answer."""
        if self._server is None or not _answers(self._server):
            assert self.starts < 2, "the server no longer answers, for the second time"
            self.close()
            self.starts += 1
            self._server = self._running.enter_context(self._start())
        return self._server

    def close(self) -> None:
        """End the server."""
        self._running.close()


def _answers(server: Server) -> bool:
    try:
        RemoteStore(server.settings(timeout=10)).close()
    except EndpointError:
        return False
    return True


@contextmanager
def opened(server: Server) -> Iterator[RemoteStore]:
    store = RemoteStore(server.settings())
    try:
        yield store
    finally:
        store.close()


@dataclass(frozen=True)
class Request:
    """A request that a server received."""

    method: str
    path: str
    headers: dict[str, str]
    form: dict[str, list[str]]


@dataclass(frozen=True)
class Reply:
    """Its answer; `pause` is the seconds before it.

    A body in pieces is sent without Content-Length, until its end or until the client disconnects.
    """

    status: int = 200
    content_type: str = "application/sparql-results+json"
    body: str | Iterable[str] = '{"head":{"vars":[]},"results":{"bindings":[]}}'
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0


@contextmanager
def answering(answer: Callable[[Request, int], Reply]) -> Iterator[tuple[Server, list[Request]]]:
    """A server that answers with a function of the request and its number, counted from 1."""
    seen: list[Request] = []
    numbers = count(1)

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            is_form = "form" in self.headers.get("content-type", "")
            form = parse_qs(body.decode()) if is_form else {}
            headers = {name.lower(): value for name, value in self.headers.items()}
            seen.append(Request(self.command, self.path, headers, form))
            reply = answer(seen[-1], next(numbers))
            time.sleep(reply.pause)
            self.send_response(reply.status)
            for name, value in {"Content-Type": reply.content_type, **reply.headers}.items():
                self.send_header(name, value)
            if isinstance(reply.body, str):
                content = b"" if reply.status == 204 else reply.body.encode()
                if "Content-Length" not in reply.headers:
                    self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                with suppress(ConnectionError):
                    self.wfile.write(content)
                return
            self.end_headers()
            with suppress(ConnectionError):
                for piece in reply.body:
                    self.wfile.write(piece.encode())

        do_POST = do_PUT = do_DELETE = _answer

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/sparql"
        try:
            yield Server(address, f"{address}/store"), seen
        finally:
            server.shutdown()


@contextmanager
def store_answered(*replies: Reply) -> Iterator[tuple[RemoteStore, list[Request]]]:
    """A store and the requests that its server received after it was opened.

    The server is empty while the store is opened, and then gives these replies, the last for good.
    """

    def answer(_: Request, number: int) -> Reply:
        return Reply() if number < 3 else replies[min(number - 3, len(replies) - 1)]

    with answering(answer) as (server, seen), opened(server) as store:
        seen.clear()
        yield store, seen

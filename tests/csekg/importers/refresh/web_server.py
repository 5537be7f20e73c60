"""A web server in a thread that answers as it is told, over TLS or not."""

from __future__ import annotations

import ssl
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass(frozen=True)
class Answer:
    """One answer; `cut` bytes of the body are sent, with `pause` seconds before each `piece`."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None
    pause: float = 0.0
    piece: int = 1 << 20


class Site:
    """What the server answers by path, the last answer again and again, and what was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, Mapping[str, str], float]] = []
        self.origin = ""

    def tell(self, path: str, *answers: Answer) -> str:
        """Set the answers of a path and return its address."""
        self.answers[path] = list(answers)
        return self.origin + path

    def next(self, path: str) -> Answer:
        """Return the next answer of a path."""
        answers = self.answers[path]
        return answers.pop(0) if len(answers) > 1 else answers[0]


@contextmanager
def served(context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Run a server on a free port of this machine, over TLS where a context is given."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            site.asked.append((self.path, headers, time.monotonic()))
            answer = site.next(self.path)
            self.send_response(answer.status)
            if answer.status != 304:
                self.send_header("Content-Length", str(len(answer.body)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            body = answer.body[: answer.cut]
            for start in range(0, len(body), answer.piece):
                time.sleep(answer.pause)
                self.wfile.write(body[start : start + answer.piece])
            if answer.cut is not None:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Print nothing."""

    server = _Quiet(("127.0.0.1", 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme = "https" if context else "http"
    site.origin = f"{scheme}://localhost:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Print nothing: clients that break off are what the tests are about."""


def certificate(folder: Path, name: str) -> Path:
    """Return a file with a new self-made certificate for localhost and its key."""
    file = folder / f"{name}.pem"
    command: Sequence[str] = (
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        f"/CN={name}",
        "-addext",
        "subjectAltName=DNS:localhost",
        "-keyout",
        str(file),
        "-out",
        f"{file}.crt",
    )
    subprocess.run(command, check=True, capture_output=True, timeout=30)
    file.write_text(file.read_text() + Path(f"{file}.crt").read_text())
    return file


def tls(file: Path) -> ssl.SSLContext:
    """Return the context of a server with a certificate and its key."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context

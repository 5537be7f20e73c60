"""The limits of deploy/haproxy.cfg for each client, and another client beside one that holds all that it may."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import quote

import httpx2
import pytest

from tests.csekg.importers.refresh.web_server import certificate
from tests.csekg_api.service import ENDLESS, Service, eventually, serving
from tests.deploy.proxy import CONFIGURATION, ONE, OTHER, Proxy, haproxy

SMALL = Path(__file__).parents[1] / "csekg_api" / "small.trig"
#: What one client may hold, by the configuration.
MOST = int(re.findall(r"presetenv CONNECTIONS (\d+)", CONFIGURATION.read_text(encoding="utf-8"))[0])
HEAD = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
BODY = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 90\r\n\r\nASK"
#: Has more than HAProxy and the kernel hold of an answer that nobody reads.
ANSWER = b"GET /static/swagger-ui/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with serving("--dataset", str(SMALL)) as running:
        yield running


@pytest.fixture(scope="module")
def proxy(service: Service) -> Iterator[Proxy]:
    with haproxy(service.port) as running:
        yield running


def test_one_replica_is_asked_and_told_who_asks(proxy: Proxy) -> None:
    with proxy.client() as client:
        assert client.get("/readyz").status_code == 200
        assert client.post("/sparql", data={"query": "ASK {}", "format": "json"}).json()["boolean"] is True
        assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"method": "GET", "url": "/healthz?a=" + "a" * 16_000}, 200),
        ({"method": "GET", "url": "/healthz?a=" + "a" * 17_000}, 414),
        ({"method": "GET", "url": "/healthz", "headers": {"Accept": "a/b," * 1_800}}, 200),
        ({"method": "GET", "url": "/healthz", "headers": {"Accept": "a/b," * 2_100}}, 431),
        ({"method": "POST", "url": "/sparql", "content": b"#" * 1_024_001}, 413),
        # Without a length.
        ({"method": "POST", "url": "/sparql", "content": iter([b"#" * 512_001, b"#" * 512_001])}, 413),
    ],
)
def test_what_a_request_may_have(proxy: Proxy, request_: dict[str, object], status: int) -> None:
    with proxy.client() as client:
        if request_["method"] == "POST":
            request_ = {**request_, "headers": {"Content-Type": "application/sparql-query"}}
        assert client.request(**request_).status_code == status  # type: ignore[arg-type]


@pytest.mark.parametrize("held", [b"", HEAD, BODY, ANSWER], ids=["nothing", "head", "body", "answer"])
def test_who_holds_connections_takes_none_from_others(proxy: Proxy, held: bytes) -> None:
    with ExitStack() as stack:
        connections: list[socket.socket] = []
        for _ in range(2 * MOST):
            with suppress(ConnectionError):
                connections.append(stack.enter_context(proxy.connect()))
                connections[-1].sendall(held)
        assert eventually(lambda: _open(connections) == MOST)
        with proxy.client(OTHER) as client:
            for number in range(10):
                assert client.get("/healthz").status_code == 200
                assert client.get(f"/sparql?query=ASK%7B%7D%23{number}").status_code == 200
        assert _open(connections) == MOST
    # What it has closed it may open again.
    assert eventually(lambda: _status(proxy) == 200)


def _open(connections: list[socket.socket]) -> int:
    return len(connections) - sum(map(_is_closed, connections))


def _is_closed(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return connection.recv(1, socket.MSG_PEEK) == b""
    except BlockingIOError:
        return False
    except ConnectionError:
        return True


def _status(proxy: Proxy) -> int:
    try:
        with proxy.client() as client:
            return client.get("/healthz").status_code
    except httpx2.TransportError:
        return 0


@pytest.mark.parametrize("half", [HEAD, BODY])
def test_who_sends_slowly_is_given_up(proxy: Proxy, half: bytes) -> None:
    started = time.monotonic()
    with proxy.connect() as slow:
        slow.sendall(half)
        assert slow.recv(1 << 16).startswith(b"HTTP/1.1 408")
    assert 5 < time.monotonic() - started < 30


def test_requests_in_ten_seconds_are_counted_by_client(service: Service) -> None:
    with haproxy(service.port, REQUESTS="3") as proxy, proxy.client() as client, proxy.client(OTHER) as other:
        answers = [client.get("/healthz") for _ in range(5)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
        assert answers[-1].headers["retry-after"] == "10"
        assert other.get("/healthz").status_code == 200


def test_requests_at_once_are_counted_within_a_connection_too(service: Service, tmp_path: Path) -> None:
    program = shutil.which("curl") or ""
    if not program or "HTTP2" not in subprocess.run([program, "-V"], capture_output=True, text=True).stdout:
        pytest.skip("not installed: curl with HTTP/2")
    keys = certificate(tmp_path, "localhost")
    with haproxy(service.port, keys=keys, CONNECTIONS="3") as proxy:
        queries = (quote(f"{ENDLESS} # {number}") for number in range(6))
        addresses = [f"https://localhost:{proxy.port}/sparql?timeout=2&query={query}" for query in queries]
        # One connection carries all of them.
        command = [program, "--http2", "--parallel", "--insecure", "--silent", "--interface", ONE, *addresses]
        written = ["--write-out", r"\n%{http_version} %{http_code}\n"]
        said = subprocess.run([*command, *written], capture_output=True, text=True, timeout=60).stdout
    statuses = re.findall(r"^2 (\d{3})$", said, re.MULTILINE)
    assert (statuses.count("429"), len(statuses)) == (3, 6), said

"""deploy/haproxy.cfg with a certificate: links say https, and places are those of the clients."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest

from csekg_api.middleware.request_checks import OF_ONE
from tests.csekg.importers.refresh.web_server import certificate
from tests.csekg_api.service import serving

CONFIGURATION = Path(__file__).parents[2] / "deploy" / "haproxy.cfg"
SMALL = Path(__file__).parents[1] / "csekg_api" / "small.trig"
LONG = b"ASK {} #" + b"x" * 100_000
QUERY = {"Content-Type": "application/sparql-query"}
ONE, OTHER = "127.0.0.2", "127.0.0.3"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


class Proxy:
    """A running HAProxy with TLS, and what clients need to trust it."""

    def __init__(self, port: int, trusted: Path) -> None:
        self.port = port
        self.context = ssl.create_default_context(cafile=str(trusted))

    def client(self, address: str = ONE) -> httpx2.Client:
        """A client with an address of its own."""
        transport = httpx2.HTTPTransport(verify=self.context, local_address=address)
        return httpx2.Client(transport=transport, base_url=f"https://localhost:{self.port}", timeout=30)

    def connect(self, address: str = ONE) -> ssl.SSLSocket:
        """A bare connection over TLS."""
        plain = socket.create_connection(("127.0.0.1", self.port), 20, (address, 0))
        return self.context.wrap_socket(plain, server_hostname="localhost")


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    if not shutil.which("haproxy"):
        pytest.skip("not installed: haproxy")
    folder = tmp_path_factory.mktemp("haproxy")
    keys = certificate(folder, "localhost")
    text = CONFIGURATION.read_text(encoding="utf-8")
    secured = text.replace('bind "${BIND}"', f'bind "${{BIND}}" ssl crt {keys} alpn h2,http/1.1')
    assert secured != text
    (folder / "haproxy.cfg").write_text(secured, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with serving("--dataset", str(SMALL)) as service:
        variables = {"RUN": str(folder), "BIND": f"127.0.0.1:{port}"}
        variables |= {f"PORT_{number}": str(service.port) for number in (1, 2, 3)}
        command = ["haproxy", "-db", "-f", str(folder / "haproxy.cfg")]
        with subprocess.Popen(command, env={**os.environ, **variables}) as process:
            try:
                running = Proxy(port, Path(f"{keys}.crt"))
                _await(running)
                yield running
            finally:
                process.terminate()


def _await(proxy: Proxy) -> None:
    for _ in range(100):
        try:
            with proxy.client() as client:
                assert client.get("/healthz").status_code == 200
                return
        except httpx2.ConnectError:
            time.sleep(0.05)
    raise AssertionError("HAProxy does not listen")


def test_links_say_https(proxy: Proxy) -> None:
    with proxy.client() as client:
        text = client.get("/sparql", headers={"Accept": "text/turtle"}).text
    assert f"<https://localhost:{proxy.port}/sparql>" in text
    assert "http://localhost" not in text


def test_places_are_those_of_the_clients_that_the_proxy_names(proxy: Proxy) -> None:
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: 200000\r\n\r\n"
    )
    with ExitStack() as stack, ThreadPoolExecutor(3) as threads:
        for _ in range(OF_ONE):
            slow = stack.enter_context(proxy.connect())
            slow.sendall(head + b" " * 150_000)
        # These have their places once the service has read so much of them.
        time.sleep(1)

        def ask(address: str, **fields: str) -> httpx2.Response:
            client = stack.enter_context(proxy.client(address))
            return client.post("/sparql", content=LONG, headers={**QUERY, **fields})

        same = threads.submit(ask, ONE)
        forged = threads.submit(ask, ONE, **{"X-Forwarded-For": OTHER})
        assert ask(OTHER).status_code == 200
        for refused in (same.result(), forged.result()):
            assert refused.status_code == 503
            assert refused.headers["retry-after"]
            assert refused.headers["content-type"] == "application/problem+json"


def test_a_client_that_sends_slowly_over_tls_is_given_up_by_the_proxy(proxy: Proxy) -> None:
    started = time.monotonic()
    with proxy.connect() as slow:
        slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ")
        assert slow.recv(1 << 16).startswith(b"HTTP/1.1 408")
    assert 5 < time.monotonic() - started < 30

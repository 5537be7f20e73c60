"""deploy/haproxy.cfg with a certificate: links say https, and places are those of the clients."""

from __future__ import annotations

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
from tests.deploy.proxy import ONE, OTHER, Proxy, haproxy

SMALL = Path(__file__).parents[1] / "csekg_api" / "small.trig"
LONG = b"ASK {} #" + b"x" * 100_000
QUERY = {"Content-Type": "application/sparql-query"}

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    keys = certificate(tmp_path_factory.mktemp("haproxy"), "localhost")
    with serving("--dataset", str(SMALL)) as service, haproxy(*[service.port] * 3, keys=keys) as running:
        yield running


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

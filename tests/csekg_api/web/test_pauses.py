"""No body that is accepted occupies the event loop for long: everybody else would wait.

The longest pause is measured in processor time of the loop's thread, which a busy machine does not
lengthen much, between two ticks of a timer.
"""

from __future__ import annotations

import asyncio
import gc
import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread

import pytest
import uvicorn

from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.settings import Settings
from csekg_api.web.request_limits import BODY_BYTES
from tests.csekg_api.conftest import pool_over

#: Seconds.
LONGEST = 0.02
_TRIES = 10
_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_JSON = "application/json"
#: What each path takes: media types, the beginning of a body, and the most bytes (docs/service.md).
TAKEN = {
    # The reader takes long to find out that so much of it is no query.
    "/sparql?timeout=1": ((_FORM, _QUERY), {_FORM: b"query=", _QUERY: b"ASK {} #"}, BODY_BYTES),
    "/reconcile": ((_FORM,), {_FORM: b"queries="}, 256_000),
    "/api/v1/check": ((_JSON, "text/csv"), {_JSON: b'{"claims":['}, 400_000),
    "/api/v1/validate": (("text/csv", "text/turtle"), {}, BODY_BYTES),
    "/mcp": ((_JSON,), {_JSON: b'{"method":"tools/call","params":['}, 16_000),
}
#: Parts that a body may have very many of.
_PARTS = (b"%61&", b"%4", b"%C3%A9", b"[],", b"{},", b"1,", b'"",', b"\xc3\xa9", b"'")


class Watch:
    """Notes the longest pause of the event loop, in seconds of processor time of its thread."""

    def __init__(self) -> None:
        self._longest = 0.0

    async def run(self) -> None:
        before = time.thread_time()
        while True:
            await asyncio.sleep(0.001)
            now = time.thread_time()
            self._longest, before = max(self._longest, now - before), now

    async def take(self) -> float:
        """Return the longest pause since the last call."""
        # Until the timer has seen what was done last.
        await asyncio.sleep(0.002)
        longest, self._longest = self._longest, 0.0
        return longest


class _Watched(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.watch = Watch()

    async def main_loop(self) -> None:
        self.loop = asyncio.get_running_loop()
        watching = asyncio.ensure_future(self.watch.run())
        await super().main_loop()
        watching.cancel()


@dataclass(slots=True)
class Served:
    """A service in this process, with the clock of its loop."""

    server: _Watched
    port: int

    def pause(self, path: str, media_type: str, body: bytes) -> float:
        """Return the longest pause while a request is answered: the shortest of some tries.

        They stand further and further apart: what else the machine does may take it some seconds.
        """
        shortest = float("inf")
        for number in range(_TRIES):
            time.sleep(number)
            self.send(path, media_type, body)
            pause = asyncio.run_coroutine_threadsafe(self.server.watch.take(), self.server.loop).result()
            shortest = min(shortest, pause)
            if shortest < LONGEST:
                break
        return shortest

    def send(self, path: str, media_type: str, body: bytes) -> None:
        headers = {"Content-Type": media_type, "Accept": "application/json, text/event-stream"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            # The server may refuse and close while this is still sending.
            with suppress(ConnectionError):
                connection.request("POST", path, body, headers)
            connection.getresponse().read()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def served(small_store: Store) -> Iterator[Served]:
    settings = Settings(log_format="none")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        pool = pool_over(small_store, settings)
        server = _Watched(uvicorn.Config(create_app(small_store, "f" * 64, settings, pool), log_config=None))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        # As in the service: what was there at the start is never looked through.
        gc.collect()
        gc.freeze()
        thread.start()
        while not hasattr(server, "loop"):
            time.sleep(0.01)
        yield Served(server, listener.getsockname()[1])
        server.should_exit = True
        thread.join(30)
        gc.unfreeze()


def bodies(path: str) -> Iterator[tuple[str, str, bytes]]:
    """Yield name, media type and content of the largest bodies for a path."""
    types, beginnings, most = TAKEN[path]
    for media_type in types:
        start = beginnings.get(media_type, b"")
        for part in _PARTS:
            content = start + part * ((most - len(start) - 3) // len(part))
            yield f"{part!r}", media_type, content + (b"1]}" if media_type == _JSON else b"")
    members = b",".join(b'"a%d":1' % number for number in range(most // 12))
    for start in (b"", b'"claims":[],', b'"method":"tools/call","params":{"arguments":{'):
        yield "members", types[0], b"{" + start + members + b"}"


@pytest.mark.timeout(600)
@pytest.mark.parametrize("path", TAKEN)
def test_no_body_occupies_the_loop(served: Served, path: str) -> None:
    paused = {
        f"{media_type} {name}": f"{pause * 1000:.0f} ms"
        for name, media_type, content in bodies(path)
        if (pause := served.pause(path, media_type, content)) >= LONGEST
    }
    assert not paused

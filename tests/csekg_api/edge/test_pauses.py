"""No request that is accepted occupies the event loop for long: everybody else would wait.

The longest pause is measured in processor time of the loop's thread, which a busy machine does not
lengthen much, between two ticks of a timer.
"""

from __future__ import annotations

import asyncio
import gc
import http.client
import json
import re
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import repeat
from threading import Thread
from typing import Any
from urllib.parse import quote

import pytest
import uvicorn

from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.assistants import route as called
from csekg_api.edge.connections import Connections
from csekg_api.edge.limits import HEAD_BYTES, LIST_MEMBERS, TARGET_BYTES, Limits
from csekg_api.edge.protocol import edge_protocol
from csekg_api.jobs import job_table
from csekg_api.reconcile import routes as reconciled
from csekg_api.rest import check as checked
from csekg_api.settings import Settings
from csekg_api.web.request_limits import MOST_BYTES, MOST_FIELDS
from csekg_api.workers.keeper import Keeper
from csekg_api.workers.pool import Pool

#: Seconds.
LONGEST = 0.02
_TRIES = 10
_BODY = Settings().max_request_kb * 1000
_LIST = 8_000
_TARGET = TARGET_BYTES - 200
#: Pages and others that the OpenAPI document does not name.
PAGES = (
    "/",
    "/fr/",
    "/states",
    "/ar/states",
    "/search",
    "/query",
    "/compare",
    "/ask",
    "/changes",
    "/nowhere",
    "/states/nowhere",
    "/static/nowhere",
    "/id/nowhere",
    "/docs",
)


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


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent, and how a failure names it."""

    name: str
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(slots=True)
class Served:
    """A service in this process, with the clock of its loop."""

    server: _Watched
    port: int
    document: dict[str, Any]

    def pause(self, request: Request) -> float:
        """Return the longest pause while a request is answered: the shortest of some tries.

        They stand further and further apart: what else the machine does may take it some seconds.
        """
        shortest = float("inf")
        for number in range(_TRIES):
            time.sleep(number)
            self.send(request)
            shortest = min(shortest, self.take())
            if shortest < LONGEST:
                break
        return shortest

    def take(self) -> float:
        return asyncio.run_coroutine_threadsafe(self.server.watch.take(), self.server.loop).result()

    def send(self, request: Request) -> tuple[int, bytes]:
        """Return status and body of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            # The server may refuse and close while this is still sending.
            with suppress(ConnectionError):
                connection.request(request.method, request.path, request.body or None, dict(request.headers))
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def served(small_store: Store) -> Iterator[Served]:
    settings = Settings(log_format="none")
    jobs = job_table(small_store, settings)
    with Keeper(jobs, settings.query_memory_mb).as_child() as control:
        alone = {name: job.kind for name, job in jobs.items() if job.alone}
        pool = Pool(warm=2, most=8, of_one=8, alone=alone)
        pool.attach(control)
        app = create_app(small_store, "f" * 64, settings, pool)
        table = Connections(Limits(0, 0), lambda _host: False)
        config = uvicorn.Config(app, http=edge_protocol(table), log_config=None)
        server = _Watched(config)
        listener = socket.create_server(("127.0.0.1", 0))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        document = app.openapi()
        # As in the service: what was there at the start is never looked through.
        gc.collect()
        gc.freeze()
        thread.start()
        while not hasattr(server, "loop"):
            time.sleep(0.01)
        yield Served(server, listener.getsockname()[1], document)
        server.should_exit = True
        thread.join(30)
        listener.close()
        gc.unfreeze()


def filled(text: str, most: int) -> str:
    """Return a text, repeated up to a length."""
    return text * (most // len(text))


#: The largest fields that are accepted, of all that something reads; several in one head.
HEADS = [
    {
        "Accept": "text/html" + filled(';a="', _LIST),
        "Accept-Encoding": "br" + filled(';a="', _LIST),
        "Accept-Language": "de" + filled(';a="', _LIST),
        "If-None-Match": filled('"', 6_000),
    },
    {
        "Accept": filled("text/html;a=b, ", LIST_MEMBERS * 15),
        "If-None-Match": filled('W/"a",', 500),
        "Accept-Encoding": filled("gzip;q=.5,", 900),
        "Accept-Language": filled("fr-CA;q=0.5,", 1_000),
        "Range": "bytes=" + filled("9", _LIST),
        "If-Range": filled('"', 8_000),
    },
    {"Accept": "text/html;" + filled("a=b;", _LIST), "Range": "bytes=" + filled("0-1,", 300)},
    {"Cookie": filled("a=b;", HEAD_BYTES - 2_000)},
    {"X-Forwarded-For": filled("1.2.3.4,", HEAD_BYTES - 2_000), "X-Forwarded-Proto": "https"},
    {f"X-{number}": filled("a", 300) for number in range(90)}
    | {"X-Request-ID": filled("a", 2_000), "Origin": filled("http://a.", 2_000)},
]
_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_JSON = "application/json"
_ACTS = ("text/csv", "text/turtle", "application/ld+json")
#: What each path takes: media types, and the most bytes.
TAKEN = {
    "/sparql": ((_FORM, _QUERY), _BODY),
    "/reconcile": ((_FORM,), reconciled.MOST_BYTES),
    "/api/v1/check": ((_JSON, "text/csv"), checked.MOST_BYTES),
    "/api/v1/validate": (_ACTS, _BODY),
    "/mcp": ((_JSON,), called.MOST_BYTES),
}
#: Parts that a body may have very many of.
_PARTS = (b"%61&", b"%4", b"%C3%A9", b"[],", b"{},", b"1,", b'"",', b"\xc3\xa9", b"'")


def bodies(path: str) -> Iterator[tuple[str, str, bytes]]:
    """Yield name, media type and content of the largest bodies for a path."""
    types, most = TAKEN[path]
    before = {_FORM: b"query=" if path == "/sparql" else b"queries=", _QUERY: b"ASK {} #", _JSON: b'{"claims":['}
    for media_type in types:
        start = before.get(media_type, b"")
        for part in _PARTS:
            content = start + part * ((most - len(start) - 3) // len(part))
            yield f"{part!r}", media_type, content + (b"1]}" if media_type == _JSON else b"")
    members = b",".join(b'"a%d":1' % number for number in range(most // 12))
    for start in (b"", b'"claims":[],', b'"method":"tools/call","params":{"arguments":{'):
        yield "members", types[0], b"{" + start + members + b"}"


def calls() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield calls of /mcp with very much in them or in their answers."""
    values = " ".join(f"VALUES ?{name} {{ {' '.join(map(str, range(100)))} }}" for name in "abc")
    many_rows = f"SELECT * WHERE {{ {values} ?s ?p ?o }} LIMIT 100000"
    columns = " ".join(f"?c{number}" for number in range(2_000))
    long_values = (
        f'SELECT * {{ VALUES ?a {{ 1 2 3 }} BIND("{"x" * 9_000}" AS ?v) '
        f"BIND(CONCAT({', '.join(['?v'] * 300)}) AS ?w) }}"
    )
    graph = f"CONSTRUCT {{ ?s ?p ?b }} WHERE {{ {values} ?s ?p ?o }}"
    for name, arguments in (
        ("ask", {f"a{number}": 1 for number in range(2_400)}),
        ("ask", {"state": [[]] * 7_000}),
        ("changes", {"actor": [[]] * 4_000, "what": ["x"] * 2_000}),
        ("saved_query", {"name": "x" * 25_000}),
        ("sparql", {"query": many_rows}),
        ("sparql", {"query": f"{many_rows[:-6]}3000"}),
        ("sparql", {"query": f"SELECT {columns} {{ {values} }} LIMIT 9999"}),
        ("sparql", {"query": long_values}),
        ("sparql", {"query": graph}),
        ("x" * 25_000, {}),
    ):
        yield f"{name[:20]} {str(arguments)[:60]}", {"name": name, "arguments": arguments}


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield method and path of each operation, and of what the document does not name."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            place = path
            for parameter in operation.get("parameters", ()):
                schema = parameter["schema"]
                example = (*schema.get("examples", ()), *schema.get("enum", ()), "x")[0]
                place = place.replace(f"{{{parameter['name']}}}", quote(str(example)))
            yield method.upper(), re.sub(r"\{\w+\}", "x", place)
    yield from zip(repeat("GET"), PAGES)
    yield "POST", "/mcp"


def heads(document: Mapping[str, Any]) -> Iterator[Request]:
    """Yield the largest heads and addresses for each operation."""
    most = _TARGET // MOST_FIELDS
    queries = (
        "&".join(f"a{number}=" + filled("%61", most - 6) for number in range(MOST_FIELDS)),
        "query=" + filled("%C3%A9", _TARGET),
        "lang=" + filled("%4", _TARGET),
        filled("%61&", _TARGET),
    )
    for method, path in operations(document):
        for head in HEADS:
            yield Request(f"{[*head][:3]}", method, path, head)
        for query in queries:
            place = f"{path}?{query}"[: TARGET_BYTES - 1]
            yield Request(f"?{query[:20]}", method, place, {"Accept": "text/html"})
        ((known, *_), _) = TAKEN.get(path, (_ACTS, 0))
        media_type = f'{known}; a="{filled(";", HEAD_BYTES - 2_000)}'
        for content_type in (media_type, media_type[:MOST_BYTES]):
            yield Request("Content-Type", method, path, {"Content-Type": content_type}, b"{}")
    for start in ("/", "/fr/", "/id/", "/api/v1/", "/sparql/", "/static/"):
        for text in ("%41", "%C3%A9", "a/", "..%2F", "/", "%4"):
            path = start + filled(text, _TARGET)
            yield Request(f"{start}{text}", "GET", path, {"Accept": "text/html"})


def large_bodies(document: Mapping[str, Any]) -> Iterator[Request]:
    """Yield the largest bodies for each path that takes one."""
    accept = {"Accept": "application/json, text/event-stream"}
    for method, path in operations(document):
        if method == "POST":
            for name, media_type, content in bodies(path):
                headers = {**accept, "Content-Type": media_type}
                # The reader takes long to find out that so much of it is no query.
                place = f"{path}?timeout=1" if path == "/sparql" else path
                yield Request(f"{media_type} {name}", "POST", place, headers, content)
    for version in ("2025-06-18", "2026-07-28"):
        for name, params in calls():
            message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
            if version > "2026":
                params["_meta"] = {
                    "io.modelcontextprotocol/protocolVersion": version,
                    "io.modelcontextprotocol/clientCapabilities": {},
                }
            headers = {
                **accept,
                "Content-Type": _JSON,
                "MCP-Protocol-Version": version,
                "Mcp-Method": "tools/call",
                "Mcp-Name": params["name"][:200],
            }
            yield Request(name, "POST", "/mcp", headers, json.dumps(message).encode())


@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", [heads, large_bodies])
def test_no_request_occupies_the_loop(served: Served, kind: Any) -> None:
    paused = {
        f"{request.method} {request.path[:60]} {request.name}": f"{pause * 1000:.0f} ms"
        for request in kind(served.document)
        if (pause := served.pause(request)) >= LONGEST
    }
    assert not paused

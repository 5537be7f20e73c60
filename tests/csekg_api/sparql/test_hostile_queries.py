"""Hostile queries over a socket: each is answered, none does harm or connects."""

from __future__ import annotations

import asyncio
import select
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest

from csekg_api.sparql.protocol import QUERY
from tests.csekg_api.hostile import bombs, hostile
from tests.csekg_api.service import Service, eventually, serving, state

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_AT_ONCE = 48
PROBLEM = b'{"type":"https://w3id.org/csekg/problems/'
_ALLOWED = {200, 400, 403, 413, 414, 503, 504}


async def _statuses(port: int, queries: Iterator[bytes]) -> list[tuple[int, bytes]]:
    """Send queries over so many connections at once; return the statuses with the queries."""
    found: list[tuple[int, bytes]] = []

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number, query in enumerate(queries):
            writer.write(_request(query, by_get=number % 3 == 0 and len(query) < 8000))
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError as error:
                raise AssertionError(f"no answer to {query[:300]!r}") from error
            lines = head.lower().split(b"\r\n")
            [length] = [line.split(b":")[1] for line in lines if line.startswith(b"content-length")]
            body = await reader.readexactly(int(length))
            status = int(lines[0].split()[1])
            assert status == 200 or body.startswith(PROBLEM), (query, body)
            found.append((status, query))
            if b"connection: close" in lines:
                writer.close()
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*(client() for _ in range(_AT_ONCE)))
    return found


def _request(query: bytes, by_get: bool) -> bytes:
    if by_get:
        return f"GET /sparql?query={quote_from_bytes(query)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {QUERY}\r\n"
    return f"{head}Content-Length: {len(query)}\r\n\r\n".encode() + query


@pytest.fixture(scope="module")
def service(small_file: Path) -> Iterator[Service]:
    limits = {"QUERY_TIMEOUT": "0.2", "QUERY_MEMORY_MB": "128", "ANSWER_CACHE_MB": "0"}
    variables = {f"CSEKG_{name}": value for name, value in limits.items()}
    with serving("--dataset", str(small_file), variables=variables) as running:
        yield running


@pytest.fixture
def nobody_may_call() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def _is_well(service: Service) -> None:
    # On a busy machine a query may be late; a service that is not well answers none.
    assert eventually(lambda: service.ask(COUNT, format="csv").body.split() == [b"n", b"3"])
    assert service.process.poll() is None
    if sys.platform == "linux":
        assert eventually(lambda: {state(pid) for pid in service.processes()} == {"S"})


@pytest.mark.timeout(400)
@pytest.mark.parametrize("number", [1_500, pytest.param(10_000, marks=pytest.mark.long)])
def test_hostile_queries(service: Service, nobody_may_call: socket.socket, number: int) -> None:
    port = nobody_may_call.getsockname()[1]
    found = asyncio.run(_statuses(service.port, hostile(number, port, seed=16_2)))
    assert len(found) == number
    wrong = {status: query[:300] for status, query in found if status not in _ALLOWED}
    assert not wrong
    # The generator covers all statuses; how many queries are in time depends on the machine.
    assert {200, 400, 504} <= {status for status, _ in found}
    # A connection would wait in the listener's queue.
    assert select.select([nobody_may_call], [], [], 0) == ([], [], [])
    _is_well(service)


def test_bombs_are_stopped(service: Service) -> None:
    found = asyncio.run(_statuses(service.port, (query.encode() for query in bombs())))
    assert len(found) == len(bombs())
    assert {status for status, _ in found} <= _ALLOWED
    assert sum(status in (503, 504) for status, _ in found) > len(bombs()) / 2
    _is_well(service)

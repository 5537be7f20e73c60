"""A small load generator: keep-alive connections, each with one request at a time."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import quote_plus

import uvloop

_END = b"\r\n\r\n"
_LAST_CHUNK = b"0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Ask:
    """A named HTTP request, as bytes."""

    name: str
    request: bytes


@dataclass(slots=True)
class Run:
    """The answers: seconds of each by name, the first head and body of each name, the failures."""

    taken: dict[str, list[float]] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)
    heads: dict[str, bytes] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, other: Run) -> None:
        """Add the answers of a later run."""
        for name, values in other.taken.items():
            self.taken.setdefault(name, []).extend(values)
        self.bodies, self.heads = other.bodies | self.bodies, other.heads | self.heads
        self.failures += other.failures
        self.seconds += other.seconds

    @property
    def times(self) -> list[float]:
        """The seconds of all answers, sorted."""
        return sorted(value for values in self.taken.values() for value in values)

    @property
    def rate(self) -> float:
        """Answers per second."""
        return len(self.times) / self.seconds

    def percentile(self, percent: int) -> float:
        """Return a percentile of the answer times, in milliseconds."""
        times = self.times
        return statistics.quantiles(times, n=100)[percent - 1] * 1000 if len(times) > 1 else 0.0


def get(path: str, accept: str = "*/*", encoding: str = "") -> bytes:
    """Return a GET request."""
    coding = f"Accept-Encoding: {encoding}\r\n" if encoding else ""
    return f"GET {path} HTTP/1.1\r\nHost: bench\r\nAccept: {accept}\r\n{coding}\r\n".encode()


def get_query(path: str, query: str) -> bytes:
    """Return a query by GET (SPARQL 1.1 Protocol, section 2.1.1) that asks for JSON."""
    return get(f"{path}?query={quote_plus(query)}", "application/sparql-results+json")


def post_query(path: str, query: str) -> bytes:
    """Return a query by POST (SPARQL 1.1 Protocol, section 2.1.2) that asks for JSON."""
    body = f"query={quote_plus(query)}".encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\nAccept: application/sparql-results+json\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def fire(port: int, asks: Iterable[Ask], connections: int = 1, limit: float = 60.0) -> Run:
    """Send the requests over so many connections, but none after `limit` seconds.

    A request that is not answered at the limit is aborted and counts as a failure.
    """
    return uvloop.run(_fire(port, iter(asks), connections, limit))


async def _fire(port: int, asks: Iterator[Ask], connections: int, limit: float) -> Run:
    run, loop = Run(), asyncio.get_running_loop()
    opened = [
        (await loop.create_connection(lambda: _Connection(asks, run), "127.0.0.1", port))[1] for _ in range(connections)
    ]
    started = time.perf_counter()
    for connection in opened:
        connection.go()
    _, late = await asyncio.wait([connection.done for connection in opened], timeout=limit)
    run.seconds = time.perf_counter() - started
    for connection in opened:
        connection.close(gave_up=bool(late) and not connection.done.done())
    return run


class _Connection(asyncio.Protocol):
    """Sends the next request as soon as the answer to the previous one is complete."""

    def __init__(self, asks: Iterator[Ask], run: Run) -> None:
        self._asks, self._run = asks, run
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._seen = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def go(self) -> None:
        ask = next(self._asks, None)
        if ask is None:
            self.done.set_result(None)
            return
        self._ask, self._sent = ask, time.perf_counter()
        self._transport.write(ask.request)

    def data_received(self, data: bytes) -> None:
        self._seen += data
        head, found, body = self._seen.partition(_END)
        if not found:
            return
        lower = head.lower()
        _, sized, length = lower.partition(b"\r\ncontent-length:")
        if sized:
            whole = len(body) >= int(length.split(b"\r\n", 1)[0])
        else:
            whole = body.endswith(_LAST_CHUNK)
        if whole:
            self._take(bytes(head), bytes(body) if sized else _joined(bytes(body)))

    def _take(self, head: bytes, body: bytes) -> None:
        run, name = self._run, self._ask.name
        run.taken.setdefault(name, []).append(time.perf_counter() - self._sent)
        if head.split(b" ", 2)[1] != b"200":
            run.failures.append(f"{name}: {head.splitlines()[0].decode()}")
        if name not in run.bodies:
            run.heads[name], run.bodies[name] = head, body
        self._seen.clear()
        self.go()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self._run.failures.append(f"{self._ask.name}: the connection broke")
            self.done.set_result(None)

    def close(self, gave_up: bool) -> None:
        if gave_up:
            self._run.failures.append(f"{self._ask.name}: given up")
            self.done.set_result(None)
        self._transport.close()


def _joined(chunked: bytes) -> bytes:
    """Return the content of a chunked body (RFC 9112, section 7.1)."""
    content = b""
    while chunked:
        size, _, rest = chunked.partition(b"\r\n")
        content += rest[: int(size, 16)]
        chunked = rest[int(size, 16) + 2 :]
    return content

"""Attacks on the service: what one hostile client sends, with few requests and bytes.

Who only holds connections is for the proxy: tests/deploy/test_proxy_limits.py.

An attack is a function of a port and of the time at which it ends; it runs in a process of its own.
The client connects from 127.0.0.2, since 127.0.0.1 counts as a proxy.
"""

from __future__ import annotations

import itertools
import json
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import partial
from threading import Thread
from typing import NamedTuple
from urllib.parse import quote

Run = Callable[[int, float], None]
Request = Callable[[int], bytes]

# Seconds that an attacker waits after a refusal, and bytes that it reads at once.
_PAUSE, _PIECE = 0.5, 1 << 18
_CROSS = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(4))
_QUERY, _JSON, _FORM = (
    f"Content-Type: application/{kind}" for kind in ("sparql-query", "json", "x-www-form-urlencoded")
)


class Attack(NamedTuple):
    """What an attack does, in words, and the function that does it."""

    told: str
    run: Run


def get(path: str, *fields: str) -> bytes:
    """Return a GET request that closes its connection; `fields` are lines of its head."""
    lines = "".join(f"{line}\r\n" for line in fields)
    return f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{lines}\r\n".encode()


def post(path: str, body: bytes, *fields: str) -> bytes:
    """Return a POST request that closes its connection; `fields` are lines of its head."""
    return get(path, f"Content-Length: {len(body)}", *fields).replace(b"GET", b"POST", 1) + body


def exchange(port: int, request: bytes, source: str, seconds: float = 70.0) -> int:
    """Send a request and read the answer; return its status, 0 where none comes to its end."""
    head, length = b"", 0
    with suppress(OSError), _connected(port, source, seconds) as connection:
        with suppress(ConnectionError):
            connection.sendall(request)
        while part := connection.recv(_PIECE):
            length += len(part)
            head = (head + part)[:20] if len(head) < 20 else head
        return int(head.split(b" ")[1]) if length else 0
    return 0


def _connected(port: int, source: str = "127.0.0.2", seconds: float = 30.0) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), seconds, (source, 0))


def _again(connections: int, request: Request, port: int, end: float) -> None:
    """Send requests over so many connections, each once the one before it is answered."""
    numbers = itertools.count(time.time_ns() % 10**9)

    def client() -> None:
        while time.time() < end:
            if exchange(port, request(next(numbers)), "127.0.0.2") in (429, 503):
                time.sleep(_PAUSE)

    _all_at_once([client] * connections, end)


def _all_at_once(clients: list[Callable[[], None]], end: float) -> None:
    for client in clients:
        Thread(target=client, daemon=True).start()
    time.sleep(max(0.0, end - time.time()))


def read_slowly(connections: int, request: Request, rate: int, stay: float, port: int, end: float) -> None:
    """Read answers over so many connections, `rate` bytes a second of each, until `end`.

    A reader leaves after `stay` seconds and comes again.
    """
    numbers = itertools.count(time.time_ns() % 10**9)

    def client() -> None:
        with _connected(port, seconds=30) as connection, suppress(OSError):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
            connection.sendall(request(next(numbers)))
            left = time.time() + stay
            while time.time() < min(left, end) and connection.recv(rate):
                time.sleep(1)
        time.sleep(_PAUSE)

    def again() -> None:
        while time.time() < end:
            with suppress(OSError):
                client()

    _all_at_once([again] * connections, end)


def _hold_open(number: int, contents: Callable[[int], bytes], port: int, end: float) -> None:
    """Keep so many connections with half a request each open; open the closed ones again."""
    with ExitStack() as stack:
        half: dict[int, socket.socket] = {}
        while time.time() < end:
            for place in range(number):
                if place in half and _is_open(half[place]):
                    continue
                with suppress(OSError):
                    half[place] = stack.enter_context(_connected(port, seconds=3))
                    half[place].sendall(contents(place))
                    half[place].setblocking(False)
            time.sleep(0.1)


def _is_open(connection: socket.socket) -> bool:
    try:
        return bool(connection.recv(_PIECE))
    except BlockingIOError:
        return True
    except OSError:
        return False


def _tool(name: str, arguments: dict[str, object]) -> bytes:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
    body = json.dumps({**call, "params": {"name": name, "arguments": arguments}}).encode()
    return post("/mcp", body, _JSON, "Accept: application/json, text/event-stream", "MCP-Protocol-Version: 2025-06-18")


def _content_type(number: int) -> bytes:
    return post("/sparql", b"ASK {}", f'{_QUERY}; a="{";" * (30_000 - number % 99)}')


def graph(number: int) -> bytes:
    """Return a request for a large graph that no cache holds."""
    text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH id:graph\\/derived {{ ?s ?p ?o }} }} OFFSET {number % 50_000}"
    return get(f"/sparql?format=turtle&query={quote(text)}")


def _validation(_number: int) -> bytes:
    body = b"treaty,actor,kind,date\nopsc,FRA,ratification,2003-02-05\n"
    return post("/api/v1/validate", body, "Content-Type: text/csv")


def _picture(number: int) -> bytes:
    path = f"/treaties/crc/map.png?width={3200 - number % 999}"
    return get(path, f"Accept: image/png,a/b{number}")


def _empty_rows(number: int) -> bytes:
    query = f"SELECT ?zz WHERE {{ ?s ?p ?o . ?a ?b ?c }} LIMIT {8_000_000 - number % 999}"
    return _tool("sparql", {"query": query})


def _body(place: int) -> bytes:
    """Return nearly all of a body of 1 MB: 33 of these leave no room in 32 MB."""
    head = post("/sparql", b"", _QUERY).replace(b"Length: 0", b"Length: 1000000")
    return head + b" " * (999_990 if place % 33 < 32 else 768_300)


def _half_a_second(number: int) -> bytes:
    """Return a query that computes for half a second, and copies much of a worker's memory."""
    text = f'ASK {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?a) = "{number}") }}'
    return post("/sparql", text.encode(), _QUERY)


def _endless(number: int) -> bytes:
    return post("/sparql", f"SELECT (COUNT(*) AS ?n) {{ {_CROSS} }} # {number}".encode(), _QUERY)


def _unknown_names(number: int) -> bytes:
    """Return a request of nearly 1 MB with names that nobody has asked for."""
    names: dict[str, object] = {f"a{n}": 1 for n in range(60_000)}
    if number % 3 == 0:
        return _tool("status", names)
    if number % 3 == 1:
        return post("/api/v1/check", json.dumps(names | {"claims": []}).encode(), _JSON)
    return post("/sparql", b"%61&" * 250_000, _FORM)


def large_answer(number: int) -> bytes:
    """Return a query of which the answer has some 50 MB."""
    text = f"SELECT * WHERE {{ ?s ?p ?o }} OFFSET {number % 50_000} LIMIT 200000"
    return get(f"/sparql?format=json&query={quote(text)}")


def _long_text(number: int) -> bytes:
    return get(f"/joined?view=table&q={'a' * 16_000}{number}")


def _nothing(_port: int, end: float) -> None:
    time.sleep(max(0.0, end - time.time()))


#: H1 to H4 and M1 to M6 are the findings of November 2026 (issue 26).
ATTACKS = {
    "nothing": Attack("no attack", _nothing),
    "H1": Attack("4 connections: a Content-Type of 30 KB", partial(_again, 4, _content_type)),
    "H2": Attack("10 readers of graphs that leave", partial(read_slowly, 10, graph, 10**5, 5.0)),
    "H3": Attack("75 connections: validations of one line", partial(_again, 75, _validation)),
    "H4": Attack("12 connections: pictures of 3200 pixels", partial(_again, 12, _picture)),
    "M1": Attack("2 connections: 8 million rows by MCP", partial(_again, 2, _empty_rows)),
    "M2": Attack("33 bodies of 1 MB without their end", partial(_hold_open, 33, _body)),
    "M3": Attack("60 queries of half a second", partial(_again, 60, _half_a_second)),
    "M4": Attack("3 connections: 60,000 unknown names", partial(_again, 3, _unknown_names)),
    "M6": Attack("40 answers of 50 MB read at 30 kB/s", partial(read_slowly, 40, large_answer, 30_000, 60)),
    "endless60": Attack("60 endless queries beside queries", partial(_again, 60, _endless)),
    "matrix": Attack("10 connections: /matrix?q= with 16 KB", partial(_again, 10, _long_text)),
}

"""Measures the answer time of `/healthz` and the memory of the service during attacks.

A well-behaved client asks fifty times a second, each time over a new connection, while others send
requests that are too large, too slow or endless. These run on the same machine at a lower priority,
since real attackers would have processors of their own.

Run it as `python -m benchmarks.edge 30` for 30 seconds of each attack; the default is 10.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from threading import Thread

from benchmarks.hostile_clients import processes
from benchmarks.load import post_query
from csekg.dataset.kept import dataset_bytes

_SECONDS = 10.0
_PAUSE = 0.02
#: The requirement: 99 in 100 answers within so many milliseconds.
_BAR = 50
_GET = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
_PATTERNS = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(4))


def run(seconds: float = _SECONDS) -> None:
    print(f"The edge ({os.cpu_count()} cores, {seconds:g} s each; 99 in 100 within {_BAR} ms)")
    dataset_bytes()
    process = subprocess.Popen(
        [sys.executable, "-m", "csekg", "serve", "--port", "0"],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "CSEKG_LOG_FORMAT": "none"},
    )  # fmt: skip
    try:
        assert process.stdout
        process.stdout.readline()
        port = re.search(r":(\d+)/", process.stdout.readline())
        assert port
        # Wait until what the service prepares in its first seconds is prepared.
        time.sleep(10)
        for name, attack in ATTACKS.items():
            _measure(name, attack, int(port[1]), process.pid, seconds)
    finally:
        process.terminate()
        process.wait(20)


def _measure(
    name: str, attack: Callable[[int, float], None], port: int, keeper: int, seconds: float
) -> None:
    before = processes(keeper)[1]
    attacker = multiprocessing.get_context("spawn").Process(
        target=_run_niced, args=(name, port, time.time() + seconds + 1)
    )
    attacker.start()
    time.sleep(1)
    times, failures, end = [], 0, time.time() + seconds
    while time.time() < end:
        taken, ok = _ask(port)
        times.append(taken)
        failures += not ok
        time.sleep(_PAUSE)
    most = processes(keeper)[1]
    attacker.join(60)
    attacker.kill()
    # An endless query is stopped after ten seconds.
    time.sleep(12 if "quer" in name else 3)
    after = processes(keeper)[1]
    cuts = statistics.quantiles(times, n=100)
    print(
        f"  {name:<42} median {cuts[49] * 1000:6.1f} ms, p99 {cuts[98] * 1000:6.1f} ms, most "
        f"{max(times) * 1000:6.1f} ms, {failures} failed; memory {before:4.0f} MiB, at the end of "
        f"it {most:4.0f}, after it {after:4.0f}",
        flush=True,
    )


def _run_niced(name: str, port: int, end: float) -> None:
    os.nice(10)
    ATTACKS[name](port, end)


def _ask(port: int) -> tuple[float, bool]:
    started = time.perf_counter()
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(_GET + b"Connection: close\r\n\r\n")
            ok = connection.recv(65536).startswith(b"HTTP/1.1 200")
    except OSError:
        ok = False
    return time.perf_counter() - started, ok


def _exchange(port: int, content: bytes) -> bytes:
    answer = b""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 30) as connection:
        with suppress(OSError):
            connection.sendall(content)
        while part := connection.recv(65536):
            answer += part
    return answer


def _nothing(port: int, end: float) -> None:
    time.sleep(max(0.0, end - time.time()))


def _accept(port: int, end: float) -> None:
    request = _GET + b"Accept: " + b"application/json;q=0.5,text/html," * 120_000 + b"\r\n\r\n"
    while time.time() < end:
        _exchange(port, request)


def _most_accepted(port: int, end: float) -> None:
    accept = b", ".join([b"text/html;q=0.1", *(b"a/b%d;q=0.5" % n for n in range(99))])
    request = _page("/nowhere").replace(b"\r\n", b"\r\nAccept: " + accept + b"\r\n", 1)
    while time.time() < end:
        _exchange(port, request)


def _half_open(port: int, end: float) -> None:
    """Keep two hundred connections open with half a request each; reopen the closed ones."""
    with ExitStack() as stack:
        half: list[socket.socket] = []
        while time.time() < end:
            while len(half) < 200:
                connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), 30))
                connection.sendall(_GET)
                connection.setblocking(False)
                half.append(connection)
            half = [connection for connection in half if _is_open(connection)]
            time.sleep(0.1)


def _is_open(connection: socket.socket) -> bool:
    try:
        return bool(connection.recv(65536))
    except BlockingIOError:
        return True
    except ConnectionError:
        return False


def _bodies(port: int, end: float) -> None:
    """Send two hundred bodies at once, each without its last byte."""
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    with ExitStack() as stack:
        for _ in range(200):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), 30))
            with suppress(OSError):
                connection.sendall(head + b"Content-Length: 1000000\r\n\r\n" + b"#" * 999_999)
        time.sleep(max(0.0, end - time.time()))


def _together(port: int, requests: list[bytes], end: float) -> None:
    """Send these requests at once, and each again as soon as it is answered, until the end."""

    def again(request: bytes) -> None:
        while time.time() < end:
            _exchange(port, request)

    threads = [Thread(target=again, args=(request,), daemon=True) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, end + 15 - time.time()))


def _matrix(port: int, end: float) -> None:
    text = "a" * 60_000
    _together(port, [_page(f"/matrix?q={text}{n}") for n in range(10)], end)


def _matrix_within_limits(port: int, end: float) -> None:
    text = "a" * 16_000
    _together(port, [_page(f"/matrix?q={text}{n}") for n in range(10)], end)


def _page(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()


def _endless(port: int, end: float) -> None:
    queries = [f"SELECT (COUNT(*) AS ?n) {{ {_PATTERNS} }} # {n}" for n in range(18)]
    posts = [post_query("/sparql", query) for query in queries]
    closing = [post.replace(b"\r\n", b"\r\nConnection: close\r\n", 1) for post in posts]
    _together(port, closing, end)


def _many_connections(port: int, end: float) -> None:
    """Open more connections than the limit, each with half a request."""
    with ExitStack() as stack:
        while time.time() < end:
            with suppress(OSError):
                connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), 30))
                connection.sendall(_GET)
            time.sleep(0.002)


ATTACKS: dict[str, Callable[[int, float], None]] = {
    "nothing": _nothing,
    "an Accept header of 3.8 MB in a loop": _accept,
    "an Accept header of the length allowed": _most_accepted,
    "200 half-open connections": _half_open,
    "500 new half-open connections in a second": _many_connections,
    "200 bodies of 1 MB without their end": _bodies,
    "ten times /matrix?q= with 60 KB": _matrix,
    "ten times /matrix?q= with 16 KB": _matrix_within_limits,
    "18 endless queries": _endless,
}


if __name__ == "__main__":
    run(float(sys.argv[1]) if len(sys.argv) > 1 else _SECONDS)

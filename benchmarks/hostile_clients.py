"""Measures the service under fifty clients that never pause; one query in ten never ends.

The other queries are the saved ones. Each client has an address of its own, as the service counts
clients by address. Run it as `python -m benchmarks.hostile_clients 600` for 600
seconds; the default is 60.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote_plus

from benchmarks.memory import family
from benchmarks.timing import line
from csekg.dataset.cache import dataset_bytes
from csekg.sparql.saved_queries import saved_queries

_CLIENTS = 50
_ENDLESS_SHARE = 0.1
_SECONDS = 60
_CROSS = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(4))
_ROWS = " ".join(f'"{n}"' for n in range(1000))
_LISTS = " ".join(f"VALUES ?v{n} {{ {_ROWS} }}" for n in range(5))
#: One query that needs memory, and one that only computes.
_ENDLESS = (f"SELECT (COUNT(*) AS ?n) {{ {_CROSS} }}", f"ASK {{ {_LISTS} FILTER(STRLEN(CONCAT(?v0, ?v4)) < 0) }}")


@dataclass(slots=True)
class _Seen:
    """The answers: status and seconds of endless queries, and of short ones with their names."""

    short: list[tuple[int, float, str]] = field(default_factory=list)
    endless: list[tuple[int, float]] = field(default_factory=list)


def run(seconds: float | None = None) -> None:
    seconds = seconds or float(os.environ.get("BENCH_SECONDS", _SECONDS))
    print(f"Hostile clients ({_CLIENTS} at once for {seconds:g} s, one query in ten never ends)")
    dataset_bytes()
    process = subprocess.Popen(
        [sys.executable, "-m", "csekg", "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "CSEKG_LOG_FORMAT": "none"},
    )
    try:
        assert process.stdout
        process.stdout.readline()
        port = re.search(r":(\d+)/", process.stdout.readline())
        assert port
        seen = _Seen()
        asyncio.run(_attack(int(port[1]), process.pid, seconds, seen))
        _report(seen)
        time.sleep(1)
        line("processes once all is over (server, forkserver, workers)", processes(process.pid)[0], "")
        process.terminate()
        line("exit code after SIGTERM", process.wait(timeout=10), "")
    finally:
        process.kill()


async def _attack(port: int, server: int, seconds: float, seen: _Seen) -> None:
    end = time.monotonic() + seconds
    watch = asyncio.create_task(_watch(server, seconds))
    numbers = itertools.count()
    await asyncio.gather(*(_client(port, seed, end, numbers, seen) for seed in range(_CLIENTS)))
    watch.cancel()


async def _client(port: int, seed: int, end: float, numbers: itertools.count[int], seen: _Seen) -> None:
    chance = random.Random(seed)
    short = saved_queries()
    while time.monotonic() < end:
        endless = chance.random() < _ENDLESS_SHARE
        name = "" if endless else chance.choice(list(short))
        text = chance.choice(_ENDLESS) if endless else short[name].text
        started = time.perf_counter()
        # The comment makes the text new, so that no answer comes from the cache.
        status = await _ask(port, f"{text}\n# {next(numbers)}", f"127.0.1.{seed + 1}")
        taken = time.perf_counter() - started
        if endless:
            seen.endless.append((status, taken))
        else:
            seen.short.append((status, taken, name))


async def _ask(port: int, query: str, address: str) -> int:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0))
        body = f"query={quote_plus(query)}&format=csv".encode()
        writer.write(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n"
            + f"Content-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        answer = await reader.read()
        while not reader.at_eof():
            answer += await reader.read()
        writer.close()
        await writer.wait_closed()
        head, _, content = answer.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head)
        whole = length is not None and int(length[1]) == len(content)
        return int(answer.split(b" ", 2)[1]) if whole else 0
    except (OSError, IndexError):
        return 0


async def _watch(server: int, seconds: float) -> None:
    """Print the number of processes and their memory, ten times."""
    for number in range(10):
        await asyncio.sleep(seconds / 10)
        count, memory, resident = await asyncio.to_thread(processes, server)
        print(
            f"  after {(number + 1) * seconds / 10:4.0f} s: {count:3} processes, {memory:5.0f} MiB "
            f"together (shared pages counted once), the server {resident:4.0f} MiB resident",
            flush=True,
        )


def processes(server: int) -> tuple[int, float, float]:
    """Return the number of processes, their total memory, and that of the server, in MiB."""
    together, count, resident = 0.0, 0, 0.0
    for pid in family(server):
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue
        sizes = dict(re.findall(r"^(\w+): +(\d+) kB", rollup, re.MULTILINE))
        count += 1
        together += int(sizes["Pss"]) / 1024
        if pid == server:
            resident = int(sizes["Rss"]) / 1024
    return count, together, resident


def _report(seen: _Seen) -> None:
    short, endless = [row[0] for row in seen.short], [row[0] for row in seen.endless]
    for name, statuses in (("short", short), ("endless", endless)):
        counts = ", ".join(f"{n} x {status}" for status, n in sorted(Counter(statuses).items()))
        print(f"  {name} queries: {len(statuses):,}, answered with {counts}")
    rows = sorted(seen.short, key=lambda row: row[1])
    cuts = statistics.quantiles([taken for _, taken, _ in rows], n=100)
    line("short queries, half of them answered within", cuts[49])
    line("short queries, 99 in 100 answered within (bar: 1 s)", cuts[98])
    for status, taken, name in reversed(rows[-5:]):
        line(f"the slowest: {name} ({status})", taken)


if __name__ == "__main__":
    run(float(sys.argv[1]) if len(sys.argv) > 1 else None)

"""Measures the service for polite clients while another client attacks it.

One polite client asks for a page, a query and a brief in turn, one round a second, another one for
a validation after the other, each time what no cache holds; a third one asks for `/healthz` fifty
times a second, over new connections. All run on the same machine; the attacker runs at a lower
priority, since a real one would have processors of its own.

    python -m benchmarks.fairness --seconds 20 --tree ../old --tree . H1 H4

measures two checkouts in turn under the same attacks. Without names, all attacks of
`benchmarks/attacks.py` are made.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import math
import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from threading import Thread

from benchmarks import peers
from benchmarks.attacks import ATTACKS, exchange, get, post
from benchmarks.memory import deleted, open_files, proportional
from benchmarks.peers import Server

Answers = dict[str, list[tuple[int, float]]]

_SECONDS = 15.0
_HERE = Path(__file__).parents[1]
_SOURCES = {"page": 3, "query": 3, "brief": 3, "validation": 4, "/healthz": 5}
#: Seconds between two rounds of each polite client, and between two requests for /healthz.
_ROUND, _QUERIES_ROUND, _HEALTHZ_PAUSE = 1.0, 0.2, 0.02
#: Seconds of the polite clients alone, of rest, and of the attack before they are measured.
_ALONE, _QUIET, _AHEAD = 10.0, 4.0, 2.0
#: The bars: seconds for 99 in 100, and how many times the memory before may be taken.
_BARS = {"page": 1.0, "query": 1.0, "brief": 5.0, "validation": math.inf, "/healthz": 0.05}
_QUERIES, _QUERIES_BAR = "endless60", 0.5
_MOST, _BACK = 1.5, 1.1
_number = itertools.count(time.time_ns() % 10**9)


@dataclass(slots=True)
class _Seen:
    """Status and seconds of the answers by name, and figures of the service."""

    answers: Answers = field(default_factory=dict)
    #: Proportional set size in MiB: the most with the polite clients alone, that at rest after
    #: it, the most during the attack, and 10 s after it, once the last request is answered.
    alone: float = 0.0
    rest: float = 0.0
    most: float = 0.0
    after: float = 0.0
    deleted_files: int = 0
    processor: float = 0.0


def run(names: Sequence[str] = (), trees: Sequence[Path] = (_HERE,), seconds: float = _SECONDS) -> None:
    print(f"A polite client beside one that attacks ({os.cpu_count()} cores, {seconds:g} s each)")
    for name in names or ATTACKS:
        seen = [_measure(name, tree, seconds) for tree in trees]
        load = os.getloadavg()[0]
        titles = "".join(f"{tree.resolve().name:>44}" for tree in trees)
        print(f"\n{name}: {ATTACKS[name].told} (load {load:.1f})\n{'':<26}{titles}")
        for rows in zip(*map(_rows, [name] * len(seen), seen), strict=True):
            print(f"  {rows[0][0]:<24}" + "".join(f"{row[1]:>44}" for row in rows), flush=True)


def _measure(name: str, tree: Path, seconds: float) -> _Seen:
    seen, spawn = _Seen(), multiprocessing.get_context("spawn")
    path = f"{tree.resolve()}/src{os.pathsep}{tree.resolve()}/api"
    with peers.csekg(PYTHONPATH=path) as server:
        alone = _polite(name, server.port, time.time() + _ALONE, {})
        seen.alone = _most_memory(server, lambda: any(client.is_alive() for client in alone))
        time.sleep(_QUIET)
        peers.settled(server)
        seen.rest, computed = proportional(server.pid), server.processor_seconds()
        end, answers = time.time() + _AHEAD + seconds, spawn.SimpleQueue()
        attacker = spawn.Process(target=_attack, args=(name, server.port, end))
        attacker.start()
        time.sleep(_AHEAD)
        watcher = spawn.Process(target=_watch, args=(server.port, end, answers))
        watcher.start()
        clients = _polite(name, server.port, end, seen.answers)
        seen.most = _most_memory(server, lambda: time.time() < end)
        attacker.kill()
        time.sleep(1)
        seen.deleted_files = deleted(open_files(server.pid))
        seen.processor = server.processor_seconds() - computed
        seen.answers["/healthz"] = answers.get()
        time.sleep(9)
        for process in (attacker, watcher):
            process.join()
        for client in clients:
            client.join()
        seen.after = proportional(server.pid)
    return seen


def _attack(name: str, port: int, end: float) -> None:
    os.nice(10)
    ATTACKS[name].run(port, end)


def _polite(name: str, port: int, end: float, answers: Answers) -> list[Thread]:
    """Let the polite clients ask until `end`."""
    rounds, pause = [["page", "query", "brief"], ["validation"]], _ROUND
    if name == _QUERIES:
        rounds, pause = [["query"]], _QUERIES_ROUND
    clients = [Thread(target=_client, args=(port, kinds, pause, end, answers)) for kinds in rounds]
    for client in clients:
        client.start()
    return clients


def _most_memory(server: Server, goes_on: Callable[[], bool]) -> float:
    most = 0.0
    while goes_on():
        most = max(most, proportional(server.pid))
        time.sleep(1)
    return most


def _client(port: int, kinds: list[str], pause: float, end: float, answers: Answers) -> None:
    while (started := time.time()) < end:
        for kind in kinds:
            request, asked = _request(kind, next(_number)), time.perf_counter()
            status = exchange(port, request, f"127.0.0.{_SOURCES[kind]}")
            answers.setdefault(kind, []).append((status, time.perf_counter() - asked))
        time.sleep(max(0.0, started + pause - time.time()))


def _request(kind: str, number: int) -> bytes:
    if kind == "page":
        return get(f"/search?q=x{number}", "Accept: text/html")
    if kind == "query":
        text = f"SELECT ({number} AS ?x) {{}}"
        return post("/sparql", text.encode(), "Content-Type: application/sparql-query")
    if kind == "brief":
        return get("/states/FRA/brief.pdf", f"Accept: a/b{number},*/*")
    row = f"treaty,actor,kind,date\nopsc,FRA,ratification,2003-02-{number % 28 + 1:02}\n"
    return post("/api/v1/validate", row.encode(), "Content-Type: text/csv")


def _watch(port: int, end: float, answers: SimpleQueue[list[tuple[int, float]]]) -> None:
    answers.put(asyncio.run(_healthz(port, end)))


async def _healthz(port: int, end: float) -> list[tuple[int, float]]:
    """Ask at regular times, whether or not the answers before have come."""

    async def ask() -> tuple[int, float]:
        started, status = time.perf_counter(), 0
        with suppress(OSError, TimeoutError, IndexError):
            async with asyncio.timeout(30):
                reader, writer = await asyncio.open_connection(
                    "127.0.0.1", port, local_addr=(f"127.0.0.{_SOURCES['/healthz']}", 0)
                )
                writer.write(get("/healthz"))
                status = int((await reader.read()).split(b" ", 2)[1])
                writer.close()
        return status, time.perf_counter() - started

    asked = []
    while time.time() < end:
        asked.append(asyncio.create_task(ask()))
        await asyncio.sleep(_HEALTHZ_PAUSE)
    return await asyncio.gather(*asked)


def _rows(name: str, seen: _Seen) -> Iterator[tuple[str, str]]:
    """Yield the names of the figures, each with its value and whether it meets its bar."""
    for kind, bar in _BARS.items():
        if answers := seen.answers.get(kind):
            taken = sorted(seconds for _, seconds in answers)
            p50, p99 = (taken[math.ceil(share * len(taken)) - 1] for share in (0.5, 0.99))
            met = p99 < (_QUERIES_BAR if name == _QUERIES and kind == "query" else bar)
            yield f"{kind}, p50, p99", _judged(f"{p50:.3f} s, {p99:.3f} s", met)
            statuses = Counter(status for status, _ in answers)
            told = ", ".join(f"{count} x {status}" for status, count in sorted(statuses.items()))
            yield f"{kind}, statuses", _judged(told, set(statuses) == {200})
    yield "PSS, most, no attack", _judged(f"{seen.alone:,.0f} MiB")
    yield "PSS at rest", _judged(f"{seen.rest:,.0f} MiB")
    yield "PSS, most, attack", _judged(f"{seen.most:,.0f} MiB", seen.most <= _MOST * seen.alone)
    yield "PSS 10 s later", _judged(f"{seen.after:,.0f} MiB", seen.after <= _BACK * seen.rest)
    yield "deleted files 1 s later", _judged(f"{seen.deleted_files}", not seen.deleted_files)
    yield "processor time", _judged(f"{seen.processor:.1f} s")


def _judged(value: str, met: bool | None = None) -> str:
    return f"{value} {'' if met is None else 'met' if met else 'MISSED':<6}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure a polite client under attack")
    parser.add_argument("names", nargs="*", choices=[[], *ATTACKS], metavar="KIND")
    parser.add_argument("--tree", action="append", type=Path, default=[])
    parser.add_argument("--seconds", type=float, default=_SECONDS)
    given = parser.parse_args()
    run(given.names, given.tree or (_HERE,), given.seconds)

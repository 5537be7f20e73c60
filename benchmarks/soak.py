"""Measures the service under a moderate mixed load for a long time: what grows would be seen.

Readers ask for pages in six languages, REST answers, queries, briefs and validations; others read
slowly, or leave before the end of their answer. Every ten seconds a row of figures is written:
memory (proportional set size), open descriptors, temporary files, processor time, and the answers
by their kind of status.

    python -m benchmarks.soak 60 figures.csv

loads it for 60 minutes, writes the rows to a file, and prints each figure as a line of bars.
"""

from __future__ import annotations

import csv
import itertools
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Thread
from urllib.parse import quote

from benchmarks import peers
from benchmarks.attacks import exchange, get, graph, large_answer, post, read_slowly
from benchmarks.memory import deleted, open_files, proportional
from benchmarks.peers import Server
from csekg.sparql.saved_queries import saved_queries

_EVERY = 10.0
_BARS, _WIDTH = "▁▂▃▄▅▆▇█", 60
_LANGUAGES = ("", "/fr", "/es", "/ru", "/zh", "/ar")
_STATES, _TREATIES = ("FRA", "SEN", "CHN", "EGY", "RUS", "PER"), ("opsc", "crc", "c182", "cets201")
_REST = (
    "/api/v1/states/{state}",
    "/api/v1/instruments/{treaty}/parties",
    "/api/v1/matrix",
    "/api/v1/search?q=x{number}",
    "/api/v1/changes?from=2020-01-01&limit=100",
    "/api/v1/downloads",
)
_PAGES = (
    "/states",
    "/states/{state}",
    "/treaties/{treaty}",
    "/joined?view=table",
    "/joined?status=not-bound&treaty={treaty}",
    "/changes",
    "/search?q=x{number}",
    "/compare?state={state}&state=DEU",
    "/resolution",
    "/joined",
    "/treaties/{treaty}/map.png",
)
_chance = random.Random(26)
_numbers = itertools.count(time.time_ns() % 10**9)


def run(minutes: float, file: Path) -> None:
    """Load the service for so many minutes; write the figures to a file and print them."""
    statuses: Counter[str] = Counter()
    rows: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as temporary, peers.csekg(TMPDIR=temporary) as server:
        end = time.time() + minutes * 60
        slow: list[Callable[[int, float], None]] = [
            partial(read_slowly, 3, graph, 20_000, 30.0),
            partial(read_slowly, 2, large_answer, 10_000, 1.0),
            partial(read_slowly, 1, graph, 10_000, 1.0),
        ]
        for load in slow:
            Thread(target=load, args=(server.port, end), daemon=True).start()
        for place, (request, pause) in enumerate(_clients()):
            arguments = (server.port, place, request, pause, end, statuses)
            Thread(target=_client, args=arguments, daemon=True).start()
        with file.open("w", encoding="utf-8", newline="") as stream:
            for row in _figures(server, Path(temporary), end, statuses):
                rows.append(row)
                writer = csv.DictWriter(stream, list(row))
                if len(rows) == 1:
                    writer.writeheader()
                writer.writerow(row)
                stream.flush()
    print(f"{minutes:g} minutes of mixed load, a row every {_EVERY:g} s in {file}")
    for name in list(rows[0])[1:]:
        print(f"  {name:<24}{_drawn([row[name] for row in rows])}")


def _clients() -> Iterator[tuple[Callable[[int], bytes], float]]:
    """Yield what each client asks for, and the seconds between two requests."""
    for language in _LANGUAGES:
        yield partial(_page, language), 1.0
    yield _rest, 0.5
    yield _query, 0.5
    yield _brief, 5.0
    yield _validation, 15.0


def _page(language: str, number: int) -> bytes:
    return get(language + _path(_PAGES, number), f"Accept: text/html,a/b{number}")


def _rest(number: int) -> bytes:
    return get(_path(_REST, number), f"Accept: application/json,a/b{number}")


def _path(templates: tuple[str, ...], number: int) -> str:
    return _chance.choice(templates).format(
        state=_chance.choice(_STATES), treaty=_chance.choice(_TREATIES), number=number
    )


def _query(number: int) -> bytes:
    query = _chance.choice([*saved_queries().values()])
    return get(f"/sparql?query={quote(f'{query.text}# {number}')}")


def _brief(number: int) -> bytes:
    form = _chance.choice(("pdf", "docx"))
    path = f"{_chance.choice(_LANGUAGES)}/states/{_chance.choice(_STATES)}/brief.{form}"
    return get(path, f"Accept: a/b{number},*/*")


def _validation(number: int) -> bytes:
    row = f"treaty,actor,kind,date\nopsc,FRA,ratification,2003-02-{number % 28 + 1:02}\n"
    return post("/api/v1/validate", row.encode(), "Content-Type: text/csv")


def _client(
    port: int, place: int, request: Callable[[int], bytes], pause: float, end: float, statuses: Counter[str]
) -> None:
    while time.time() < end:
        content = request(next(_numbers))
        status = exchange(port, content, f"127.0.0.{10 + place}")
        kind = "answered" if status == 200 else "refused" if status in (429, 503) else "failed"
        statuses[kind] += 1
        if kind == "failed":
            print(f"  failed with {status}: {content[:100].splitlines()[0].decode()}", flush=True)
        time.sleep(pause)


def _figures(server: Server, temporary: Path, end: float, statuses: Counter[str]) -> Iterator[dict[str, float]]:
    started = time.time()
    while time.time() < end:
        before, computed = Counter(statuses), server.processor_seconds()
        time.sleep(_EVERY)
        files = open_files(server.pid)
        yield {
            "seconds": round(time.time() - started),
            "memory, MiB": round(proportional(server.pid)),
            "descriptors": len(files),
            "deleted files": deleted(files),
            "temporary files": sum(path.is_file() for path in temporary.rglob("*")),
            "processor, s": round(server.processor_seconds() - computed, 1),
            **{kind: statuses[kind] - before[kind] for kind in ("answered", "refused", "failed")},
        }


def _drawn(values: list[float]) -> str:
    """Return the values as bars, then the least, the median of three parts, and the most."""
    step = max(1, -(-len(values) // _WIDTH))
    shown = [statistics.fmean(values[at : at + step]) for at in range(0, len(values), step)]
    low, span = min(shown), max(shown) - min(shown) or 1.0
    bars = "".join(_BARS[int((value - low) / span * (len(_BARS) - 1))] for value in shown)
    third = max(1, len(values) // 3)
    parts = (values[:third], values[third : -third or None] or values, values[-third:])
    medians = ", ".join(f"{statistics.median(part):,.0f}" for part in parts)
    return f"{bars} {min(values):,.0f} to {max(values):,.0f}; medians of the thirds: {medians}"


if __name__ == "__main__":
    run(float(sys.argv[1]), Path(sys.argv[2]))

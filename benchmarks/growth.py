"""Growth: what ten and a hundred times the data cost, in loading, memory, forking and questions.

Takes the sizes as `python -m benchmarks.growth 1x1 10x1 10x10`: times the treaties, times the
actors. A hundred times the data needs some 16 GB; `make bench` runs the smaller worlds.
"""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.worlds import Templates, templates, world
from csekg.dataset import dataset_bytes
from csekg.saved_queries import saved_queries
from csekg.store import Store
from csekg.validation import fast

_SIZES = ("1x1", "10x1", "1x10")
#: Seconds after which a question is given up.
_LIMIT = 30
Figures = dict[str, float]
#: Milliseconds and rows of a question; None where it was given up.
Answers = dict[str, tuple[float, int] | None]


def run(sizes: tuple[str, ...] = _SIZES) -> None:
    print("Growth: synthetic worlds, times the treaties x times the actors")
    made_from = templates(dataset_bytes())
    first: tuple[Figures, Answers] | None = None
    for size in sizes:
        figures, answers = _measured(made_from, size)
        print(f"\n  world {size}, load of the machine {os.getloadavg()[0]:.1f}")
        for name, value in figures.items():
            grown = f"{value / first[0][name]:8.1f} x" if first else ""
            print(f"  {name:<50} {value:>14,.1f} {grown}")
        if first:
            _tell_questions(first[1], answers, figures["quads"] / first[0]["quads"])
        first = first or (figures, answers)


def _measured(made_from: Templates, size: str) -> tuple[Figures, Answers]:
    """Make the world of a size, and measure it in a process that holds nothing else."""
    treaties, actors = map(int, size.split("x"))
    with tempfile.NamedTemporaryFile(suffix=".nq") as file:
        for part in world(made_from, treaties, actors):
            file.write(part)
        file.flush()
        command = [sys.executable, "-m", "benchmarks.growth", "--measure", file.name]
        told = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    figures, answers = json.loads(told)
    return figures, answers


def _measure(file: Path) -> None:
    before = _resident()
    started, computed = time.perf_counter(), time.process_time()
    store = Store.open(file)
    figures: Figures = {
        "loading and merging, s": time.perf_counter() - started,
        "    of these on a processor, s": time.process_time() - computed,
        "quads": len(store),
        "memory of the store, MiB": _resident() - before,
    }
    figures["forking a worker, ms"] = statistics.median(_fork() for _ in range(9)) * 1000
    answers = {
        name: _in_child(partial(_ask, store, query.text)) for name, query in saved_queries().items()
    }
    figures["all questions, ms"] = sum(answer[0] for answer in answers.values() if answer)
    started = time.perf_counter()
    report = fast.validate(store)
    figures["validation, s"] = time.perf_counter() - started
    figures["findings"] = len(report.findings)
    json.dump([figures, answers], sys.stdout)


def _ask(store: Store, text: str) -> tuple[float, int]:
    taken = []
    for _ in range(3):
        started = time.process_time()
        rows = len(store.values(text))
        taken.append(time.process_time() - started)
    return min(taken) * 1000, rows


def _in_child(work: Callable[[], tuple[float, int]]) -> tuple[float, int] | None:
    """Return what a forked child finds, None if it takes too long."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        signal.alarm(_LIMIT)
        os.write(write, json.dumps(work()).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as answer:
        told = answer.read()
    os.waitpid(child, 0)
    return tuple(json.loads(told)) if told else None


def _fork() -> float:
    """Return the seconds until a child that does nothing has been made; it is ended afterwards."""
    started = time.perf_counter()
    child = os.fork()
    if not child:
        os._exit(0)
    taken = time.perf_counter() - started
    os.waitpid(child, 0)
    return taken


def _resident() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _tell_questions(before: Answers, now: Answers, data: float) -> None:
    """Tell how questions grew: with their answer, or with the graph."""
    groups: dict[str, list[tuple[float, str]]] = {"same": [], "more": []}
    late = []
    for name, answer in now.items():
        earlier = before[name]
        if not answer or not earlier:
            late.append(name)
            continue
        grown = answer[0] / earlier[0]
        groups["more" if answer[1] > earlier[1] else "same"].append((grown, name))
    for kind, told in (
        ("same", "answers as long as before: no growth wanted"),
        ("more", f"longer answers: growth up to that of the data, {data:.1f} x, is in order"),
    ):
        if ordered := sorted(groups[kind], reverse=True):
            middle = statistics.median(value for value, _ in ordered)
            print(f"  {len(ordered)} questions with {told}; half grew up to {middle:.1f} x")
            worst = (f"{name} {value:.1f} x ({now[name][0]:.0f} ms)"  # type: ignore[index]
                     for value, name in ordered[:6])  # fmt: skip
            print("      most: " + ", ".join(worst))
    if late:
        print(f"  not done within {_LIMIT} s: {', '.join(late)}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        _measure(Path(sys.argv[2]))
    else:
        run(tuple(sys.argv[1:]) or _SIZES)

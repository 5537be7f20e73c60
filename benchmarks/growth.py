"""Measures ten and a hundred times the data: loading, memory, forking, queries, validation.

Run it as `python -m benchmarks.growth 1x1 10x1 10x10`: the sizes are times the treaties by times
the actors. A synthetic dataset is not built from facts, so that the time of `csekg build` is not
measured. Run it alone: a hundred times the data needs some 15 GB.
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
from typing import NamedTuple

from benchmarks import constraints, questions_growth
from benchmarks.asking_again import asked_again
from benchmarks.questions_growth import Answer, Answers, ask
from benchmarks.synthetic import Templates, synthetic_dataset, templates
from csekg.dataset.assemble import build
from csekg.dataset.cache import dataset_bytes
from csekg.resources import data_dir, ontology_dir
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.saved_queries import saved_queries
from csekg.validation import validate

_SIZES = ("1x1", "10x1", "1x10")
#: The seed with which the histories of the copies are drawn.
_SEED = 162
#: Seconds after which a query is aborted.
_LIMIT = 60
_MEMORY = "memory of the store, MiB"
_QUADS = "quads, the default graph included"
Figures = dict[str, float]


class Measured(NamedTuple):
    """The figures of a dataset, the milliseconds of each constraint, and the answers."""

    figures: Figures
    constraints: dict[str, float]
    answers: Answers


def run(sizes: tuple[str, ...] = _SIZES) -> None:
    print(f"Growth: times the treaties x times the actors, seed {_SEED}")
    started = time.process_time()
    build(data_dir(), ontology_dir(), lambda _step: None)
    content = dataset_bytes()
    each = (time.process_time() - started) / content.count(b"\n") * 1e6
    print(f"  the real dataset, from facts to N-Quads {each:.1f} microseconds for each quad")
    made_from = templates(content)
    first: Measured | None = None
    for size in sizes:
        measured = _measured(made_from, size)
        print(f"\n  size {size}, load of the machine {os.getloadavg()[0]:.1f}")
        for name, value in measured.figures.items():
            old = first.figures[name] if first else 0
            grown = f"{value / old:8.1f} x" if old else ""
            print(f"  {name:<50} {value:>14,.1f} {grown}")
        if first:
            data = measured.figures[_QUADS] / first.figures[_QUADS]
            constraints.print_growth(first.constraints, measured.constraints, data)
            questions_growth.print_growth(first.answers, measured.answers)
        first = first or measured


def _measured(made_from: Templates, size: str) -> Measured:
    """Write the dataset of a size, and measure it in a process that has nothing else in memory."""
    treaties, actors = map(int, size.split("x"))
    with tempfile.NamedTemporaryFile(suffix=".nq") as file:
        started = time.process_time()
        for part in synthetic_dataset(made_from, treaties, actors, _SEED):
            file.write(part)
        file.flush()
        made = time.process_time() - started
        command = [sys.executable, "-m", "benchmarks.growth", "--measure", file.name]
        content = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
        figures, taken, answers = json.loads(content)
        # A service has several processes, and an index for the search.
        roomy = figures[_MEMORY] < _available() / 4
        served = asked_again(Path(file.name)) if roomy else {}
    if not roomy:
        print(f"\n  size {size}: no service, it would take most of the available memory")
    found = {name: Answer(*each) if each else None for name, each in answers.items()}
    return Measured({"writing the N-Quads, s": made, **figures, **served}, taken, found)


def _measure(file: Path) -> None:
    before = _resident()
    started, computed = time.perf_counter(), time.process_time()
    store = Store.open(file)
    figures: Figures = {
        "loading and merging, s": time.perf_counter() - started,
        "    of these on a processor, s": time.process_time() - computed,
        _QUADS: len(store._store),
        _MEMORY: _resident() - before,
    }
    figures["    bytes for each quad"] = (_resident() - before) * 2**20 / len(store._store)
    started = time.process_time()
    store.triples()
    figures["counting, s"] = time.process_time() - started
    figures["forking a worker, ms"] = statistics.median(_fork() for _ in range(9)) * 1000
    answers = {name: _in_child(partial(ask, store, query.text)) for name, query in saved_queries().items()}
    figures["all questions, ms"] = sum(each.milliseconds for each in answers.values() if each)
    figures["their answers, MB"] = sum(each.bytes for each in answers.values() if each) / 1e6
    started = time.process_time()
    report = validate(store)
    figures["validation, s"] = time.process_time() - started
    figures["findings"] = len(report.findings)
    json.dump(Measured(figures, constraints.times(store), answers), sys.stdout)


def _in_child(work: Callable[[], Answer]) -> Answer | None:
    """Return the result of `work` in a forked child process, None if it takes too long."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        signal.alarm(_LIMIT)
        os.write(write, json.dumps(work()).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as answer:
        content = answer.read()
    os.waitpid(child, 0)
    return Answer(*json.loads(content)) if content else None


def _fork() -> float:
    """Return the seconds that forking a child process takes."""
    started = time.perf_counter()
    child = os.fork()
    if not child:
        os._exit(0)
    taken = time.perf_counter() - started
    os.waitpid(child, 0)
    return taken


def _resident() -> float:
    return _mebibytes("/proc/self/status", "VmRSS:")


def _available() -> float:
    return _mebibytes("/proc/meminfo", "MemAvailable:")


def _mebibytes(file: str, name: str) -> float:
    text = Path(file).read_text(encoding="ascii")
    return int(text.partition(name)[2].split()[0]) / 1024


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        _measure(Path(sys.argv[2]))
    else:
        run(tuple(sys.argv[1:]) or _SIZES)

"""Generated queries over the real data: the text as it was sent, in Oxigraph alone, and as we evaluate it.

`python -m benchmarks.generated_queries [COUNT] [--worst FILE]` prints how many times as long as the
text as sent ours takes, whether the answers are the same, and which queries lose most; FILE gets
their texts as JSON. Times are of processor until the answer is written, the lesser of two runs. In
the second our reading and rewriting is remembered.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import signal
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from benchmarks.random_walks import Query, random_walks
from csekg.dataset.cache import dataset_bytes
from csekg.namespaces import PREFIXES
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import Results
from csekg.sparql.untrusted import read_query, rewrite, sortable

#: The whole takes half an hour; together with the other benchmarks a few are asked.
_COUNT, _FEW, _SEED, _WORST = 4000, 60, 30, 15
#: Seconds of processor for a run, since this machine may do other work, too; bytes of memory.
_LIMIT, _MEMORY = 6, 4_000_000_000
_CONTEXT = get_context("fork")
_HEADS = ("n", "p10", "p50", "p90", "p99", "max", "geo.mean", ">1.5x", ">3x", ">10x", "lost", "sent, s", "ours, s")

_WAYS: dict[str, Callable[[Store, str], Results]] = {
    "as sent": lambda store, text: store._store.query(text, prefixes=PREFIXES),
    "ours": lambda store, text: store.query(text),
}


class Outcome(NamedTuple):
    """The seconds that an answer took, and a text that equal answers have in common."""

    seconds: float
    answer: str


class Measured(NamedTuple):
    """A query, what it came to on each way (None at a limit), and how we rewrote it.

    `texts` are what the gate wrote, that with sort keys, and that with equal patterns.
    """

    query: Query
    outcomes: tuple[Outcome | None, ...]
    texts: tuple[str, str, str]

    @property
    def seconds(self) -> tuple[float, float]:
        """Return its times: as sent, and ours."""
        sent, ours = (outcome.seconds for outcome in self.outcomes if outcome)
        return sent, ours


def measure(store: Store, queries: Iterable[Query]) -> Iterator[Measured]:
    """Yield the queries with what they come to."""
    for query in queries:
        outcomes = _outcomes(store, query)
        written = read_query(query.text).text
        with_keys = sortable(written, store.statistics)
        yield Measured(query, outcomes, (written, with_keys, rewrite(with_keys)))


def _outcomes(store: Store, query: Query) -> tuple[Outcome | None, ...]:
    """Return what a query comes to on each way, in processes that end at the limits."""
    outcomes: list[Outcome | None] = []
    while len(outcomes) < len(_WAYS):
        ours, theirs = _CONTEXT.Pipe(duplex=False)
        child = _CONTEXT.Process(target=_evaluate, args=(store, query, len(outcomes), theirs))
        child.start()
        theirs.close()
        with suppress(EOFError):
            while True:
                outcomes.append(ours.recv())
        child.join()
        # The way on which it ended has no answer; another process takes the next.
        outcomes += [None] if child.exitcode else []
    return tuple(outcomes)


def _evaluate(store: Store, query: Query, first: int, outcomes: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    for way in list(_WAYS.values())[first:]:
        outcome = _run(store, way, query)
        # Chance weighs little in what takes long.
        outcomes.send(min(outcome, _run(store, way, query)) if outcome.seconds < 1 else outcome)


def _run(store: Store, way: Callable[[Store, str], Results], query: Query) -> Outcome:
    # After this time a signal ends the process. Meanwhile the clock of the process ticks slowly, the thread's does not.
    signal.setitimer(signal.ITIMER_PROF, _LIMIT)
    started = time.thread_time()
    results = way(store, query.text)
    if isinstance(results, ox.QueryBoolean):
        content = str(bool(results)).encode()
    elif isinstance(results, ox.QueryTriples):
        content = results.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
    else:
        content = results.serialize(format=ox.QueryResultsFormat.TSV) or b""
    seconds = time.thread_time() - started
    lines = content.split(b"\n")
    if isinstance(results, ox.QueryTriples):
        lines = sorted(set(lines))
    elif not query.ordered:
        lines[1:] = sorted(lines[1:])
    return Outcome(seconds, hashlib.sha256(b"\n".join(lines)).hexdigest())


def report(results: Sequence[Measured], file: Path | None = None) -> None:
    """Print the tables; write the queries that lose most by being rewritten into a file, if one is given."""
    print(f"{len(results)} generated queries; 'lost': more than 3 times and 20 ms slower than as sent")
    for way, outcomes in zip(_WAYS, zip(*(each.outcomes for each in results), strict=True), strict=True):
        print(f"  without an answer in {_LIMIT} s, {way}: {outcomes.count(None)}")
    answered = [each for each in results if None not in each.outcomes]
    other = [each for each in answered if len({outcome.answer for outcome in each.outcomes if outcome}) > 1]
    print(f"  with an answer on each way: {len(answered)}, of these with another one on ours: {len(other)}")
    print("".join(f"    {each.query.text}\n" for each in other), end="")
    print(f"{'ours / as sent':32}" + "".join(f"{head:>9}" for head in _HEADS))
    changed = [each for each in answered if each.texts[1] != each.texts[2]]
    _row("all", answered)
    _row("with equal patterns", changed)
    _row("  and 10 ms or more as sent", [each for each in changed if each.seconds[0] >= 0.01])
    _row("with sort keys", [each for each in answered if each.texts[0] != each.texts[1]])
    worst = sorted(answered, key=lambda each: (_is_lost(*each.seconds), each.seconds[1] / each.seconds[0]))
    rows = []
    print("Those that lose most by being rewritten, ms as sent and ours")
    for each in worst[: -_WORST - 1 : -1]:
        sent, ours = (round(1000 * seconds, 2) for seconds in each.seconds)
        rows.append({"sent_ms": sent, "ours_ms": ours, "sent": each.query.text, "ours": each.texts[2]})
        print(f"{sent:10.1f}{ours:10.1f}  {each.query.text[:100]}")
    if file:
        file.write_text(json.dumps(rows, indent=1, ensure_ascii=False), encoding="utf-8")


def _is_lost(sent: float, ours: float) -> bool:
    return ours > 3 * sent and ours - sent > 0.02


def _row(name: str, queries: Sequence[Measured]) -> None:
    """Print a row of the table: our times of queries beside those as sent."""
    sent, ours = [each.seconds[0] for each in queries], [each.seconds[1] for each in queries]
    ratios = [taken / alone for alone, taken in zip(sent, ours, strict=True)]
    figures: list[float] = [len(queries)]
    if len(queries) > 1:
        hundredths = statistics.quantiles(ratios, n=100, method="inclusive")
        figures += [*(hundredths[percent - 1] for percent in (10, 50, 90, 99)), max(ratios)]
        figures.append(statistics.geometric_mean(ratios))
        figures += (sum(ratio > most for ratio in ratios) for most in (1.5, 3, 10))
        figures += [sum(map(_is_lost, sent, ours)), sum(sent), sum(ours)]
    print(f"{name:32}" + "".join(f"{figure:>9.4g}" for figure in figures))


def run(count: int = _FEW, file: Path | None = None) -> None:
    """Measure so many generated queries, the same ones in each run."""
    store = Store(dataset_bytes())
    report(list(measure(store, random_walks(store._store, _SEED, count))), file)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int, nargs="?", default=_COUNT)
    parser.add_argument("--worst", type=Path, metavar="FILE", help="JSON of the queries that lose most")
    arguments = parser.parse_args()
    run(arguments.count, arguments.worst)

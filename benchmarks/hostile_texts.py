"""Evaluates generated texts that hide SERVICE three times, with listeners that count calls.

Each text is evaluated unchanged (which shows that it hides a call), as the reader rewrites it, and
unchanged in a sandboxed process. Run it as `python -m benchmarks.hostile_texts 20000` for 20,000
texts; the default is a million. Two processes share them.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

from benchmarks.timing import line
from tests.csekg.sparql.untrusted.differing import Tally, differ, evaluate_sealed
from tests.csekg.sparql.untrusted.hostile_texts import hostile_texts
from tests.csekg.sparql.untrusted.listening import listening

_TEXTS = 1_000_000
_PROCESSES = 2
# Seeds that the tests do not use.
_FIRST_SEED = 1000


def run(texts: int = _TEXTS) -> None:
    print(f"Hostile texts ({texts:,}, those with a call in them among them)")
    started = time.perf_counter()
    share = -(-texts // _PROCESSES)
    seeds = range(_FIRST_SEED, _FIRST_SEED + _PROCESSES)
    with ProcessPoolExecutor(_PROCESSES, get_context("spawn")) as pool:
        tallies = list(pool.map(_differ, seeds, [share] * _PROCESSES))
        sealed = list(pool.map(_sealed, seeds, [share] * _PROCESSES))
    line("texts with which bare Oxigraph calls", sum(tally.calls for tally, _ in tallies), "")
    line("  of these refused by our reader", sum(t.refused_calls for t, _ in tallies), "")
    line("evaluated as our reader writes them", sum(t.evaluated for t, _ in tallies), "")
    line("  connections", sum(connections for _, connections in tallies), "")
    line("answers compared with those of bare Oxigraph", sum(t.compared for t, _ in tallies), "")
    line("  different ones", sum(len(t.disagreements) for t, _ in tallies), "")
    line("answered unchanged in a sandbox", sum(answered for answered, _ in sealed), "")
    line("  connections", sum(connections for _, connections in sealed), "")
    line("time", round(time.perf_counter() - started))
    for tally, _ in tallies:
        for text in (*tally.leaks[:5], *tally.disagreements[:5]):
            print(f"  to look at: {text!r}")


def _differ(seed: int, count: int) -> tuple[Tally, int]:
    with listening() as bare, listening() as guarded:
        tally = differ(islice(hostile_texts(seed), count), bare, guarded)
        return tally, guarded.settled()


def _sealed(seed: int, count: int) -> tuple[int, int]:
    with listening() as listener:
        return evaluate_sealed(seed, count, listener.address), listener.settled()


if __name__ == "__main__":
    run(int(sys.argv[1]) if sys.argv[1:] else _TEXTS)

"""Measures times and prints figures, for all benchmarks."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """Return the median wall time of one call, in seconds."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def line(name: str, value: float, unit: str = "s") -> None:
    """Print one figure."""
    print(f"  {name:<58} {value:>10.3f} {unit}")

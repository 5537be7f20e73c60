"""Generations of workers: those forked before the jobs were made faster, and those forked after."""

from __future__ import annotations

import gc
import mmap
import time
from collections.abc import Callable, Iterator

# Seconds from the start until the work begins: a start is judged by its first answers.
_SETTLED = 2.0


class Generations:
    """Has the jobs made faster, step by step, and tells workers whether theirs are the faster."""

    def __init__(self, improvement: Iterator[object]) -> None:
        """Take the steps that make the jobs faster, each of some milliseconds; maybe none."""
        self._improvement: Iterator[object] | None = improvement
        self._due = time.monotonic() + _SETTLED
        # Shared with every fork, unlike the rest of the memory.
        self._current = mmap.mmap(-1, 1)

    def pause(self) -> float | None:
        """Return the seconds until the next step, None where all has been done."""
        return max(0.0, self._due - time.monotonic()) if self._improvement else None

    def advance(self) -> None:
        """Take the next step, if it is due."""
        if self._improvement and time.monotonic() >= self._due:
            try:
                next(self._improvement)
            except StopIteration:
                self._improvement = None
                gc.freeze()
                self._current[0] += 1

    def outdated(self) -> Callable[[], bool]:
        """Return what tells a worker that is forked now whether a later one would be faster."""
        born = self._current[0]
        return lambda: self._current[0] != born

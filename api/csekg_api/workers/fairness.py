"""Shares processors between short jobs and those that take long.

Most jobs take milliseconds. A job that takes long loses its worker's place in the pool to a fresh
worker, and computes on only where no short job needs the processor.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from csekg_api.workers.handle import WorkerHandle

#: A job that has used the processor for so many seconds is long; it may never end.
LONG_AFTER = 0.15
# On a busy machine a short job takes long, too; but no job keeps a place in the pool for more than
# so many seconds, whether it computes or waits.
_PLACE_FOR = 1.0
# Seconds between two decisions about which long jobs run: most short jobs end before one.
_INTERVAL = 0.02
# After so many processor seconds a long job runs only while a processor is otherwise idle.
_BACKGROUND_AFTER = 0.5


class DemotionTimer:
    """Calls `demote` once when a worker's job has become long, unless it is cancelled before."""

    def __init__(self, worker: WorkerHandle, demote: Callable[[], object]) -> None:
        """Start with the job of a worker."""
        self._worker, self._demote = worker, demote
        self._loop = asyncio.get_running_loop()
        self._end = self._loop.time() + _PLACE_FOR
        self._timer = self._loop.call_later(LONG_AFTER, self._check)

    def cancel(self) -> None:
        """Stop: the job has ended."""
        self._timer.cancel()

    def _check(self) -> None:
        left = min(self._end - self._loop.time(), LONG_AFTER - self._worker.computed())
        if left > 0:
            # With the processor to itself the job is long then, and otherwise later.
            self._timer = self._loop.call_later(max(left, 0.01), self._check)
            return
        self._demote()


class Scheduler:
    """Lets as many long jobs run as processors are free, and suspends the others.

    A low priority alone is not enough: Linux does not separate two short jobs that share one
    processor while a long job has the other, and many long jobs together would keep a good part of
    both. The job that has computed least runs first, so that a job that ends gets as much time as
    those that never do.

    While short jobs need every processor, the one that has computed least runs beside them with a
    small share: it may be only a little longer than most.
    """

    def __init__(self, free: Callable[[], int]) -> None:
        """Take a function that returns how many processors are free."""
        self._free = free
        self._long: list[WorkerHandle] = []
        self._timer: asyncio.TimerHandle | None = None

    def add(self, worker: WorkerHandle) -> None:
        """Schedule a worker whose job is long."""
        self._long.append(worker)
        if not self._timer:
            self._schedule()

    def remove(self, worker: WorkerHandle) -> None:
        """Stop scheduling a worker; one that is not scheduled is ignored."""
        if worker in self._long:
            self._long.remove(worker)

    def _schedule(self) -> None:
        self._timer = None
        self._long.sort(key=WorkerHandle.computed)
        free, one_more = self._free(), True
        for number, worker in enumerate(self._long):
            computed = worker.computed()
            if computed >= _BACKGROUND_AFTER:
                worker.move_to_background()
            # One that waits, for another server maybe, takes no processor from anybody.
            if computed < LONG_AFTER:
                worker.suspend(False)
                continue
            worker.suspend(number >= free and not (one_more and computed < _BACKGROUND_AFTER))
            one_more = False
        if self._long:
            self._timer = asyncio.get_running_loop().call_later(_INTERVAL, self._schedule)

"""Keeps long jobs from slowing down short ones: notices them, and schedules their workers."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable

from csekg_api.workers.control import WorkerHandle

#: Most jobs take milliseconds. One that has used so much processor time (seconds) may never end.
#: From then on its worker runs only while no other process wants the processor, and a fresh worker
#: takes its place, so that endless queries slow down neither short ones nor the server.
LONG = 0.15
# On a busy machine short jobs take long, too; but no job occupies a place for more than so many
# seconds, computing or not.
_PLACE_FOR = 1.0
# Seconds between two decisions about which long jobs run: most short jobs end in between.
_INTERVAL = 0.02
# A job that has used so much processor time (seconds) has no claim to a processor others need.
_NO_CLAIM_AFTER = 0.5


async def until_long(worker: WorkerHandle) -> None:
    """Return once a worker's job takes long; most jobs end before this looks for the first time."""
    loop = asyncio.get_running_loop()
    end, left = loop.time() + _PLACE_FOR, LONG
    while left > 0:
        # With a processor to itself the job would be due then, and else later.
        await asyncio.sleep(max(left, 0.01))
        left = min(end - loop.time(), LONG - worker.computed())


class Fairness:
    """Schedules demoted workers: as many run as processors are free, and the others are stopped.

    A low priority is not enough. The scheduler does not move two other processes apart that share a
    processor while a demoted worker has the next one; and many demoted workers together would keep
    a good part of each processor. The workers that have used least processor time run first, one
    of each client before the second of any. This is fair to jobs that end: one that joins runs
    until it has used as much as those that never end.

    While short jobs need every processor for seconds, the worker that has used least goes on with a
    small share: its job may be a short one that takes a little longer than most.
    """

    def __init__(self, free: Callable[[], int]) -> None:
        """Take a function that returns how many processors are free."""
        self._free = free
        self._late: list[WorkerHandle] = []
        self._timer: asyncio.TimerHandle | None = None

    def add(self, worker: WorkerHandle) -> None:
        """Schedule a worker from now on."""
        self._late.append(worker)
        if not self._timer:
            self._schedule()

    def remove(self, worker: WorkerHandle) -> None:
        """Schedule a worker no longer; does nothing if it never was scheduled."""
        if worker in self._late:
            self._late.remove(worker)

    def _schedule(self) -> None:
        self._timer = None
        self._late.sort(key=WorkerHandle.computed)
        earlier: Counter[str] = Counter()
        turns = {}
        for worker in self._late:
            turns[worker] = earlier[worker.client]
            earlier[worker.client] += 1
        self._late.sort(key=turns.__getitem__)
        free, one_more = self._free(), True
        for number, worker in enumerate(self._late):
            computed = worker.computed()
            # It was demoted because it waits, for another server perhaps, and needs no processor.
            if computed < LONG:
                worker.hold(False)
                continue
            worker.hold(number >= free and not (one_more and computed < _NO_CLAIM_AFTER))
            one_more = False
        if self._late:
            self._timer = asyncio.get_running_loop().call_later(_INTERVAL, self._schedule)

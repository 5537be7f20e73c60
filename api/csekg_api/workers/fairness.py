"""Keeps long jobs from slowing down short ones: notices them, and schedules their workers."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from csekg_api.workers.control import WorkerHandle

# Seconds between two decisions about which long jobs run: most short jobs end in between.
_INTERVAL = 0.02


class Times(NamedTuple):
    """After how many seconds a job or a worker loses what it has."""

    #: Most jobs take milliseconds. One that has used so much processor time may never end. From
    #: then on its worker runs only while no other process wants the processor, and a fresh worker
    #: takes its place, so that endless queries slow down neither short ones nor the server.
    long: float = 0.15
    #: On a busy machine short jobs take long, too; but no job occupies a place for longer,
    #: computing or not.
    place_for: float = 1.0
    #: A job that has used so much processor time has no claim to a processor others need.
    no_claim_after: float = 0.5
    #: A worker that has been idle for so long after a job is replaced by a fresh one. Oxigraph
    #: counts references in whatever a query reads, and each page of memory that it writes to is
    #: copied: in the end a worker has all data for itself, while a fresh one shares them with the
    #: keeper.
    idle: float = 2.0


async def until_long(worker: WorkerHandle, times: Times) -> None:
    """Return once a worker's job takes long; most jobs end before this looks for the first time."""
    loop = asyncio.get_running_loop()
    end, left = loop.time() + times.place_for, times.long
    while left > 0:
        # With a processor to itself the job would be due then, and else later.
        await asyncio.sleep(max(left, 0.01))
        left = min(end - loop.time(), times.long - worker.computed())


def to_stop(late: Sequence[WorkerHandle], free: int, times: Times) -> list[WorkerHandle]:
    """Return which demoted workers are stopped while so many processors are free.

    As many run as processors are free: the workers that have used least processor time first, one
    of each client before the second of any. This is fair to jobs that end: one that joins runs
    until it has used as much as those that never end. While short jobs need every processor for
    seconds, the worker that has used least goes on with a small share: its job may be a short one
    that takes a little longer than most.
    """
    computed = {worker: worker.computed() for worker in late}
    turns, earlier = {}, Counter[str]()
    for worker in sorted(late, key=computed.__getitem__):
        turns[worker] = earlier[worker.client], computed[worker]
        earlier[worker.client] += 1
    stopped, one_more = [], True
    for place, worker in enumerate(sorted(late, key=turns.__getitem__)):
        # It was demoted because it waits, for another server perhaps, and needs no processor.
        if computed[worker] < times.long:
            continue
        has_claim = computed[worker] < times.no_claim_after
        if place >= free and not (one_more and has_claim):
            stopped.append(worker)
        one_more = False
    return stopped


class Fairness:
    """Stops demoted workers and lets them go on, as `to_stop` decides anew fifty times a second.

    A low priority is not enough. The scheduler does not move two other processes apart that share a
    processor while a demoted worker has the next one; and many demoted workers together would keep
    a good part of each processor.
    """

    def __init__(self, free: Callable[[], int], times: Times) -> None:
        """Take a function that returns how many processors are free."""
        self._free, self._times = free, times
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
        stopped = to_stop(self._late, self._free(), self._times)
        for worker in self._late:
            worker.hold(worker in stopped)
        self._timer = asyncio.get_running_loop().call_later(_INTERVAL, self._schedule) if self._late else None

"""A pool of worker processes, used from within an event loop.

One pool belongs to one server process. It keeps a few workers ready, starts further ones when
these are occupied, kills those that exceed their deadline, and never blocks the loop. Long jobs
must not slow down short ones: they are noticed, and their workers are stopped in turn.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from signal import SIGKILL
from typing import NamedTuple

from csekg_api.workers import frames
from csekg_api.workers.jobs import (
    BusyError,
    JobCrashError,
    LateError,
    NoProcessError,
    Reply,
    WorkerLostError,
    WorkerPool,
)
from csekg_api.workers.launching import Launcher, WorkerHandle
from csekg_api.workers.places import Place, Places

# Seconds between two decisions about which long jobs run: most short jobs end in between.
_INTERVAL = 0.02


class Times(NamedTuple):
    """After how many seconds a job or a worker loses what it has."""

    #: Most jobs take milliseconds. One that has used so much processor time may never end. From
    #: then on its worker runs only while no other process wants the processor, and a fresh worker
    #: takes its place, so that endless queries slow down neither short ones nor the server.
    long: float = 0.4
    #: No job occupies a place for longer, computing or not. One that has waited, for another server or
    #: on a busy machine, goes on as before.
    place_for: float = 1.0
    #: A job that has used so much processor time has no claim to a processor others need.
    no_claim_after: float = 0.5


async def until_long(worker: WorkerHandle, times: Times) -> None:
    """Return once a worker's job has used so much processor time that it takes long; most jobs end before."""
    while (left := times.long - worker.computed()) > 0:
        # With a processor to itself the job would be due then, and else later.
        await asyncio.sleep(max(left, 0.01))


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


_TIMES = Times()


class Pool:
    """The workers of one server process.

    There are `warm` places for short jobs, and as many fresh workers: more than there are
    processors would make nothing faster. A job that takes long gives up its place and goes on; its
    worker ends with it. Kinds of jobs that have workers of their own have places of their own, so
    that none takes the last place of another.
    """

    def __init__(
        self,
        launcher: Launcher,
        warm: int,
        most: int,
        of_one: int,
        alone: Mapping[str, str] | None = None,
        times: Times = _TIMES,
    ) -> None:
        """Take what starts workers, the places for short jobs, and the most jobs at work, of all and of one client.

        `alone` names the jobs that have a worker of their own, with their kinds.
        """
        #: The names of what seals the workers; who makes the pool sets it.
        self.layers: tuple[str, ...] = ()
        self._launcher = launcher
        self._stopping = False
        self._warm = warm
        self._short = Places(warm, of_one, most)
        # Two at least, so that one client leaves one to the others.
        several = max(2, warm)
        alone = alone or {}
        kinds = {kind: Places(several, several // 2) for kind in alone.values()}
        self._alone = {job: kinds[kind] for job, kind in alone.items()}
        self._fairness = Fairness(lambda: self._short.free, times)
        self._times = times
        self._idle: list[WorkerHandle] = []
        self._working: set[WorkerHandle] = set()
        self._starting: set[asyncio.Task[None]] = set()
        # It starts one worker after another, so that the loop need not wait; None while the pool is closed.
        self._thread: ThreadPoolExecutor | None = None

    async def __aenter__(self) -> WorkerPool:
        """Start, and start the first workers."""
        self._thread = ThreadPoolExecutor(1, "workers")
        self._refill()
        return self

    async def __aexit__(self, *exception: object) -> None:
        """Kill the workers."""
        assert self._thread
        thread, self._thread = self._thread, None
        await asyncio.gather(*self._starting)
        for worker in self._idle:
            worker.kill()
        self._idle.clear()
        thread.shutdown()

    def stop(self) -> None:
        """Kill the workers that have a job; whoever waits for one is told that the service is being stopped."""
        self._stopping = True
        for worker in self._working:
            worker.signal(SIGKILL)

    def idle(self) -> bool:
        """Return whether a worker is known to be waiting for a job."""
        return any(worker.alive() for worker in self._idle)

    @property
    def jobs_running(self) -> int:
        """The number of jobs that run or wait for a place."""
        return sum(places.in_hand for places in {self._short, *self._alone.values()})

    @property
    def workers_idle(self) -> int:
        """The number of workers that wait for a job."""
        return len(self._idle)

    async def run(self, job: str, payload: bytes, timeout: float, client: str = "") -> Reply:
        """Return the job's reply; `timeout` is in seconds, the wait for a place included.

        If the caller is cancelled, its worker is killed. Raises BusyError where the client gets no
        place in time, LateError at the deadline, WorkerLostError if the worker dies, JobCrashError
        for a fault of the job.
        """
        alone = job in self._alone
        end = asyncio.get_running_loop().time() + timeout
        try:
            with await self._alone.get(job, self._short).take(client, timeout) as place:
                async with asyncio.timeout_at(end):
                    worker = await (self._start() if alone else self._fresh_worker())
                    worker.counted = not alone
                    return await self._done_by(worker, job, payload, place)
        except TimeoutError:
            raise LateError(f"not done after {timeout:g} seconds") from None
        finally:
            self._refill()

    async def _done_by(self, worker: WorkerHandle, job: str, payload: bytes, place: Place) -> Reply:
        worker.begin(place.client)
        watch = asyncio.create_task(self._demote(worker, place))
        self._working.add(worker)
        kind = b""
        try:
            kind, head, body = await frames.exchange(worker.link, job.encode(), payload)
        except (OSError, EOFError):
            if self._stopping:
                raise BusyError("the service is being stopped") from None
            raise WorkerLostError("the worker died") from None
        finally:
            watch.cancel()
            self._working.remove(worker)
            # The worker of a job that was stopped ends before its place is free.
            if kind == frames.ANSWER and worker.counted and len(self._idle) < self._warm:
                self._idle.append(worker)
            else:
                self._discard(worker)
        if kind == frames.WITHOUT_DATA:
            raise NoProcessError("the files of the dataset are gone: start the service again, and they are made anew")
        if kind == frames.CRASH:
            raise JobCrashError(head.decode())
        return Reply(head, body)

    async def _demote(self, worker: WorkerHandle, place: Place) -> None:
        """Free the place of a job after a while, and demote its worker once the job has computed for long."""
        if not worker.counted:
            return
        aside = asyncio.get_running_loop().call_later(self._times.place_for, self._step_aside, place)
        try:
            await until_long(worker, self._times)
        finally:
            aside.cancel()
        worker.demote()
        self._fairness.add(worker)
        self._step_aside(place)

    def _step_aside(self, place: Place) -> None:
        place.step_aside()
        self._refill()

    async def _fresh_worker(self) -> WorkerHandle:
        while True:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive():
                    return worker
                self._discard(worker)
            if not self._starting:
                return await self._start()
            await asyncio.wait(self._starting, return_when=asyncio.FIRST_COMPLETED)

    async def _start(self) -> WorkerHandle:
        if not self._thread:
            raise NoProcessError("no further process can be started")
        started = self._thread.submit(self._launcher.start)
        try:
            return await asyncio.wrap_future(started)
        except asyncio.CancelledError:
            started.add_done_callback(_kill_started)
            raise

    def _discard(self, worker: WorkerHandle) -> None:
        worker.kill()
        self._fairness.remove(worker)

    def _refill(self) -> None:
        """Start a worker for each place that is free, unless the pool is being closed."""
        while self._thread and self._short.free > len(self._idle) + len(self._starting):
            task = asyncio.get_running_loop().create_task(self._prepare())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _prepare(self) -> None:
        # Where there is no room for a process now, the next job tries.
        with suppress(NoProcessError):
            self._idle.append(await self._start())


def _kill_started(started: Future[WorkerHandle]) -> None:
    """Kill a worker that nobody waits for any more."""
    if not started.cancelled() and not started.exception():
        started.result().kill()

"""A pool of worker processes, used from within an event loop.

One pool belongs to one server process. It keeps a few workers ready, has further ones forked when
these are occupied, kills those that exceed their deadline, and never blocks the loop.
"""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from collections.abc import Callable, Collection

from csekg_api.workers import frames
from csekg_api.workers.control import Control
from csekg_api.workers.fairness import Fairness, Watch
from csekg_api.workers.handle import WorkerHandle
from csekg_api.workers.jobs import (
    BusyError,
    JobCrashError,
    LateError,
    NoProcessError,
    Reply,
    WorkerLostError,
    WorkerPool,
)

_NO_ROOM = "no further process can be started"
# A worker that has been idle for so many seconds after a job is replaced by a fresh one. Oxigraph
# counts references in whatever a query reads, and each page of memory that it writes to is copied:
# in the end a worker has all data for itself, while a fresh one shares them with the keeper.
_IDLE = 2.0


class Pool:
    """The workers of one server process.

    There are `warm` fresh workers, ready or at a job, and jobs wait in turn for one of them: more
    than there are processors would make nothing faster. A worker whose job takes long counts no
    longer; it ends with its job. With these jobs and those that wait, the pool has at most `most`
    jobs in hand.
    """

    def __init__(self, warm: int, most: int, alone: Collection[str] = ()) -> None:
        """Take the number of fresh workers and of jobs in hand.

        `alone` names the jobs that have a worker of their own, which never makes way for others. As
        many of them run at once as there are fresh workers; further ones wait.
        """
        self._alone = frozenset(alone)
        #: The names of what seals the workers; the keeper's process sets it.
        self.layers: tuple[str, ...] = ()
        self._warm, self._most = warm, most
        self._fairness = Fairness(self._free)
        self._running = 0
        self._idle: list[WorkerHandle] = []
        self._waiting: deque[asyncio.Future[WorkerHandle]] = deque()
        self._fresh = 0
        self._forking: set[asyncio.Task[None]] = set()
        self._renewal: asyncio.TimerHandle | None = None
        self._link: socket.socket | None = None
        self._control: Control | None = None
        self._on_lost: Callable[[], object] = lambda: None

    def attach(self, control: socket.socket, on_lost: Callable[[], object] | None = None) -> None:
        """Take the socket to the keeper; `on_lost` is called in the loop if the keeper ends."""
        self._link = control
        self._on_lost = on_lost or (lambda: None)

    async def __aenter__(self) -> WorkerPool:
        """Start, and have the first workers forked; raises RuntimeError unless attached."""
        if self._link is None:
            raise RuntimeError("a pool must be attached to a keeper before it can start")
        self._control = Control(self._link, self._on_lost)
        self._places_alone = asyncio.Semaphore(self._warm)
        self._refill()
        return self

    async def __aexit__(self, *exception: object) -> None:
        """Kill the workers."""
        assert self._control
        control, self._control = self._control, None
        # Awaited and not cancelled: the keeper's answers must not reach a later start.
        await asyncio.gather(*self._forking)
        if self._renewal:
            self._renewal.cancel()
            self._renewal = None
        for worker in self._idle:
            worker.kill()
        self._idle.clear()
        self._fresh = 0
        control.close()

    def idle(self) -> bool:
        """Return whether a worker is known to be waiting for a job."""
        return any(worker.alive() for worker in self._idle)

    @property
    def jobs_running(self) -> int:
        """The number of jobs that run or wait for a worker."""
        return self._running

    @property
    def workers_idle(self) -> int:
        """The number of workers that wait for a job."""
        return len(self._idle)

    async def run(self, job: str, payload: bytes, timeout: float) -> Reply:
        """Return the job's reply; `timeout` is in seconds, the wait for a worker included.

        If the caller is cancelled, its worker is killed. Raises BusyError at the limit, LateError
        at the deadline, WorkerLostError if the worker dies, JobCrashError for a fault of the job.
        """
        if self._running >= self._most:
            raise BusyError(f"{self._most} jobs run already")
        self._running += 1
        try:
            async with asyncio.timeout(timeout):
                return await self._run(job, payload)
        except TimeoutError:
            raise LateError(f"not done after {timeout:g} seconds") from None
        finally:
            self._running -= 1

    async def _run(self, job: str, payload: bytes) -> Reply:
        if job not in self._alone:
            return await self._done_by(await self._take(), job, payload)
        async with self._places_alone:
            return await self._done_by(await self._fork_alone(), job, payload)

    async def _done_by(self, worker: WorkerHandle, job: str, payload: bytes) -> Reply:
        worker.begin()
        watch = Watch(worker, lambda: self._demote(worker))
        kind = b""
        try:
            kind, head, body = await frames.exchange(worker.link, job.encode(), payload)
        except (OSError, EOFError):
            raise WorkerLostError("the worker died") from None
        finally:
            watch.cancel()
            if kind == frames.ANSWER and worker.counted:
                self._give(worker)
            else:
                self._discard(worker)
        if kind == frames.CRASH:
            raise JobCrashError(head.decode())
        return Reply(head, body)

    def _demote(self, worker: WorkerHandle) -> None:
        """Give the place of a worker whose job takes long to another one."""
        if worker.counted:
            worker.demote()
            self._fairness.add(worker)
            self._fresh -= 1
            self._refill()

    def _free(self) -> int:
        """Return how many processors no short job needs: as many as workers are ready."""
        return self._warm - self._fresh + len(self._idle)

    async def _take(self) -> WorkerHandle:
        """Return a fresh worker, waiting in turn if none is ready."""
        while self._idle:
            worker = self._idle.pop()
            if worker.alive():
                return worker
            self._discard(worker)
        place: asyncio.Future[WorkerHandle] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        # If the system had no room for a worker before, it may have now.
        self._refill()
        try:
            return await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled() and place.exception() is None:
                self._give(place.result())
            raise

    def _give(self, worker: WorkerHandle) -> None:
        """Hand a fresh worker to the job that has waited longest, or keep it ready."""
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(worker)
                return
        worker.idle_since = asyncio.get_running_loop().time()
        self._idle.append(worker)
        self._renew_later()

    def _renew_later(self) -> None:
        idle_since = [worker.idle_since for worker in self._idle if worker.used]
        if self._control and not self._renewal and idle_since:
            loop = asyncio.get_running_loop()
            self._renewal = loop.call_at(min(idle_since) + _IDLE, self._renew)

    def _renew(self) -> None:
        """Replace the workers that have been idle for long enough after a job."""
        self._renewal = None
        latest = asyncio.get_running_loop().time() - _IDLE
        for worker in [each for each in self._idle if each.used and each.idle_since <= latest]:
            self._idle.remove(worker)
            self._discard(worker)
        self._renew_later()

    def _discard(self, worker: WorkerHandle) -> None:
        worker.kill()
        self._fairness.remove(worker)
        if worker.counted:
            self._fresh -= 1
            self._refill()

    def _refill(self) -> None:
        """Have the missing workers forked, unless the pool is being closed."""
        while self._control and self._fresh < self._warm:
            self._fresh += 1
            task = asyncio.get_running_loop().create_task(self._fork(self._control))
            self._forking.add(task)
            task.add_done_callback(self._forking.discard)

    async def _fork_alone(self) -> WorkerHandle:
        """Return a worker for one job, in addition to those that are counted."""
        assert self._control
        try:
            worker = await self._control.request_worker()
        except OSError:
            raise NoProcessError(_NO_ROOM) from None
        worker.counted = False
        return worker

    async def _fork(self, control: Control) -> None:
        try:
            self._give(await control.request_worker())
        except OSError:
            # No room for a process, or no keeper: the jobs that wait fail, and the next one tries.
            self._fresh -= 1
            while self._waiting:
                place = self._waiting.popleft()
                if not place.done():
                    place.set_exception(NoProcessError(_NO_ROOM))

"""A server's end of the socket to the keeper, and the workers that it gets through it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class WorkerHandle:
    """A worker process and the non-blocking socket to it."""

    pid: int
    link: socket.socket
    #: Whether it is one of the workers that the pool keeps ready for short jobs.
    counted: bool = True
    #: Whether it is stopped.
    held: bool = False
    #: Processor time (seconds) that it had used when its job began.
    before: float = 0.0
    #: The client whose job it does.
    client: str = ""

    def alive(self) -> bool:
        """Return whether an idle worker still listens."""
        try:
            # It sends only answers, so an idle worker's socket has nothing but its end to read.
            return bool(self.link.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return True
        except OSError:
            return False

    def begin(self, client: str) -> None:
        """Note that a job of a client begins."""
        self.client = client
        self.before = self._processor_time()

    def computed(self) -> float:
        """Return the seconds of processor time that the worker has used for its job.

        Where the system does not tell that of other processes, the seconds that have passed.
        """
        return self._processor_time() - self.before

    def _processor_time(self) -> float:
        if sys.platform == "linux":
            with suppress(OSError):
                # The clock of a process is named by its number (clock_getcpuclockid(3)).
                return time.clock_gettime((~self.pid << 3) | 2)
        return time.monotonic()

    def demote(self) -> None:
        """Give the worker a twentieth of a fresh one's share, where both want a processor.

        A process cannot raise its priority again without privileges, so the worker gets no further
        job.
        """
        self.counted = False
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, 19)

    def hold(self, still: bool) -> None:
        """Stop the worker, or let it go on."""
        # Once it has ended, its number may belong to another process.
        if still != self.held and self.alive():
            self.held = still
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGSTOP if still else signal.SIGCONT)

    def kill(self) -> None:
        """Kill the worker; the keeper reaps it."""
        # Once it has ended, its number may belong to another process.
        if self.alive():
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        self.link.close()


#: What a server sends to have a worker forked, along with the worker's end of a socket pair.
WANT_WORKER = b"w"
#: Size of the answer: the worker's process id as a signed number in network order, or 0 where the
#: system has no room for a further process.
PROCESS_ID = 8


class Control:
    """The connection to the keeper, within the running event loop."""

    def __init__(self, link: socket.socket, on_lost: Callable[[], object]) -> None:
        """Take the socket, and a function to call when the keeper has ended."""
        self._link, self._on_lost = link, on_lost
        self._loop = asyncio.get_running_loop()
        self._awaited: deque[asyncio.Future[int]] = deque()
        self._lost = False
        link.setblocking(False)
        self._loop.add_reader(link.fileno(), self._read)

    async def request_worker(self) -> WorkerHandle:
        """Return a new worker; raises OSError where none can be had."""
        if self._lost:
            raise ConnectionError("the keeper has ended")
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        process_id: asyncio.Future[int] = self._loop.create_future()
        try:
            with theirs:
                socket.send_fds(self._link, [WANT_WORKER], [theirs.fileno()])
            # The keeper answers in the order in which it was asked.
            self._awaited.append(process_id)
            pid = await process_id
            if not pid:
                raise OSError("no further process can be started")
        except BaseException:
            # A worker that nobody waits for sees its socket close, and ends.
            ours.close()
            raise
        return WorkerHandle(pid, ours)

    def _read(self) -> None:
        try:
            answer = self._link.recv(PROCESS_ID)
        except BlockingIOError:
            return
        except OSError:
            answer = b""
        if not answer:
            self._lose()
            return
        process_id = self._awaited.popleft()
        if not process_id.done():
            process_id.set_result(int.from_bytes(answer, "big"))

    def _lose(self) -> None:
        self._lost = True
        self._loop.remove_reader(self._link.fileno())
        for process_id in self._awaited:
            if not process_id.done():
                process_id.set_exception(ConnectionError("the keeper has ended"))
        self._on_lost()

    def close(self) -> None:
        """Stop reading; the socket stays open for a pool that starts again."""
        if not self._lost:
            self._loop.remove_reader(self._link.fileno())

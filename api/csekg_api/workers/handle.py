"""A worker process, as the server process sees it."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class WorkerHandle:
    """A worker process and the non-blocking socket to it."""

    pid: int
    link: socket.socket
    #: Whether it is one of the workers that the pool keeps ready for short jobs.
    counted: bool = True
    background: bool = False
    suspended: bool = False
    #: Processor seconds used before the present job.
    before: float = 0.0
    #: Whether it has had a job, and when it became idle (seconds of the event loop's clock).
    used: bool = False
    idle_since: float = 0.0

    def alive(self) -> bool:
        """Return whether the socket of an idle worker is still open."""
        try:
            # A worker sends only answers, so anything readable now is the end of the stream.
            return bool(self.link.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return True
        except OSError:
            return False

    def begin(self) -> None:
        """Record that a job begins."""
        self.before = self._processor_time()
        self.used = True

    def computed(self) -> float:
        """Return the processor seconds that the worker has used for its job.

        On systems that do not show them for other processes: the seconds that have passed.
        """
        return self._processor_time() - self.before

    def _processor_time(self) -> float:
        if sys.platform == "linux":
            with suppress(OSError):
                # The clock of a process is named by its number (clock_getcpuclockid(3)).
                return time.clock_gettime((~self.pid << 3) | 2)
        return time.monotonic()

    def demote(self) -> None:
        """Set the lowest priority: about a twentieth of the share of a worker at a short job.

        Raising it again needs privileges, so the worker gets no further job.
        """
        self.counted = False
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, 19)

    def move_to_background(self) -> None:
        """Let the worker run only while a processor is otherwise idle (SCHED_IDLE on Linux)."""
        if self.background:
            return
        self.background = True
        with suppress(OSError):
            if sys.platform == "linux":
                os.sched_setscheduler(self.pid, os.SCHED_IDLE, os.sched_param(0))
            else:
                os.setpriority(os.PRIO_PROCESS, self.pid, 19)

    def suspend(self, stop: bool) -> None:
        """Stop the worker (SIGSTOP), or let it continue (SIGCONT)."""
        # Once it has ended, another process may have its process id.
        if stop != self.suspended and self.alive():
            self.suspended = stop
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGSTOP if stop else signal.SIGCONT)

    def kill(self) -> None:
        """Kill the worker; the keeper reaps it."""
        # Once it has ended, another process may have its process id.
        if self.alive():
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        self.link.close()

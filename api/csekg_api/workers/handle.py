"""A worker process, seen from the server process that uses it."""

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
    #: Whether it is stopped.
    held: bool = False
    #: Processor time (seconds) that it had used when its job began.
    before: float = 0.0
    #: The client whose job it does.
    client: str = ""
    #: Whether it has had a job, and since when it is idle (seconds on the loop's clock).
    used: bool = False
    idle_since: float = 0.0

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
        self.used = True

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

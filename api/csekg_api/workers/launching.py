"""Starts worker processes, and holds a server's end of what connects it to each."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import forkserver, get_context

from csekg_api.workers import frames
from csekg_api.workers.jobs import Jobs, NoProcessError
from csekg_api.workers.worker import work

_CONTEXT = get_context("forkserver")


def preload() -> None:
    """Start the forkserver, which imports beside us what workers need; does nothing where it runs."""
    # Names alone: this package does not know the jobs. The last is what the command itself imports.
    _CONTEXT.set_forkserver_preload([work.__module__, "csekg_api.jobs", "csekg.cli"])
    forkserver.ensure_running()


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
        """Return whether an idle worker still listens, and has the data."""
        try:
            # It sends only answers, so there is nothing else to read of an idle worker.
            return self.link.recv(1, socket.MSG_PEEK) not in (b"", frames.WITHOUT_DATA)
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
        if still != self.held and self.signal(signal.SIGSTOP if still else signal.SIGCONT):
            self.held = still

    def signal(self, number: signal.Signals) -> bool:
        """Send the worker a signal; return False if it has ended."""
        # Its number may belong to another process then.
        if not self.alive():
            return False
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)
        return True

    def kill(self) -> None:
        """Kill the worker; the forkserver reaps it."""
        self.signal(signal.SIGKILL)
        self.link.close()


@dataclass(frozen=True, slots=True)
class Launcher:
    """Starts workers for the same jobs; `preload` has imported what they need."""

    #: Called in each worker before it is sealed; opens the data. A function of a module, or a partial of one.
    open_jobs: Callable[[], Jobs]
    #: The megabytes that a worker may take in addition to the data.
    memory_mb: int
    #: Whether the jobs ask another server, so that the workers can use sockets.
    asks_elsewhere: bool = False

    def start(self) -> WorkerHandle:
        """Return a new worker, after some milliseconds; raises NoProcessError where none can be had."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = _CONTEXT.Process(
                target=work, args=(theirs, self.open_jobs, self.memory_mb, self.asks_elsewhere), daemon=True
            )
            try:
                process.start()
            except (OSError, EOFError):
                ours.close()
                raise NoProcessError("no further process can be started") from None
        ours.setblocking(False)
        assert process.pid
        return WorkerHandle(process.pid, ours)

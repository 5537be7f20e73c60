"""The server processes of a keeper: started, replaced when they die, stopped."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator

from csekg_api.workers.jobs import WorkerError
from csekg_api.workers.processes import fork

# A server that dies right after its start would probably die again, so the next start waits a
# little; after so many deaths within so many seconds there is no further one.
_AT_ONCE = 1.0
_PAUSE = 0.5
_MOST_DEATHS = 5
_WITHIN = 10.0


class GivenUpError(WorkerError):
    """The servers died again and again."""


class Servers:
    """Processes that run the same function, each with a control socket to the keeper."""

    def __init__(
        self,
        serve: Callable[[socket.socket], None],
        count: int,
        ended: Callable[[int, int, bool], object],
    ) -> None:
        """Take the function that a server runs, their number, and what is called when one ends.

        `ended` gets the process id, the exit code, and whether the servers had been asked to end.
        """
        self._serve, self._count, self._ended = serve, count, ended
        self._running: dict[int, tuple[socket.socket, float]] = {}
        self._deaths: deque[float] = deque(maxlen=_MOST_DEATHS)
        self._next_start = 0.0

    @property
    def pids(self) -> list[int]:
        """The process ids of the servers that run."""
        return list(self._running)

    def fill(self) -> Iterator[socket.socket]:
        """Start the missing servers; yield the keeper's ends of their control sockets."""
        while len(self._running) < self._count and time.monotonic() >= self._next_start:
            yield self._start()

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        others = [control for control, _ in self._running.values()]

        def serve() -> None:
            # The other servers' sockets must close when the keeper ends.
            for control in (ours, *others):
                control.close()
            self._serve(theirs)

        pid = fork(serve)
        theirs.close()
        self._running[pid] = ours, time.monotonic()
        return ours

    def pause(self) -> float | None:
        """Return the seconds until the next start, or None if no server is missing."""
        if len(self._running) == self._count:
            return None
        return max(0.0, self._next_start - time.monotonic())

    def lost(self, pid: int, code: int) -> socket.socket:
        """Note that a server has ended; return the keeper's end of its control socket.

        Raises GivenUpError if too many have ended.
        """
        control, started = self._running.pop(pid)
        self._ended(pid, code, not self._count)
        now = time.monotonic()
        if not self._count:
            return control
        self._deaths.append(now)
        if len(self._deaths) == _MOST_DEATHS and now - self._deaths[0] < _WITHIN:
            raise GivenUpError(
                f"the server process died {_MOST_DEATHS} times within {now - self._deaths[0]:.0f} "
                "seconds; see what it wrote above"
            )
        if now - started < _AT_ONCE:
            self._next_start = now + _PAUSE
        return control

    def terminate(self) -> None:
        """Ask the servers to finish their requests and to end; none is replaced from now on."""
        self._count = 0
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """Kill the servers that still run."""
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        for pid in self._running:
            os.kill(pid, number)

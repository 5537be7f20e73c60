"""The keeper: a process that has imported all that the others need, and forks them.

Forking is safe and cheap only from a process without further threads of ours, so there is no event
loop here: the keeper waits for signals and for the requests of its servers, and does nothing else.
Each server and worker opens the data for itself.
"""

from __future__ import annotations

import gc
import os
import selectors
import signal
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from csekg_api.workers.control import PROCESS_ID
from csekg_api.workers.jobs import Jobs, WorkerError
from csekg_api.workers.processes import WITHOUT_DATA, Signals, fork, work

# A server that dies right after its start would probably die again, so the next start waits a
# little; after so many deaths within so many seconds there is no further one.
_AT_ONCE = 1.0
_PAUSE = 0.5
_MOST_DEATHS = 5
_WITHIN = 10.0


class GivenUpError(WorkerError):
    """The servers died again and again, or the data are gone."""


class Servers:
    """Processes that run the same function, each with a control socket to the keeper."""

    def __init__(
        self, serve: Callable[[socket.socket], None], count: int, ended: Callable[[int, int, bool], object]
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


#: Seconds from the signal to stop until everything has ended.
GRACE = 5.0
# The workers are killed so many seconds before, so that clients that wait still get an answer.
_LAST_WORDS = 1.0


class Keeper:
    """Forks the servers, replaces those that die, and forks the workers that they ask for."""

    def __init__(
        self,
        jobs: Jobs,
        memory_mb: int,
        *,
        asks_elsewhere: bool = False,
        open_files: Callable[[], object] = lambda: None,
    ) -> None:
        """Take the jobs, and the megabytes that a worker may take in addition to the data.

        If the jobs ask another server (`asks_elsewhere`), the workers can use sockets. `open_files`
        is called in each worker before it is sealed.
        """
        self._jobs, self._memory_mb, self._asks_elsewhere = jobs, memory_mb, asks_elsewhere
        self._open_files = open_files
        # The process ids of the workers, with the control socket of the server that asked.
        self._workers: dict[int, socket.socket] = {}

    def run(
        self,
        serve: Callable[[socket.socket], None],
        servers: int,
        *,
        begun: Callable[[], object] = lambda: None,
        stopping: Callable[[], object] = lambda: None,
        ended: Callable[[int, int, bool], object] = lambda _pid, _code, _stopping: None,
    ) -> signal.Signals:
        """Run `serve` in `servers` processes until a signal to stop comes; return that signal.

        `serve` gets the control socket for `Pool.attach`; `begun` is called once signals are
        handled, `stopping` before the servers are asked to end, and `ended` for each server that
        has ended, with its process id, its exit code (the negative number of the signal that killed
        it), and whether it had been asked to end. Raises GivenUpError if the servers die again and
        again, and if a worker finds no data to open.
        """
        # All objects of now live until the end: no collection needs to touch, and so copy, pages.
        # Else a worker that collects has 36 MiB of its own, and with it 2.
        gc.freeze()
        with Signals() as signals, selectors.DefaultSelector() as selector:
            selector.register(signals, selectors.EVENT_READ)
            begun()

            def serve_alone(control: socket.socket) -> None:
                selector.close()
                signals.close()
                serve(control)

            crew = Servers(serve_alone, servers, ended)
            try:
                while True:
                    for control in crew.fill():
                        selector.register(control, selectors.EVENT_READ)
                    self._wait(selector, signals, crew.pause())
                    self._reap(selector, crew)
                    if reason := signals.stop:
                        stopping()
                        self._stop(selector, signals, crew)
                        return reason
            finally:
                self._kill_workers()
                crew.kill()
                _reap_all()

    @contextmanager
    def as_child(self) -> Iterator[socket.socket]:
        """Run a keeper as a child of this process; yield the control socket for `Pool.attach`.

        For programs that embed the service: call it before the process starts threads.
        """
        ours, theirs = socket.socketpair()

        def keep() -> None:
            ours.close()
            self._keep_alone(theirs)

        pid = fork(keep)
        theirs.close()
        try:
            yield ours
        finally:
            ours.close()
            os.waitpid(pid, 0)

    def _keep_alone(self, control: socket.socket) -> None:
        gc.freeze()
        with Signals() as signals, selectors.DefaultSelector() as selector:
            selector.register(signals, selectors.EVENT_READ)
            selector.register(control, selectors.EVENT_READ)
            while not signals.stop and control in selector.get_map():
                self._wait(selector, signals, None)
                self._reap(selector, None)
            self._kill_workers()
            _reap_all()

    def _wait(self, selector: selectors.BaseSelector, signals: Signals, timeout: float | None) -> None:
        for key, _ in selector.select(timeout):
            if key.fileobj is signals:
                signals.read()
            else:
                assert isinstance(key.fileobj, socket.socket)
                if not self._answer(key.fileobj):
                    selector.unregister(key.fileobj)
                    self._kill_workers(key.fileobj)

    def _answer(self, control: socket.socket) -> bool:
        """Fork the worker that a server asks for; return False if the server has ended."""
        try:
            content, descriptors, _, _ = socket.recv_fds(control, 1, 1)
            if not content:
                return False
            with socket.socket(fileno=descriptors[0]) as link:
                pid = self._fork_worker(link)
            if pid:
                self._workers[pid] = control
            control.sendall(pid.to_bytes(PROCESS_ID, "big"))
        except OSError:
            return False
        return True

    def _fork_worker(self, link: socket.socket) -> int:
        elsewhere, open_files = self._asks_elsewhere, self._open_files
        try:
            return fork(
                lambda: work(link, self._jobs, self._memory_mb, asks_elsewhere=elsewhere, open_files=open_files)
            )
        except OSError:
            return 0

    def _reap(self, selector: selectors.BaseSelector, crew: Servers | None) -> None:
        """Handle the children that have ended."""
        for pid, code in _ended():
            if self._workers.pop(pid, None) is not None:
                if crew and code == WITHOUT_DATA:
                    raise GivenUpError("the files of the dataset are gone: start again, and they are made anew")
            elif crew:
                control = crew.lost(pid, code)
                if control in selector.get_map():
                    selector.unregister(control)
                self._kill_workers(control)
                control.close()

    def _kill_workers(self, control: socket.socket | None = None) -> None:
        """Kill the workers of one server, or all; they are reaped later."""
        for pid, asked_by in self._workers.items():
            if control in (None, asked_by):
                # Only this process reaps its children, so the number still names the same one.
                os.kill(pid, signal.SIGKILL)

    def _stop(self, selector: selectors.BaseSelector, signals: Signals, crew: Servers) -> None:
        """Let the servers finish their requests; a second signal to stop ends the wait."""
        signals.stop, began = None, time.monotonic()
        crew.terminate()
        killed = False
        while crew.pids and signals.stop is None:
            left = began + GRACE - time.monotonic()
            if left <= 0:
                return
            if left <= _LAST_WORDS and not killed:
                self._kill_workers()
                killed = True
            self._wait(selector, signals, left if killed else left - _LAST_WORDS)
            self._reap(selector, crew)


def _ended() -> Iterator[tuple[int, int]]:
    """Yield the process ids of children that have ended, and exit codes (negative: signals)."""
    with suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            yield pid, os.waitstatus_to_exitcode(status)


def _reap_all() -> None:
    """Wait until all children, which have been killed, have ended."""
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)

"""The keeper: a single-threaded process that holds the data in memory and forks all others.

Forking is safe and cheap only from a process without further threads, so there is no event loop
here: the keeper waits for signals and for the requests of its servers, and does nothing else.
"""

from __future__ import annotations

import gc
import os
import selectors
import signal
import socket
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from csekg_api.workers.control import PROCESS_ID
from csekg_api.workers.jobs import Jobs
from csekg_api.workers.processes import fork
from csekg_api.workers.servers import Servers
from csekg_api.workers.signals import Signals
from csekg_api.workers.worker import work

#: Seconds from the signal to stop until everything has ended.
GRACE = 5.0
# The workers are killed so many seconds before, so that clients that wait still get an answer.
_LAST_WORDS = 1.0


class Keeper:
    """Forks the servers, replaces those that die, and forks the workers that they ask for."""

    def __init__(self, jobs: Jobs, memory_mb: int, *, asks_elsewhere: bool = False) -> None:
        """Take the jobs, and the megabytes that a worker may take in addition to the data.

        If the jobs ask another server (`asks_elsewhere`), the workers can use sockets.
        """
        self._jobs, self._memory_mb, self._asks_elsewhere = jobs, memory_mb, asks_elsewhere
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
        again.
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

        with warnings.catch_warnings():
            # Threads of libraries such as OpenBLAS may exist; the child does not need them.
            warnings.simplefilter("ignore", DeprecationWarning)
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

    def _wait(
        self, selector: selectors.BaseSelector, signals: Signals, timeout: float | None
    ) -> None:
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
        elsewhere = self._asks_elsewhere
        try:
            return fork(lambda: work(link, self._jobs, self._memory_mb, asks_elsewhere=elsewhere))
        except OSError:
            return 0

    def _reap(self, selector: selectors.BaseSelector, crew: Servers | None) -> None:
        """Handle the children that have ended."""
        for pid, code in _ended():
            if self._workers.pop(pid, None) is None and crew:
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

"""Forks processes, sets up what they need, reads their signals; the worker, which does one job after another."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType

from csekg.errors import CsekgError
from csekg_api.workers import frames
from csekg_api.workers.jobs import Job, Jobs
from csekg_api.workers.seal import confine, seal

LINUX = sys.platform == "linux"

#: The signals that a keeper handles; in a child they have their default actions again.
HANDLED = (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)

_PR_SET_PDEATHSIG = 1
# Oxigraph's parser uses some 5 KiB of stack for each level of nesting. The main thread's stack grows
# on demand, and Linux keeps at least 128 MiB of addresses free below it, whatever the limit.
_STACK = 120 << 20
_THREAD_STACK = 8 << 20


def fork(child: Callable[[], None]) -> int:
    """Fork; the child runs `child` and ends, the parent gets the child's process id.

    The child has the default signal handlers, except that SIGINT stays blocked: Ctrl+C reaches
    every process of the terminal, and only the parent handles it. Raises OSError if the system has
    no room for a further process.
    """
    parent = os.getpid()
    # A signal between the fork and the reset would run the parent's handler in the child.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, HANDLED)
    try:
        with warnings.catch_warnings():
            # The engine has threads from the first opening of a store on disk on, which wait for ever.
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if pid:
            return pid
        _run_child(child, parent)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    raise AssertionError("a child never gets here")


def _run_child(child: Callable[[], None], parent: int) -> None:
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        for number in HANDLED:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, set(HANDLED) - {signal.SIGINT})
        _die_with(parent)
        child()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        # Neither back into the parent's code nor through its exit handlers.
        os._exit(code)


def _die_with(parent: int) -> None:
    """Have the kernel kill this process with its parent; elsewhere its socket closes."""
    if LINUX:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


def isolate(keep: int) -> None:
    """Close all descriptors but `keep`; redirect standard input, output and error to /dev/null.

    A worker that dies may write about a stranger's query there; the server reports the death.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    highest = os.sysconf("SC_OPEN_MAX")
    os.closerange(3, keep)
    os.closerange(keep + 1, highest)


def limit(memory_mb: int) -> None:
    """Limit the memory of this process to what it has and so many megabytes; allow a deep stack.

    The stack does not count.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    hard = resource.getrlimit(resource.RLIMIT_STACK)[1]
    stack = _STACK if hard == resource.RLIM_INFINITY else min(_STACK, hard)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_STACK, (stack, hard))
    # Else each thread would reserve a stack of that size, which counts as memory.
    threading.stack_size(_THREAD_STACK)
    if LINUX:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + (memory_mb << 20) + _STACK
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        # If the machine runs out of memory all the same, a query is killed and not the service.
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def give_way() -> None:
    """Give the keeper and the servers priority; else a fork would wait for every worker's turn."""
    os.nice(5)


def peak_memory() -> int:
    """Return the largest resident memory that this process has had, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak * 1024 if LINUX else peak


_STOP = (signal.SIGTERM, signal.SIGINT)


class Signals:
    """Within this context, signals to stop and the end of a child wake a selector.

    `stop` is the last signal to stop that has been read.
    """

    def __init__(self) -> None:
        """Make the pair of sockets that signals come through."""
        self._read, self._write = socket.socketpair()
        self._read.setblocking(False)
        self._write.setblocking(False)
        self.stop: signal.Signals | None = None

    def __enter__(self) -> Signals:
        """Install the handlers."""
        self._wakeup = signal.set_wakeup_fd(self._write.fileno())
        self._handlers = {number: signal.signal(number, _ignore) for number in HANDLED}
        return self

    def __exit__(self, *exception: object) -> None:
        """Restore the handlers of before."""
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup)
        self.close()

    def close(self) -> None:
        """Close the sockets; for a child, which does not need them."""
        self._read.close()
        self._write.close()

    def fileno(self) -> int:
        """Return the descriptor that is readable when a signal has come."""
        return self._read.fileno()

    def read(self) -> None:
        """Read the signals that have come."""
        for number in self._read.recv(4096):
            if number in _STOP:
                self.stop = signal.Signals(number)


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: Python writes the byte for a signal only where a handler is installed."""


def allow_files(least: int, most: int) -> int:
    """Let this process and its children open `most` files, or as many as the system allows; return the number.

    Raises CsekgError where it allows fewer than `least`, since connections would have to wait.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    if allowed < least:
        raise CsekgError(
            f"the service needs {least:,} open files in one process, but the system allows {hard:,} "
            "(ulimit -n): raise the limit, or set fewer queries with CSEKG_MAX_QUERIES"
        )
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return allowed


# A fresh worker costs milliseconds, and a process that has grown by more than what the engine keeps
# of its files, some 50 megabytes, seldom returns its memory.
_BLOATED = 128 << 20
_MOST_JOBS = 5_000
# A job with a worker of its own may use so much in any case: a validation of one act reserves 920
# megabytes of addresses, one of 1,800 acts 1,010, and is stopped with less.
_ALONE_MB = 1280
# One that opens files works on our own data. The libraries that write its tables reserve two
# gigabytes of addresses, of which they use a quarter.
_OPENS_FILES_MB = 4096


def _least(job: Job) -> int:
    """Return the megabytes that a job may use in any case."""
    if job.opens_files:
        return _OPENS_FILES_MB
    return _ALONE_MB if job.alone else 0


#: The exit code of a worker that finds no data to open.
WITHOUT_DATA = 3
# Seconds.
_MOMENT = 0.5


def work(
    link: socket.socket, jobs: Jobs, memory_mb: int, *, asks_elsewhere: bool, open_files: Callable[[], object]
) -> None:
    """Answer the requests that come over a socket, until it closes or the worker has grown or aged.

    `memory_mb` is the memory that a job may use in addition to what the worker has at its beginning.
    `open_files` opens the data; where they are gone, the worker ends with WITHOUT_DATA. The worker is
    sealed before the first job; if the jobs ask another server (`asks_elsewhere`), it is only confined.
    """
    isolate(link.fileno())
    _open(open_files)
    give_way()
    lean = peak_memory()
    for count in range(1, _MOST_JOBS + 1):
        request = frames.receive(link)
        if request is None:
            return
        _, name, payload = request
        job = jobs[name.decode()]
        try:
            if count == 1:
                limit(max(memory_mb, _least(job)))
                _make_ready(job, link, asks_elsewhere)
            reply = job.run(payload)
        except MemoryError:
            # If Oxigraph itself runs out of memory, it aborts the process; the effect is the same.
            return
        except BaseException:
            frames.send(link, frames.CRASH, traceback.format_exc().encode(), b"")
            return
        worn = job.alone or count == _MOST_JOBS or peak_memory() - lean > _BLOATED
        frames.send(link, frames.LAST_ANSWER if worn else frames.ANSWER, reply.head, reply.body)
        if worn:
            return
        del request, payload, reply


def _open(open_files: Callable[[], object]) -> None:
    """Open the data; tries again after a moment, since `csekg build` may be putting the same dataset in place anew."""
    with suppress(FileNotFoundError):
        open_files()
        return
    time.sleep(_MOMENT)
    try:
        open_files()
    except FileNotFoundError:
        raise SystemExit(WITHOUT_DATA) from None


def _make_ready(job: Job, link: socket.socket, asks_elsewhere: bool) -> None:
    if job.prepare:
        job.prepare()
    if asks_elsewhere:
        confine()
    elif not job.opens_files:
        seal(link.fileno())

"""A worker: a process that limits and seals itself, and does one job after another."""

from __future__ import annotations

import ctypes
import gc
import os
import resource
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from csekg_api.workers import frames
from csekg_api.workers.jobs import Job, Jobs
from csekg_api.workers.seal import confine, seal

LINUX = sys.platform == "linux"

_PR_SET_PDEATHSIG = 1
# Oxigraph's parser uses some 5 KiB of stack for each level of nesting. The main thread's stack grows
# on demand, and Linux keeps at least 128 MiB of addresses free below it, whatever the limit.
_STACK = 120 << 20
_THREAD_STACK = 8 << 20


def end_with_parent() -> None:
    """Have the kernel kill this process when its parent ends; does nothing but on Linux."""
    if LINUX:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


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


def peak_memory() -> int:
    """Return the largest resident memory that this process has had, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak * 1024 if LINUX else peak


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


# Seconds.
_MOMENT = 0.5


def work(link: socket.socket, open_jobs: Callable[[], Jobs], memory_mb: int, asks_elsewhere: bool) -> None:
    """Answer the requests that come over a socket, until it closes or the worker has grown or aged.

    `open_jobs` opens the data and returns the jobs over them; where they are gone, the worker says so and ends.
    `memory_mb` is the memory that a job may use in addition to what the worker has at its beginning. The worker is
    sealed before the first job; if the jobs ask another server (`asks_elsewhere`), it is only confined.
    """
    # Ctrl+C reaches every process of the terminal, and the server alone handles it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The forkserver ends with its server; where that does not end the worker, its socket closes.
    end_with_parent()
    isolate(link.fileno())
    # What was imported stays: a collection that looked through it would copy 34 MiB.
    gc.freeze()
    # The server has priority, and so has the forkserver: else a fork would wait for every worker's turn.
    os.nice(5)
    try:
        jobs = _opened(open_jobs)
    except FileNotFoundError:
        frames.send(link, frames.WITHOUT_DATA, b"", b"")
        frames.receive(link)
        return
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


def _opened(open_jobs: Callable[[], Jobs]) -> Jobs:
    """Open the data; tries again after a moment, since `csekg build` may be putting the same dataset in place anew."""
    with suppress(FileNotFoundError):
        return open_jobs()
    time.sleep(_MOMENT)
    return open_jobs()


def _make_ready(job: Job, link: socket.socket, asks_elsewhere: bool) -> None:
    if job.prepare:
        job.prepare()
    if asks_elsewhere:
        confine()
    elif not job.opens_files:
        seal(link.fileno())

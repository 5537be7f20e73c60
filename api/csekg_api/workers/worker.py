"""The worker: a forked process that does one job after another until its server ends."""

from __future__ import annotations

import socket
import threading
import traceback

from csekg_api.workers import frames
from csekg_api.workers.jobs import Job, Jobs
from csekg_api.workers.processes import give_way, isolate, limit, peak_memory
from csekg_api.workers.seal import confine, seal

# A fresh worker costs milliseconds, and a process that has grown seldom returns its memory.
_BLOATED = 64 << 20
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


def work(link: socket.socket, jobs: Jobs, memory_mb: int, *, asks_elsewhere: bool) -> None:
    """Answer the requests that come over a socket, until it closes or the worker has grown or aged.

    `memory_mb` is the memory that a job may use in addition to what the worker was forked with. The
    worker is sealed before it reads the first payload; if the jobs ask another server
    (`asks_elsewhere`), it is only confined.
    """
    isolate(link.fileno())
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
        # What still computes for a job that has been answered ends with its process.
        busy = threading.active_count() > 1
        worn = job.alone or busy or count == _MOST_JOBS or peak_memory() - lean > _BLOATED
        frames.send(link, frames.LAST_ANSWER if worn else frames.ANSWER, reply.head, reply.body)
        if worn:
            return
        del request, payload, reply


def _make_ready(job: Job, link: socket.socket, asks_elsewhere: bool) -> None:
    if job.prepare:
        job.prepare()
    if asks_elsewhere:
        confine()
    elif not job.opens_files:
        seal(link.fileno())

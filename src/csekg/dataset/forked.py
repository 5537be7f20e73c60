"""Does a part of a build in a process of its own, beside what the build does meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

from csekg.errors import CsekgError

Result = TypeVar("Result")

#: On Linux, a folder with an entry for each thread of this process, Python's and others.
_THREADS = Path("/proc/self/task")


def forked(work: Callable[[], Result]) -> Callable[[], Result]:
    """Begin `work` in a process of its own; return the function that waits for its result.

    The process has all that this one has read, and sends back what `work` returns. Where it fails,
    the function does the work itself and so raises its error. It does so, too, where a fork is not
    safe: beside other threads, whose locks would stay locked, and on other systems than Linux.
    """
    if not _THREADS.is_dir() or len(list(_THREADS.iterdir())) > 1:
        return work
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(work, sender), daemon=True)
    process.start()
    sender.close()

    def result() -> Result:
        with receiver:
            try:
                found: Result = receiver.recv()
            except EOFError:
                found = work()
        process.join()
        return found

    return result


def _send(work: Callable[[], object], sender: Connection) -> None:
    # Whoever waits for the result finds out, and reports what needs to be reported.
    with suppress(CsekgError, OSError, KeyboardInterrupt):
        sender.send(work())

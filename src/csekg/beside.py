"""Work beside the main thread, by a thread that has left the process when its result is taken."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Thread
from typing import TypeVar

T = TypeVar("T")

_PAUSE = 0.0002


def beside(work: Callable[[], T]) -> Callable[[], T]:
    """Start a thread that does the work; returns what waits for its result and its end.

    What the work raises, that raises.
    """
    done: Future[T] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:
            done.set_exception(error)

    thread = Thread(target=run)
    thread.start()

    def result() -> T:
        thread.join()
        # The interpreter has no use for it by then, but before Python 3.13 it may still be on its
        # way out, with locks of the C library that a fork would copy. Linux shows it meanwhile.
        task = Path(f"/proc/self/task/{thread.native_id}")
        while task.exists():
            time.sleep(_PAUSE)
        return done.result()

    return result

"""Evaluates a query as it was sent, and its planned form beside it once that takes long.

A planner errs; a text that is answered in milliseconds needs none. So the text as it was sent goes
first and alone. When it has used some processor time, the planned one starts in a second thread,
and the first that ends answers: a hedged request. Oxigraph cannot be interrupted, so the other one
goes on until the process ends, and a fresh worker takes its place: tens of milliseconds. Hence the
time alone is short only for what is replaced by a pattern that is evaluated once: there the planner
seldom errs, and gains most. What surely gains goes first itself.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import TypeVar

from csekg_api.workers.jobs import STACK

#: Seconds of processor time that the first one has to itself, where a pattern that is evaluated for
#: each solution can be evaluated once, and where only the order of joins is another.
REPEATED, REORDERED = 0.01, 0.25

_T = TypeVar("_T")


def first_answer(first: Callable[[], _T], others: Mapping[float, Callable[[], Callable[[], _T] | None]]) -> _T:
    """Return what `first` returns, or another one if that ends before; raises what `first` raises.

    `others` are called after so many seconds of this process's time, the earliest first, until one of
    them returns the other one and not None. An error of the other one is not told: the first has the same,
    or there is none.
    """
    began = time.process_time()
    answer = _started(first, STACK)
    for alone, find in sorted(others.items()):
        while (left := alone - (time.process_time() - began)) > 0:
            if wait([answer], left).done:
                return answer.result()
        if other := find():
            # What the planner has read is not deep.
            second = _started(other)
            wait([answer, second], return_when=FIRST_COMPLETED)
            return answer.result() if answer.done() or second.exception() else second.result()
    return answer.result()


def _started(call: Callable[[], _T], stack: int = 0) -> Future[_T]:
    """Run a function in a thread with so many bytes of stack, which does not keep the process from ending."""
    future: Future[_T] = Future()

    def run() -> None:
        try:
            future.set_result(call())
        except BaseException as error:
            future.set_exception(error)

    others = threading.stack_size()
    threading.stack_size(stack or others)
    try:
        threading.Thread(target=run, daemon=True).start()
    except RuntimeError:
        # There is no room for its stack.
        raise MemoryError from None
    finally:
        threading.stack_size(others)
    return future

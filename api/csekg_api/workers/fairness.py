"""The rota of the late: jobs that take long compute on processors that no short job needs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from csekg_api.workers.handle import Hired
from csekg_api.workers.watch import LONG

# Seconds between two looks at who may run: most short jobs end before one.
_TURN = 0.02
# A job that has computed for so long (seconds) has no claim to a processor that others need.
_HOPELESS = 0.5


class Rota:
    """Demoted workers, of which as many run as there are processors free, and the others stand.

    That the system lets them run only while nobody else wants a processor is not enough: it does
    not move two others apart that share one while a demoted worker has the other; and many of them
    together would keep a good part of each. Those go first that have computed least. This is fair
    to jobs that end: one that joins has the processor until it has had as much of it as those that
    never end.

    Where short jobs need every processor for seconds, the one that has computed least goes on
    beside them, with a small share: it may be a short one, a little longer than most.
    """

    def __init__(self, free: Callable[[], int]) -> None:
        """Take what tells how many processors are free."""
        self._free = free
        self._late: list[Hired] = []
        self._timer: asyncio.TimerHandle | None = None

    def add(self, worker: Hired) -> None:
        """Put a worker on the rota."""
        self._late.append(worker)
        if not self._timer:
            self._turn()

    def remove(self, worker: Hired) -> None:
        """Take a worker from the rota, if it is there."""
        if worker in self._late:
            self._late.remove(worker)

    def _turn(self) -> None:
        self._timer = None
        self._late.sort(key=Hired.computed)
        free, hopeful = self._free(), True
        for number, worker in enumerate(self._late):
            computed = worker.computed()
            if computed >= _HOPELESS:
                worker.resign()
            # One that was demoted because it waits, for another machine maybe, is in nobody's way.
            if computed < LONG:
                worker.hold(False)
                continue
            worker.hold(number >= free and not (hopeful and computed < _HOPELESS))
            hopeful = False
        if self._late:
            self._timer = asyncio.get_running_loop().call_later(_TURN, self._turn)

"""Watches over a worker at its job, by a timer: nearly every job ends before the first look."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from csekg_api.workers.handle import Hired

#: Most jobs take milliseconds: one that has computed for so long (seconds) may take for ever. From
#: then on its worker runs only while no other process wants the processor, and a fresh one takes
#: its place, so endless queries slow down neither short ones nor the server.
LONG = 0.15
# On a busy machine short jobs take long, too; but nobody keeps a place for longer than so many
# seconds, computing or not.
_PLACE_FOR = 1.0


class Watch:
    """Tells once that a worker's job has taken too long, unless it is cancelled before."""

    def __init__(self, worker: Hired, late: Callable[[], object]) -> None:
        """Begin to watch a worker at its job; `late` is called when the job has taken too long."""
        self._worker, self._late = worker, late
        self._loop = asyncio.get_running_loop()
        self._end = self._loop.time() + _PLACE_FOR
        self._timer = self._loop.call_later(LONG, self._look)

    def cancel(self) -> None:
        """End the watch: the job is over."""
        self._timer.cancel()

    def _look(self) -> None:
        left = min(self._end - self._loop.time(), LONG - self._worker.computed())
        if left > 0:
            # With the processor to itself it is due then, and else later.
            self._timer = self._loop.call_later(max(left, 0.01), self._look)
            return
        self._late()

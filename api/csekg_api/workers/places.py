"""Places for work that many clients ask for, given in turn by client.

Jobs of workers, handlers in threads, large bodies and large answers each have a number of places.
Whoever finds none free waits for a few seconds. A free place goes to the client that holds fewest;
of several such clients to the one that has waited longest since its last turn.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from csekg_api.workers.jobs import BusyError

#: Seconds for which anybody waits for a place.
PATIENCE = 5.0


class Places:
    """A number of places, of which one client holds some at most."""

    def __init__(
        self, number: int, of_one: int, most: int | None = None, patience: float = PATIENCE
    ) -> None:
        """Take the number of places, those of one client, and the seconds that anybody waits.

        Work that has given up its place (`Place.step_aside`) goes on; `most` bounds all work under
        way, with and without a place, as `of_one` bounds that of one client.
        """
        self._free, self._of_one, self._patience = number, of_one, patience
        self._most = number if most is None else most
        self._under_way: Counter[str] = Counter()
        # Clients in the order of their turns, each with its requests in the order of their coming.
        self._waiting: dict[str, deque[asyncio.Future[Place]]] = {}

    @property
    def free(self) -> int:
        """The number of places that nobody holds."""
        return self._free

    @property
    def in_hand(self) -> int:
        """The number of works under way and of requests that wait."""
        return self._under_way.total() + sum(map(len, self._waiting.values()))

    @asynccontextmanager
    async def of(self, client: str, patience: float = PATIENCE) -> AsyncIterator[Place]:
        """Hold a place of a client within this context; parameters and errors as in `take`."""
        place = await self.take(client, patience)
        try:
            yield place
        finally:
            place.leave()

    async def take(self, client: str, patience: float = PATIENCE) -> Place:
        """Return a place for a client; raises BusyError where it gets none in time.

        It waits for so many seconds (`patience`) if that is less than what anybody waits.
        """
        asked: asyncio.Future[Place] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(asked)
        self._give()
        try:
            async with asyncio.timeout(min(patience, self._patience)):
                return await asked
        except BaseException as error:
            if asked.done() and not asked.cancelled():
                asked.result().leave()
            self._forget(client, asked)
            if isinstance(error, TimeoutError):
                raise BusyError(self._reason(client)) from None
            raise

    def _reason(self, client: str) -> str:
        if self._under_way[client] >= self._of_one:
            return f"this address has {self._of_one} under way, as many as one may have"
        return "others are served at this moment"

    def _forget(self, client: str, asked: asyncio.Future[Place]) -> None:
        if asked in self._waiting.get(client, ()):
            self._waiting[client].remove(asked)
            if not self._waiting[client]:
                del self._waiting[client]

    def _give(self) -> None:
        """Give the free places to those whose turn it is."""
        while self._free and self._under_way.total() < self._most:
            client = min(self._waiting, key=self._under_way.__getitem__, default=None)
            if client is None or self._under_way[client] >= self._of_one:
                return
            requests = self._waiting.pop(client)
            asked = requests.popleft()
            if requests:
                # Behind those of all other clients.
                self._waiting[client] = requests
            if not asked.done():
                self._free -= 1
                self._under_way[client] += 1
                asked.set_result(Place(self, client))

    def _end(self, client: str, places: int) -> None:
        """End a work of a client that held so many places, one or none."""
        self._free += places
        self._under_way[client] -= 1
        if not self._under_way[client]:
            del self._under_way[client]
        self._give()

    def _free_one(self) -> None:
        self._free += 1
        self._give()


class Place:
    """A place that a client holds, until it leaves."""

    def __init__(self, places: Places, client: str) -> None:
        """Take what it is a place of, and the client."""
        self.client = client
        self._places: Places | None = places
        self._holds = 1

    def step_aside(self) -> None:
        """Give the place to somebody else, while the work goes on and counts."""
        if self._places and self._holds:
            self._holds = 0
            self._places._free_one()

    def leave(self) -> None:
        """End the work; does nothing the second time."""
        if self._places:
            places, self._places = self._places, None
            places._end(self.client, self._holds)

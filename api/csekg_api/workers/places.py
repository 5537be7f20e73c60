"""Places for work that many clients ask for, given in turn by client.

Jobs of workers, handlers in threads, large bodies and large answers each have a number of places.
Whoever finds none free waits for a few seconds. A free place goes to the client that holds fewest;
of several such clients to the one that has waited longest since its last turn.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from contextlib import AbstractContextManager, suppress

from csekg_api.workers.jobs import BusyError

#: Seconds for which anybody waits for a place.
PATIENCE = 5.0


class Places:
    """A number of places, of which one client holds some at most."""

    def __init__(self, number: int, of_one: int, most: int | None = None, patience: float = PATIENCE) -> None:
        """Take the number of places, those of one client, and the seconds that anybody waits.

        Work that has given up its place (`Place.step_aside`) goes on; `most` bounds all work under
        way, with and without a place, as `of_one` bounds that of one client.
        """
        #: The number of places that nobody holds.
        self.free = number
        self._of_one, self._patience = of_one, patience
        self._most = number if most is None else most
        self._under_way: Counter[str] = Counter()
        # Clients in the order of their turns, each with its requests in the order of their coming.
        self._waiting: dict[str, deque[asyncio.Future[Place]]] = {}

    @property
    def in_hand(self) -> int:
        """The number of works under way and of requests that wait."""
        return self._under_way.total() + sum(map(len, self._waiting.values()))

    async def take(self, client: str, patience: float = PATIENCE) -> Place:
        """Return a place for a client; raises BusyError where it gets none in time.

        It waits for so many seconds (`patience`) if that is less than what anybody waits.
        """
        request: asyncio.Future[Place] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(request)
        self._give()
        try:
            async with asyncio.timeout(min(patience, self._patience)):
                return await request
        except BaseException as error:
            if request.done() and not request.cancelled():
                request.result().leave()
            elif client in self._waiting:
                with suppress(ValueError):
                    self._waiting[client].remove(request)
                if not self._waiting[client]:
                    del self._waiting[client]
            if isinstance(error, TimeoutError):
                raise BusyError(self._reason(client)) from None
            raise

    def _reason(self, client: str) -> str:
        if self._under_way[client] >= self._of_one:
            return f"this address has {self._of_one} under way, as many as one may have"
        return "others are served at this moment"

    def _give(self) -> None:
        """Give the free places to those whose turn it is."""
        while self.free and self._under_way.total() < self._most:
            client = min(self._waiting, key=self._under_way.__getitem__, default=None)
            if client is None or self._under_way[client] >= self._of_one:
                return
            requests = self._waiting.pop(client)
            request = requests.popleft()
            if requests:
                # Behind those of all other clients.
                self._waiting[client] = requests
            if not request.done():
                self.free -= 1
                self._under_way[client] += 1
                request.set_result(Place(self, client))

    def _give_back(self, client: str, *, places: int, works: int) -> None:
        self.free += places
        self._under_way[client] -= works
        if not self._under_way[client]:
            del self._under_way[client]
        self._give()


class Place(AbstractContextManager["Place"]):
    """A place that a client holds, until it leaves; a context that leaves it at its end."""

    def __init__(self, places: Places, client: str) -> None:
        self.client = client
        self._places, self._held, self._works = places, 1, 1

    def __exit__(self, *exception: object) -> None:
        """Leave."""
        self.leave()

    def step_aside(self) -> None:
        """Give the place to somebody else, while the work goes on and counts."""
        held, self._held = self._held, 0
        self._places._give_back(self.client, places=held, works=0)

    def leave(self) -> None:
        """End the work; does nothing the second time."""
        held, works, self._held, self._works = self._held, self._works, 0, 0
        self._places._give_back(self.client, places=held, works=works)

"""Counts the connections of a server process, refuses some, and checks them once a second."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol

from csekg_api.edge.limits import Limits
from csekg_api.web.headers import COMMON_HEADERS
from csekg_api.web.problem_types import problem_type
from csekg_api.web.request_limits import counted_as


@dataclass(frozen=True, slots=True)
class Refusal:
    """The refusal of a request or connection: status code, and what would be right."""

    status: int
    detail: str
    #: Seconds after which the client may try again; 0 for no Retry-After.
    retry_after: int = 0

    def answer(self) -> bytes:
        """Return the HTTP/1.1 response, a problem document (RFC 9457) that ends the connection."""
        title = HTTPStatus(self.status).phrase
        problem = {"type": problem_type(self.status).iri, "title": title, "status": self.status, "detail": self.detail}
        body = json.dumps(problem, separators=(",", ":")).encode()
        headers = {
            "content-type": "application/problem+json",
            "content-length": str(len(body)),
            "cache-control": "no-store",
            "connection": "close",
            **({"retry-after": str(self.retry_after)} if self.retry_after else {}),
            **{name.lower(): value for name, value in COMMON_HEADERS.items()},
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"HTTP/1.1 {self.status} {title}\r\n{lines}\r\n".encode("ascii") + body


NOT_HTTP = Refusal(400, "this is not a request of HTTP/1.1 (RFC 9112)")


#: Refused connections that still get an answer; beyond this number they are aborted.
SPARE = 64
# A connection idle for so many seconds is closed if a new one finds no room.
_MAKES_ROOM_AFTER = 1.0
_FULL_FOR = 0.1
_LOOK_EVERY = 1.0
# Refusals are logged as sums, so that an attack does not fill the log.
_LOOKS_PER_LINE = 10


class Connection(Protocol):
    """The methods of a connection that the table calls."""

    def look(self, now: float) -> None:
        """Close the connection if it is too slow; `now` is the time of the loop."""

    def waited(self, now: float) -> float:
        """Return the seconds for which the server has waited for the client; 0 if it does not."""

    def make_room(self) -> None:
        """Close the idle connection."""


class Connections:
    """The table of connections.

    Addresses of proxies (`trusted`) stand for many clients: they have no limit of their own. Each
    server process has one table.
    """

    def __init__(self, limits: Limits, trusted: Callable[[str], bool]) -> None:
        """Take the limits, and a function that returns whether an address is that of a proxy."""
        self._limits, self._trusted = limits, trusted
        self._open: dict[Connection, str] = {}
        self._clients: Counter[str] = Counter()
        self._refused: Counter[int] = Counter()
        self._looks = 0
        self._timer: asyncio.TimerHandle | None = None
        self._full_until = 0.0

    def add(self, connection: Connection, host: str) -> Refusal | None:
        """Add a new connection; return a refusal if it is refused.

        A refused connection stays in the table, too, until `remove`.
        """
        loop = asyncio.get_running_loop()
        client = "" if self._trusted(host) else counted_as(host)
        refusal = self._refusal(client, loop.time())
        self._open[connection] = client
        self._clients[client] += 1
        if self._timer is None:
            self._timer = loop.call_later(_LOOK_EVERY, self._look)
        return refusal

    def overflowing(self) -> bool:
        """Return whether there are too many refused connections to answer them."""
        most = self._limits.connections
        return bool(most) and len(self._open) > most + SPARE

    def remove(self, connection: Connection) -> None:
        """Remove a connection that has ended."""
        client = self._open.pop(connection, None)
        if client is not None:
            self._clients[client] -= 1
            if not self._clients[client]:
                del self._clients[client]

    def count(self, refusal: Refusal) -> None:
        """Count a refusal for the log."""
        self._refused[refusal.status] += 1

    def _refusal(self, client: str, now: float) -> Refusal | None:
        most, of_one = self._limits.connections, self._limits.of_one_client
        if client and of_one and self._clients[client] >= of_one:
            detail = f"one address may have {of_one} connections at once: close some, and try again"
            return Refusal(429, detail, retry_after=2)
        if most and len(self._open) >= most and not self._make_room(now):
            detail = f"{most} connections are open, and no more can be taken: try again"
            return Refusal(503, detail, retry_after=2)
        return None

    def _make_room(self, now: float) -> bool:
        """Close the longest idle connection, if one has been idle for a second."""
        if now < self._full_until:
            return False
        longest = max(self._open, key=lambda connection: connection.waited(now))
        if longest.waited(now) < _MAKES_ROOM_AFTER:
            # Searching again for each connection of a flood would take too long.
            self._full_until = now + _FULL_FOR
            return False
        longest.make_room()
        return True

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        for connection in list(self._open):
            connection.look(now)
        self._looks += 1
        if self._refused and self._looks >= _LOOKS_PER_LINE:
            listed = ", ".join(f"{n} x {status}" for status, n in sorted(self._refused.items()))
            logging.getLogger("uvicorn.error").warning("requests refused before they were read: %s", listed)
            self._refused.clear()
        if self._looks >= _LOOKS_PER_LINE:
            self._looks = 0
        going_on = self._open or self._refused
        self._timer = loop.call_later(_LOOK_EVERY, self._look) if going_on else None

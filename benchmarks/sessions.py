"""Clients that send requests continuously while replicas stop and start, and their answers.

Each has an address of its own in 127.0.0.0/8, so that the load balancer sees different clients.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import httpx2

#: The text that the answers of the new release contain and those of the old one do not.
MARK = "(new release)"
_SESSIONS, _PAUSE = 20, 0.1
#: Seconds that a client waits for an answer.
_PATIENCE = 60.0
_OK, _NOT_MODIFIED = 200, 304


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer: time of the request, seconds, status (0 for no answer), release, and content.

    `release` is that of the entity tag, empty without one; `new` is whether the content is that of
    the new release, None where there is no content.
    """

    at: float
    seconds: float
    status: int
    release: str = ""
    new: bool | None = None


@dataclass(slots=True)
class Outcome:
    """The answers of each session, and the times of what was done to the replicas, by name."""

    sessions: list[list[Seen]]
    moments: dict[str, float] = field(default_factory=dict)

    @property
    def all(self) -> list[Seen]:
        """All answers, in the order of their requests."""
        return sorted((seen for session in self.sessions for seen in session), key=lambda s: s.at)

    @property
    def failures(self) -> list[Seen]:
        """The requests without an answer or with an error."""
        return [seen for seen in self.all if seen.status not in (_OK, _NOT_MODIFIED)]

    @property
    def mixed(self) -> int:
        """How many answers have the entity tag of one release and the content of the other."""
        contents: dict[str, set[bool]] = {}
        for seen in self.all:
            if seen.release and seen.new is not None:
                contents.setdefault(seen.release, set()).add(seen.new)
        both = {release for release, kinds in contents.items() if len(kinds) > 1}
        return sum(seen.release in both for seen in self.all)

    @property
    def moved(self) -> int:
        """How many sessions saw the old release and then the new one."""
        return sum({seen.new for seen in session} >= {True, False} for session in self.sessions)

    @property
    def went_back(self) -> int:
        """How many sessions saw the old release after the new one."""
        count = 0
        for session in self.sessions:
            kinds = [seen.new for seen in session if seen.new is not None]
            count += kinds != sorted(kinds)
        return count

    def percentile(self, percent: int, since: str = "", until: str = "") -> float:
        """Return a percentile of the answer times between two moments, in milliseconds."""
        first, last = self.moments.get(since, 0.0), self.moments.get(until, float("inf"))
        times = [seen.seconds for seen in self.all if first <= seen.at < last]
        return statistics.quantiles(times, n=100)[percent - 1] * 1000 if len(times) > 1 else 0.0


async def visit(port: int, asks: Sequence[tuple[str, str]], operate: Callable[[Outcome], Awaitable[None]]) -> Outcome:
    """Let the sessions send each (method, target) in turn until `operate` has returned.

    `operate` is called once every session has had an answer.
    """
    outcome = Outcome([[] for _ in range(_SESSIONS)])
    done = asyncio.Event()
    sessions = [
        asyncio.create_task(_session(number, port, asks, seen, done)) for number, seen in enumerate(outcome.sessions)
    ]
    try:
        while not all(outcome.sessions):
            await asyncio.sleep(_PAUSE)
        await operate(outcome)
    finally:
        done.set()
        await asyncio.gather(*sessions)
    return outcome


async def _session(
    number: int, port: int, asks: Sequence[tuple[str, str]], seen: list[Seen], done: asyncio.Event
) -> None:
    transport = httpx2.AsyncHTTPTransport(local_address=f"127.0.1.{number + 1}")
    tags: dict[str, str] = {}
    async with httpx2.AsyncClient(
        transport=transport, base_url=f"http://127.0.0.1:{port}", timeout=_PATIENCE
    ) as client:
        turn = number
        # The sessions do not all start at once.
        await asyncio.sleep(number * _PAUSE)
        while not done.is_set():
            method, target = asks[turn % len(asks)]
            # Every second request is conditional: whether the answer has changed.
            condition = {"If-None-Match": tags[target]} if turn % 2 and target in tags else {}
            seen.append(await _ask(client, method, target, condition, tags))
            turn += 1
            await asyncio.sleep(_PAUSE)


async def _ask(
    client: httpx2.AsyncClient, method: str, target: str, headers: dict[str, str], tags: dict[str, str]
) -> Seen:
    path, _, query = target.partition("?")
    started = time.perf_counter()
    if method == "POST":
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        request = client.build_request("POST", path, content=query, headers=form)
    else:
        request = client.build_request("GET", target, headers=headers)
    try:
        try:
            answer = await client.send(request)
        except httpx2.RemoteProtocolError:
            # A kept connection was closed without an answer: a client asks again, as browsers and
            # curl do (RFC 9112, section 9.3.1).
            answer = await client.send(request)
    except httpx2.HTTPError:
        return Seen(started, time.perf_counter() - started, 0)
    taken = time.perf_counter() - started
    tag = answer.headers.get("etag", "")
    if tag:
        tags[target] = tag
    new = MARK in answer.text if answer.status_code == _OK else None
    return Seen(started, taken, answer.status_code, tag.strip('"').partition("-")[0], new)

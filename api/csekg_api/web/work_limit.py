"""Limits handlers that run in threads: how many run at once, how many wait, and for how long.

FastAPI runs a plain function in one of 40 threads, without a deadline. Python threads share one
interpreter: forty busy ones leave the event loop little time, and `/healthz` would wait.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from csekg_api.web.deadline import Deadline, keeping
from csekg_api.web.problems import ProblemError

T = TypeVar("T")

#: The most requests that wait for a thread in one process; a further one is answered 503 at once.
WAITING = 100
_BUSY = "the service has more to do than it can at this moment: ask again in a few seconds"
_COME_BACK = {"Retry-After": "2"}


class WorkLimit:
    """Runs at most `at_once` handlers; each must begin its answer within `seconds`."""

    def __init__(self, at_once: int, seconds: float) -> None:
        """Take the limits."""
        self._threads, self._seconds = CapacityLimiter(at_once), seconds
        # Handlers past their deadline, until their threads notice.
        self._late: set[asyncio.Future[Any]] = set()

    def routes(self, router: APIRouter) -> APIRouter:
        """Limit the plain functions of a router and return it; coroutines need no thread."""
        for route in router.routes:
            if isinstance(route, APIRoute) and not inspect.iscoroutinefunction(route.endpoint):
                route.app = self.bounded(route.app)
        return router

    def bounded(self, app: ASGIApp) -> ASGIApp:
        """Return an ASGI application that runs another within the limits.

        It raises a problem: 503 where too many requests wait or no thread becomes free in time, 504
        at the deadline.
        """

        async def limited(scope: Scope, receive: Receive, send: Send) -> None:
            deadline, answer = Deadline.after(self._seconds), _Answer(send)
            await self._take(answer, deadline)
            work = asyncio.ensure_future(_within(deadline, app, scope, receive, answer))
            # The slot stays taken until the thread has ended, even if nobody waits for the answer.
            work.add_done_callback(lambda _: self._leave(answer))
            begun = asyncio.ensure_future(answer.begun.wait())
            try:
                await asyncio.wait(
                    {work, begun}, timeout=deadline.left, return_when=asyncio.FIRST_COMPLETED
                )
                if work.done() or answer.begun.is_set():
                    # The rest is sending the answer, at the pace of the client.
                    self._leave(answer)
                    await work
                    return
                answer.dropped = True
                self._late.add(work)
                work.add_done_callback(self._late.discard)
                raise deadline.problem()
            except asyncio.CancelledError:
                work.cancel()
                raise
            finally:
                begun.cancel()

        return limited

    async def run(self, function: Callable[[], T]) -> T:
        """Return what a function gives, run in a thread within the limits; for coroutines.

        Raises a problem as `bounded` does.
        """
        deadline, place = Deadline.after(self._seconds), object()
        await self._take(place, deadline)
        work = asyncio.ensure_future(_in_thread(deadline, function))
        # The slot stays taken until the thread has ended, even if nobody waits for the answer.
        work.add_done_callback(lambda _: self._threads.release_on_behalf_of(place))
        done, _ = await asyncio.wait({work}, timeout=deadline.left)
        if not done:
            self._late.add(work)
            work.add_done_callback(self._late.discard)
            raise deadline.problem()
        return work.result()

    async def _take(self, place: object, deadline: Deadline) -> None:
        """Wait for a slot; raises a 503 problem where too many wait or none is free in time."""
        if self._threads.statistics().tasks_waiting >= WAITING:
            raise ProblemError(503, _BUSY, _COME_BACK)
        try:
            # A handler that started later would hardly finish in time.
            async with asyncio.timeout(deadline.left / 2):
                await self._threads.acquire_on_behalf_of(place)
        except TimeoutError:
            raise ProblemError(503, _BUSY, _COME_BACK) from None

    def _leave(self, answer: _Answer) -> None:
        if not answer.left:
            answer.left = True
            self._threads.release_on_behalf_of(answer)


class _Answer:
    """Passes the answer of a handler to the client, or drops it after the deadline."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = asyncio.Event()
        #: The deadline has passed; the answer is dropped.
        self.dropped = False
        #: The slot of the handler is free again.
        self.left = False

    async def send(self, message: Message) -> None:
        if not self.dropped:
            self.begun.set()
            await self._send(message)


async def _in_thread(deadline: Deadline, function: Callable[[], T]) -> T:
    with keeping(deadline):
        return await to_thread.run_sync(function)


async def _within(
    deadline: Deadline, app: ASGIApp, scope: Scope, receive: Receive, answer: _Answer
) -> None:
    with keeping(deadline):
        await app(scope, receive, answer.send)

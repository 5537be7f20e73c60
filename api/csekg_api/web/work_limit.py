"""Limits handlers that run in threads: how many run at once, how many wait, and for how long.

FastAPI runs a plain function in one of 40 threads, without a deadline. Python threads share one
interpreter: forty busy ones leave the event loop little time, and `/healthz` would wait.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from inspect import iscoroutinefunction
from typing import Any, TypeVar

from anyio import to_thread
from fastapi import Request
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from csekg_api.web.deadline import Deadline, keeping
from csekg_api.web.problems import ProblemError
from csekg_api.web.request_limits import client_of
from csekg_api.workers.jobs import BusyError
from csekg_api.workers.places import PATIENCE, Place, Places

T = TypeVar("T")

# After two seconds some short work has ended; a minute would waste the time of the client.
_COME_BACK = {"Retry-After": "2"}


def busy(error: BusyError) -> str:
    """Return what is said to a client whose work got no place in time."""
    return f"no more can be done at this moment: {error}; ask again in a few seconds"


def busy_problem(error: BusyError) -> ProblemError:
    """Return the problem for work that got no place in time."""
    return ProblemError(503, busy(error), _COME_BACK)


class WorkLimit:
    """Runs at most `at_once` handlers; each must begin its answer within `seconds`.

    One client has half of the places at most, and waits for half of the time at most: a handler
    that started later would hardly finish in time.
    """

    def __init__(self, at_once: int, seconds: float) -> None:
        self._seconds = seconds
        patience = min(PATIENCE, seconds / 2)
        self._places = Places(at_once, max(1, at_once // 2), patience=patience)
        # Handlers past their deadline, until their threads notice.
        self._late: set[asyncio.Future[Any]] = set()

    def bounded(self, app: ASGIApp) -> ASGIApp:
        """Return an ASGI application that runs another within the limits.

        It raises a problem: 503 where too many requests wait or no thread becomes free in time, 504
        at the deadline.
        """

        async def limited(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http" and scope["method"] == "POST":
                # A slow client must not hold a place.
                receive = await _received(receive)
            deadline, answer = Deadline.after(self._seconds), _Answer(send)
            place = await self._place(scope)
            work = asyncio.ensure_future(_within(deadline, app, scope, receive, answer))
            # The place stays taken until the thread has ended, even if nobody waits for the answer.
            work.add_done_callback(lambda _: place.leave())
            begun = asyncio.ensure_future(answer.begun.wait())
            try:
                await asyncio.wait({work, begun}, timeout=deadline.left, return_when=asyncio.FIRST_COMPLETED)
                if work.done() or answer.begun.is_set():
                    # The rest is sending the answer, at the pace of the client.
                    place.leave()
                    await work
                    return
                answer.dropped = True
                self._leave(work)
                raise deadline.problem()
            except asyncio.CancelledError:
                work.cancel()
                raise
            finally:
                begun.cancel()

        return limited

    async def run(self, scope: Scope, function: Callable[[], T]) -> T:
        """Return what a function gives, run in a thread within the limits; for coroutines.

        Raises a problem as `bounded` does.
        """
        deadline = Deadline.after(self._seconds)
        place = await self._place(scope)
        work = asyncio.ensure_future(_in_thread(deadline, function))
        # The place stays taken until the thread has ended, even if nobody waits for the answer.
        work.add_done_callback(lambda _: place.leave())
        done, _ = await asyncio.wait({work}, timeout=deadline.left)
        if not done:
            self._leave(work)
            raise deadline.problem()
        return work.result()

    def _leave(self, work: asyncio.Future[Any]) -> None:
        """Let work end whose client has been answered; nobody asks for its result or its error."""
        self._late.add(work)

        def ended(_work: asyncio.Future[Any]) -> None:
            self._late.discard(work)
            if not work.cancelled():
                # Else asyncio logs that nobody has asked for it.
                work.exception()

        work.add_done_callback(ended)

    async def _place(self, scope: Scope) -> Place:
        try:
            return await self._places.take(client_of(scope))
        except BusyError as error:
            raise busy_problem(error) from None


class LimitedRoute(APIRoute):
    """A route whose plain function runs within the limits of the application that it is in."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request as `WorkLimit.bounded` does; a coroutine needs no thread."""
        answer: ASGIApp = super().handle
        if not iscoroutinefunction(self.endpoint):
            work: WorkLimit = scope["app"].state.work
            answer = work.bounded(answer)
        await answer(scope, receive, send)


async def in_thread(request: Request, function: Callable[[], T]) -> T:
    """Return what a function gives, run as the plain handlers of the service are.

    Raises a problem as `WorkLimit.bounded` does.
    """
    work: WorkLimit = request.app.state.work
    return await work.run(request.scope, function)


async def _received(receive: Receive) -> Receive:
    """Receive the body of a request; return what gives it again, and then what comes after it."""
    messages = [await receive()]
    while messages[-1].get("more_body", False):
        messages.append(await receive())
    messages.reverse()

    async def again() -> Message:
        return messages.pop() if messages else await receive()

    return again


class _Answer:
    """Passes the answer of a handler to the client, or drops it after the deadline."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = asyncio.Event()
        #: The deadline has passed; the answer is dropped.
        self.dropped = False

    async def send(self, message: Message) -> None:
        if not self.dropped:
            self.begun.set()
            await self._send(message)


async def _in_thread(deadline: Deadline, function: Callable[[], T]) -> T:
    with keeping(deadline):
        return await to_thread.run_sync(function)


async def _within(deadline: Deadline, app: ASGIApp, scope: Scope, receive: Receive, answer: _Answer) -> None:
    with keeping(deadline):
        await app(scope, receive, answer.send)

"""Maps job failures to HTTP problems; cancels the job when the client disconnects."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from csekg_api.observing.observation import observation
from csekg_api.settings import Settings
from csekg_api.web.problems import ProblemError
from csekg_api.workers import BusyError, LateError, Reply, WorkerLostError, WorkerPool

# By then some short query is done; a client that counts in minutes would lose much of its time.
_COME_BACK = {"Retry-After": "2"}


class ClientGoneError(Exception):
    """The client has closed its connection; nobody waits for an answer."""


class _NoAnswer(Response):
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        pass


def install_engine(app: FastAPI, engine: WorkerPool) -> None:
    """Let the application run jobs in an engine, which its lifespan starts and stops."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with engine:
            yield

    app.state.engine = engine
    app.router.lifespan_context = lifespan
    for gone in (ClientGoneError, ClientDisconnect):
        app.add_exception_handler(gone, lambda _request, _error: _NoAnswer())


async def run_job(
    request: Request, job: str, payload: bytes, timeout: float, *, what: str = "query"
) -> Reply:
    """Return the reply of a job that is given so many seconds; `what` names it in messages.

    Raises a problem: 503 where no job can be taken or the job was too much, 504 at the deadline.
    When the client leaves, the job is stopped.
    """
    settings: Settings = request.app.state.settings
    engine = cast(WorkerPool, request.app.state.engine)
    seen = observation(request.scope)
    started = time.perf_counter()
    running = asyncio.ensure_future(engine.run(job, payload, timeout))
    leaving = asyncio.ensure_future(_disconnected(request))
    try:
        seen.query_outcome = "error"
        await asyncio.wait({running, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not running.done():
            raise ClientGoneError
        reply = running.result()
        seen.query_outcome = "ok"
        return reply
    except BusyError:
        seen.query_outcome = "busy"
        raise ProblemError(
            503,
            f"{settings.max_queries} queries run already, and no more can be taken at this "
            "moment: ask again in a few seconds",
            _COME_BACK,
        ) from None
    except LateError:
        seen.query_outcome = "timeout"
        raise ProblemError(
            504,
            f"the {what} was stopped after {timeout:g} seconds" + _advice(what, settings),
        ) from None
    except WorkerLostError:
        seen.query_outcome = "lost"
        raise ProblemError(
            503,
            f"the {what} was stopped: it needed more than the {_memory(what, settings)} that it "
            "may take here, is nested too deeply, or met a fault of the engine; the service itself "
            "goes on",
        ) from None
    finally:
        seen.query_seconds = time.perf_counter() - started
        running.cancel()
        leaving.cancel()
        await asyncio.gather(running, leaving, return_exceptions=True)


def _memory(what: str, settings: Settings) -> str:
    return f"{settings.query_memory_mb} megabytes of memory" if what == "query" else "memory"


def _advice(what: str, settings: Settings) -> str:
    if what != "query":
        return ": send less at a time, or come back later"
    return (
        f"; a query may take {settings.query_timeout:g} seconds here: narrow its patterns, or ask "
        "with LIMIT"
    )


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass

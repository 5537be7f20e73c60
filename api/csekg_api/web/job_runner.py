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
from csekg_api.web.request_limits import client_of
from csekg_api.web.work_limit import busy_problem
from csekg_api.workers.jobs import BusyError, LateError, NoProcessError, Reply, WorkerLostError, WorkerPool

_OUTCOMES: dict[type[Exception], str] = {
    BusyError: "busy",
    NoProcessError: "busy",
    LateError: "timeout",
    WorkerLostError: "lost",
}


class ClientGoneError(Exception):
    """The client has closed its connection, so that no answer is needed."""


class _NoAnswer(Response):
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        pass


def install_engine(app: FastAPI, engine: WorkerPool) -> None:
    """Set the engine that runs the jobs of the application; the lifespan starts and stops it."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with engine:
            yield

    app.state.engine = engine
    app.router.lifespan_context = lifespan
    for gone in (ClientGoneError, ClientDisconnect):
        app.add_exception_handler(gone, lambda _request, _error: _NoAnswer())


async def run_job(request: Request, job: str, payload: bytes, timeout: float, *, what: str = "query") -> Reply:
    """Run a job and return its reply; `timeout` is in seconds, `what` names the job in messages.

    Raises a problem: 503 where no job can be accepted or the job exceeded its memory, 504 after the
    timeout. Raises ClientGoneError, and stops the job, when the client disconnects.
    """
    settings: Settings = request.app.state.settings
    engine = cast(WorkerPool, request.app.state.engine)
    seen = observation(request.scope)
    started = time.perf_counter()
    client = client_of(request.scope)
    running = asyncio.ensure_future(engine.run(job, payload, timeout, client))
    leaving = asyncio.ensure_future(_disconnected(request))
    try:
        seen.query_outcome = "error"
        await asyncio.wait({running, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not running.done():
            raise ClientGoneError
        reply = running.result()
        seen.query_outcome = "ok"
        return reply
    except (BusyError, LateError, WorkerLostError) as error:
        seen.query_outcome = _OUTCOMES[type(error)]
        raise job_problem(error, settings, timeout, what=what) from None
    finally:
        seen.query_seconds = time.perf_counter() - started
        running.cancel()
        leaving.cancel()
        await asyncio.gather(running, leaving, return_exceptions=True)


def job_problem(
    error: BusyError | LateError | WorkerLostError, settings: Settings, timeout: float, *, what: str = "query"
) -> ProblemError:
    """Return the problem for a job that could not be accepted or did not end by itself."""
    if isinstance(error, BusyError):
        return busy_problem(error)
    if isinstance(error, LateError):
        return ProblemError(504, f"the {what} was stopped after {timeout:g} seconds" + _advice(what, settings))
    return ProblemError(
        503,
        f"the {what} was stopped: it needed more than the {_memory(what, settings)} that it "
        "may take here, is nested too deeply, or met a fault of the engine; the service itself "
        "goes on",
    )


def _memory(what: str, settings: Settings) -> str:
    return f"{settings.query_memory_mb} megabytes of memory" if what == "query" else "memory"


def _advice(what: str, settings: Settings) -> str:
    if what != "query":
        return ": send less at a time, or come back later"
    return f"; a query may take {settings.query_timeout:g} seconds here: narrow its patterns, or ask with LIMIT"


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass

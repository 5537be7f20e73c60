"""Answers an assistant on this machine over standard input and output."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import anyio
from anyio import CapacityLimiter, to_thread
from mcp.server.stdio import stdio_server

from csekg.dataset.cache import open_store
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine
from csekg_api.assistants.query_tools import schema_text
from csekg_api.assistants.server import mcp_server
from csekg_api.indexes import search_index
from csekg_api.settings import Settings, settings
from csekg_api.sparql.job import SPARQL, Answered, decode, encode, query_job
from csekg_api.sparql.protocol import QueryRequest
from csekg_api.web.job_runner import job_problem
from csekg_api.workers.jobs import BusyError, Job, LateError, WorkerLostError, WorkerPool
from csekg_api.workers.keeper import Keeper
from csekg_api.workers.pool import Pool

T = TypeVar("T")

# Jobs at once: an assistant asks one thing after another, or a few together.
_AT_ONCE = 4


def answer_assistant(dataset: Path | None) -> None:
    """Answer from csekg's own dataset, or a file, until standard input ends.

    Raises CsekgError for a file that cannot be read and an unusable setting.
    """
    limits = settings()
    store = open_store(dataset, lambda step: print(step, file=sys.stderr))
    jobs = {SPARQL: Job(query_job(store, planned=limits.planner == "on"))}
    keeper = Keeper(jobs, limits.query_memory_mb, asks_elsewhere=not isinstance(store, Store))
    pool = Pool(1, _AT_ONCE, _AT_ONCE)
    # Queries run in processes without sockets and files that are killed at their deadline.
    with keeper.as_child() as control:
        pool.attach(control)
        anyio.run(_serve, store, pool, limits)


async def _serve(store: QueryEngine, pool: Pool, limits: Settings) -> None:
    async with pool as workers, anyio.create_task_group() as group:
        desk = LocalDesk(store, workers, limits)
        # So that the first calls need not wait for them.
        for step in (search_index, schema_text):
            group.start_soon(desk.look_up, step)
        server = mcp_server(limits.site_name, lambda _context: desk)
        async with stdio_server() as (messages, answers):
            await server.run(messages, answers, server.create_initialization_options())


class LocalDesk:
    """Answers the tools that an assistant on this machine calls."""

    def __init__(self, store: QueryEngine, workers: WorkerPool, limits: Settings) -> None:
        self._store, self._workers, self._limits = store, workers, limits
        self._one_at_a_time = CapacityLimiter(1)

    async def look_up(self, function: Callable[[QueryEngine], T]) -> T:
        """Return what a function says of the dataset."""
        return await to_thread.run_sync(lambda: function(self._store), limiter=self._one_at_a_time)

    async def evaluate(self, query: QueryRequest) -> Answered:
        """Return the answer to a query from a sealed worker, within the limits of the settings."""
        timeout = self._limits.query_timeout
        try:
            return decode(await self._workers.run(SPARQL, encode(query), timeout))
        except (BusyError, LateError, WorkerLostError) as error:
            raise job_problem(error, self._limits, timeout) from None

    def crashed(self, error: Exception) -> None:
        """Print the traceback on standard error, which assistants keep as a log."""
        traceback.print_exception(error, file=sys.stderr)

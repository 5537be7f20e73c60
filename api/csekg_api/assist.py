"""`csekg mcp`: answer an assistant on this machine. `csekg.cli` finds it by its entry point."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from csekg.errors import CsekgError, require


def mcp(
    dataset: Annotated[Path | None, typer.Option("--dataset", help="Answer from this N-Quads or TriG file.")] = None,
) -> None:
    """Answer an assistant over standard input and output: the Model Context Protocol."""
    require("mcp", "csekg mcp")
    if not hasattr(os, "fork"):
        raise CsekgError("csekg mcp needs Linux or macOS; elsewhere use the address /mcp of a service, or a container")
    # Imported when it runs, since every command loads this module.
    import anyio
    from mcp.server.stdio import stdio_server

    from csekg.dataset.cache import open_store, version
    from csekg.sparql.oxigraph_store import Store
    from csekg_api.app import create_app
    from csekg_api.assistants.server import mcp_server
    from csekg_api.jobs import job_table
    from csekg_api.settings import settings
    from csekg_api.workers.launching import Launcher, preload
    from csekg_api.workers.pool import Pool

    preload()

    # Nobody else asks, and standard error, which assistants keep as a log, is for faults.
    limits = settings().model_copy(update={"allowed_hosts": "", "log_format": "none"})
    store = open_store(dataset, lambda step: print(step, file=sys.stderr))
    # Queries run in processes without sockets and files that are killed at their deadline.
    shared = store.on_disk() if isinstance(store, Store) else store
    launcher = Launcher(partial(job_table, shared, limits), limits.query_memory_mb, asks_elsewhere=store is shared)
    # An assistant asks one thing after another, or a few together.
    pool = Pool(launcher, 1, 4, 4)
    server = mcp_server(create_app(shared, version(shared, dataset), limits, pool))

    async def serve() -> None:
        async with pool, stdio_server() as (messages, answers):
            await server.run(messages, answers, server.create_initialization_options())

    anyio.run(serve)

"""`csekg serve`: answer SPARQL over HTTP."""

from __future__ import annotations

import errno
import gc
import math
import os
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import typer

from csekg.dataset import open_store
from csekg.dataset import version as dataset_version
from csekg.errors import CsekgError
from csekg.fingerprint import fingerprint

if TYPE_CHECKING:
    from fastapi import FastAPI

    from csekg.engine import Pool


def serve(
    host: Annotated[str, typer.Option(help="Listen on this address.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Listen on this port; 0 takes a free one.")
    ] = 8000,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Answer HTTP with so many processes.")
    ] = 1,
    dataset: Annotated[
        Path | None, typer.Option("--dataset", help="Serve this N-Quads or TriG file instead.")
    ] = None,
) -> None:
    """Serve the dataset: SPARQL at /sparql, a start page at /, the state at /healthz."""
    if not hasattr(os, "fork"):
        raise CsekgError("csekg serve needs Linux or macOS; elsewhere run it in a container")
    from csekg_api.shared_metrics import shared_metrics

    # The port comes before the dataset is read, so that one in use is told at once.
    with _listen(host, port) as listener, shared_metrics() if workers > 1 else nullcontext():
        if _serve(listener, workers, dataset) == signal.SIGINT:
            typer.echo("Stopped")


def _serve(listener: socket.socket, workers: int, dataset: Path | None) -> signal.Signals:
    """Serve until a signal stops the service; return that signal."""
    # Taken first, since beside the imports, which hold the interpreter, so many files would take
    # many times as long to read.
    fingerprint()
    # The keeper must be alone when it forks: the thread has ended by then.
    with _uncollected(), ThreadPoolExecutor(1) as beside:
        # The engine leaves the interpreter to the imports while it loads.
        loading = beside.submit(open_store, dataset, lambda step: typer.echo(step, err=True))
        # Imported here since they cost other commands half a second, and since this is the one
        # place where the library starts the service that is built on it.
        import uvicorn  # noqa: F401  (for the servers, which are forked)

        from csekg.engine import Pool, huge_pages
        from csekg.engine.keeper import Keeper
        from csekg.engine.servers import GivenUpError
        from csekg.store import Store
        from csekg_api.app import create_app
        from csekg_api.jobs import FINITE, job_table
        from csekg_api.logs import Log
        from csekg_api.settings import settings
        from csekg_api.shared_metrics import forget_process
        from csekg_api.warming import warm_up

        limits = settings()
        store = loading.result()
        beside.submit(huge_pages.gather)
        version = dataset_version(store, dataset)
        # Each server process has a pool of its own; together they keep to the limits.
        pool = Pool(
            _share(limits.query_workers, workers), _share(limits.max_queries, workers),
            finite=FINITE,
        )  # fmt: skip
        app = create_app(store, version, limits, pool)
    name = str(dataset) if dataset else getattr(store, "name", "csekg's own dataset")

    def announce() -> None:
        told = version[:16] if version else "not stated"
        typer.echo(f"{app.state.dataset.triples:,} triples from {name}, version {told}")
        typer.echo(f"Listening on {_address(listener)} (stop with Ctrl+C)")

    def answer(control: socket.socket) -> None:
        # The first visitor need not wait for what every later one finds ready.
        warming = (store, Log(limits.log_format))
        Thread(target=warm_up, args=warming, daemon=True).start()
        _answer(app, pool, control, listener)

    def improvement() -> Iterator[None]:
        if isinstance(store, Store):
            yield from store.hold_union_alone()
            huge_pages.gather()

    keeper = Keeper(job_table(store, limits), limits.query_memory_mb, improvement())
    try:
        return keeper.run(answer, workers, begun=announce, ended=forget_process)
    except GivenUpError as error:
        typer.echo(f"csekg: {error}", err=True)
        raise typer.Exit(1) from None


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile, nor later in what is made: it is there to stay."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _answer(app: FastAPI, pool: Pool, control: socket.socket, listener: socket.socket) -> None:
    """Answer HTTP in a server process until a signal stops it, or the keeper ends."""
    import uvicorn

    from csekg.engine.keeper import GRACE
    from csekg_api.logs import server_log_config
    from csekg_api.settings import settings

    pool.attach(control, lambda: os.kill(os.getpid(), signal.SIGTERM))
    config = uvicorn.Config(
        app,
        ws="none",
        timeout_graceful_shutdown=math.ceil(GRACE),
        # The service writes its own line for each request.
        access_log=False,
        server_header=False,
        log_config=server_log_config(settings().log_format),
    )
    uvicorn.Server(config).run(sockets=[listener])


def _share(number: int, servers: int) -> int:
    return math.ceil(number / servers)


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raises CsekgError where that is not possible."""
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return socket.create_server((str(address[0]), port), family=family, backlog=512)
    except socket.gaierror:
        raise CsekgError(f"--host: {host!r} is no address of this machine") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            reason = "another program listens there; choose another port with --port"
        else:
            reason = f"{error.strerror}; choose another address with --host and --port"
        raise CsekgError(f"cannot listen on {host} port {port}: {reason}") from None


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"

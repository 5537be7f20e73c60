"""`csekg serve`: answer SPARQL over HTTP. `csekg.cli` finds it by its entry point."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import socket
from contextlib import nullcontext, suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated

import typer

from csekg.dataset.cache import open_store, version
from csekg.errors import CsekgError
from csekg.sparql.oxigraph_store import Store

_PUBLIC = (
    "others can connect, and the service does not limit what one client holds: put a proxy that does before it, "
    "as deploy/haproxy.cfg (docs/service.md)"
)
_NO_ADDRESS = (
    "CSEKG_REPORT_ADDRESS names no address to which readers report errors; set it to mailto:... or https://..."
)
# Bytes of a connection that the kernel holds and has not sent.
_UNSENT_BYTES = 131_072
# malloc.h of the GNU C library; mallopt(3).
_M_ARENA_MAX = -8


def serve(
    host: Annotated[str, typer.Option(help="Listen on this address.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Listen on this port; 0 takes a free one.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Answer HTTP with so many processes.")] = 1,
    dataset: Annotated[Path | None, typer.Option("--dataset", help="Serve this N-Quads or TriG file instead.")] = None,
) -> None:
    """Serve the dataset: SPARQL at /sparql, a start page at /, the state at /healthz."""
    if not hasattr(os, "fork"):
        raise CsekgError("csekg serve needs Linux or macOS; elsewhere run it in a container")
    from csekg_api.observing.shared_metrics import shared_metrics

    # Before the dataset is read, so that a port in use is reported at once.
    with _listen(host, port) as listener, shared_metrics() if workers > 1 else nullcontext():
        # Both signals to stop end the same way, while uvicorn has handlers of its own and else.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with suppress(KeyboardInterrupt):
            _serve(listener, workers, dataset)
        typer.echo("Stopped")


def _serve(listener: socket.socket, workers: int, dataset: Path | None) -> None:
    """Serve until a signal stops the service."""
    _share_memory_between_threads()
    # Imported when it runs, since every command loads this module.
    from csekg_api.workers.launching import preload

    if workers == 1:
        preload()

    def progress(step: str) -> None:
        typer.echo(step, err=True)

    store = open_store(dataset, progress)
    from csekg.answers.preparation import prepare
    from csekg_api.service import Service
    from csekg_api.settings import settings

    if isinstance(store, Store):
        prepare(store, progress)
    fingerprint = version(store, dataset)
    service = Service(store, fingerprint, workers)
    name = str(dataset) if dataset else getattr(store, "name", "csekg's own dataset")

    def announce() -> None:
        typer.echo(f"{store.triples():,} triples from {name}, version {(fingerprint or 'not stated')[:16]}")
        if not _on_loopback(listener):
            typer.echo(f"Warning: {_PUBLIC}", err=True)
        if not settings().report_address:
            typer.echo(f"Warning: {_NO_ADDRESS}", err=True)
        typer.echo(f"Listening on {_address(listener)} (stop with Ctrl+C)")

    service.run(listener, announce)


def _share_memory_between_threads() -> None:
    """Let all threads allocate from one arena of the GNU C library; does nothing without it.

    Else each thread of a server has an arena of its own, and all of them keep what they once had:
    some ten megabytes. Threads rarely allocate at the same moment, since only one of them has the
    interpreter's lock.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:
        mallopt(_M_ARENA_MAX, 1)


def _listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; raises CsekgError if there can be none."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.create_server((str(address[0]), port), family=family, backlog=512)
    except socket.gaierror:
        raise CsekgError(f"--host: {host!r} is no address of this machine") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            reason = "another program listens there; choose another port with --port"
        else:
            reason = f"{error.strerror}; choose another address with --host and --port"
        raise CsekgError(f"cannot listen on {host} port {port}: {reason}") from None
    # Connections inherit it. Else the kernel takes megabytes of an answer that its client does not read.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, _UNSENT_BYTES)
    return listener


def _on_loopback(listener: socket.socket) -> bool:
    return ip_address(str(listener.getsockname()[0]).partition("%")[0]).is_loopback


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"

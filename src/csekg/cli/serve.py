"""`csekg serve`: answer SPARQL over HTTP."""

from __future__ import annotations

import errno
import hashlib
import socket
from pathlib import Path
from typing import Annotated

import typer

from csekg.dataset import open_store
from csekg.errors import CsekgError
from csekg.fingerprint import fingerprint

# A running answer gets this many seconds to finish once the service is told to stop.
_GRACE = 5


def serve(
    host: Annotated[str, typer.Option(help="Listen on this address.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Listen on this port; 0 takes a free one.")
    ] = 8000,
    dataset: Annotated[
        Path | None, typer.Option("--dataset", help="Serve this N-Quads or TriG file instead.")
    ] = None,
) -> None:
    """Serve the dataset: SPARQL at /sparql, a start page at /, the state at /healthz."""
    # Before the dataset is read, so that a port in use is told at once.
    with _listen(host, port) as listener:
        store = open_store(dataset, lambda step: typer.echo(step, err=True))
        version = _hash(dataset) if dataset else fingerprint()

        # Imported here since they cost other commands a third of a second, and since this is the
        # one place where the library starts the service that is built on it.
        import uvicorn

        from csekg_api.app import create_app

        app = create_app(store, version)
        name = str(dataset) if dataset else "csekg's own dataset"
        typer.echo(f"{app.state.dataset.triples:,} triples from {name}, version {version[:16]}")
        typer.echo(f"Listening on {_address(listener)} (stop with Ctrl+C)")
        config = uvicorn.Config(
            app, log_level="warning", ws="none", lifespan="off", timeout_graceful_shutdown=_GRACE
        )
        try:
            uvicorn.Server(config).run(sockets=[listener])
        except KeyboardInterrupt:
            typer.echo("Stopped")


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


def _hash(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

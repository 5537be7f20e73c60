"""`csekg push`: loads the dataset into a SPARQL server, or writes a file for its bulk loader."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from csekg.dataset.fingerprint import fingerprint
from csekg.dataset.kept import dataset_bytes, write_atomically
from csekg.errors import CsekgError


def push(
    target: Annotated[
        str,
        typer.Argument(
            help="Address of the server's graph store, such as http://localhost:7878/store; "
            "or a file ending in .nq, for servers with a loader of their own."
        ),
    ],
    by_graph: Annotated[bool, typer.Option("--by-graph", help="Send one graph at a time; Virtuoso needs it.")] = False,
) -> None:
    """Load the built dataset into the server that CSEKG_ENDPOINT names, in place of what it holds.

    The union of all graphs becomes the server's default graph, or the graph that
    CSEKG_ENDPOINT_DEFAULT_GRAPH names.
    """
    # Imported here, since other commands need no HTTP client.
    from csekg.sparql.remote.connection import VARIABLE, default_graph, endpoint_settings, http_url
    from csekg.sparql.remote.push import push as push_release
    from csekg.sparql.remote.release import Release

    started = time.perf_counter()

    def say(step: str) -> None:
        typer.echo(f"{time.perf_counter() - started:5.1f} s  {step}", err=True)

    if target.endswith(".nq"):
        release = Release.of(dataset_bytes(say), fingerprint(), default_graph())
        try:
            write_atomically(Path(target), release.n_quads())
        except OSError as error:
            raise CsekgError(f"cannot write {target}: {error.strerror}") from None
        typer.echo(f"release {release.fingerprint[:16]} in {target}")
        return
    try:
        http_url(target)
    except ValueError as error:
        raise CsekgError(f"{target.partition('@')[2] or target!r}: {error}") from None
    settings = endpoint_settings(
        f"csekg push checks what it has loaded: set {VARIABLE} to the address of the server's query service"
    )
    release = Release.of(dataset_bytes(say), fingerprint(), settings.default_graph)
    push_release(target, settings, release, say, by_graph=by_graph)
    typer.echo(f"release {release.fingerprint[:16]} answers at {settings.url.partition('?')[0]}")

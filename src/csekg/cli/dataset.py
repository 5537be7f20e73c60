"""`csekg build` makes the dataset from the fact files; `csekg push` loads it into a SPARQL server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from csekg.cli.tables import steps
from csekg.dataset.cache import dataset_bytes, fingerprint, kept_folder, write_atomically, write_cache
from csekg.dataset.kept import contents_of
from csekg.errors import CsekgError
from csekg.resources import data_dir, ontology_dir


def build(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write N-Quads here (.nq) instead of into the cache.")
    ] = None,
) -> None:
    """Build the dataset: check every fact, derive what follows, validate, write it.

    A dataset with violations is not written.
    """
    # Imported here, since importing them would delay the start of a service by a quarter second.
    from csekg.dataset.assemble import build_and_load
    from csekg.validation import check_dataset
    from csekg.validation.findings import to_json

    progress = steps()
    n_quads, store = build_and_load(data_dir(), ontology_dir(), progress)
    progress("validating")
    findings = to_json(check_dataset(store))
    place = output or kept_folder()
    try:
        if output:
            write_atomically(output, n_quads)
        else:
            progress("writing the store")
            write_cache(contents_of(n_quads, store, findings))
    except OSError as error:
        # Oxigraph's own errors have a text alone.
        raise CsekgError(f"cannot write {place}: {error.strerror or error}") from None
    quads = n_quads.count(b"\n")
    typer.echo(f"{quads:,} quads in {place}")


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

    progress = steps()
    if target.endswith(".nq"):
        release = Release.of(dataset_bytes(progress), fingerprint(), default_graph())
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
    release = Release.of(dataset_bytes(progress), fingerprint(), settings.default_graph)
    push_release(target, settings, release, progress, by_graph=by_graph)
    typer.echo(f"release {release.fingerprint[:16]} answers at {settings.url.partition('?')[0]}")

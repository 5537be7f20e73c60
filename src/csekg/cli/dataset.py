"""`csekg build` makes the dataset from the fact files, `csekg release` a folder of it that never changes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from csekg.cli.tables import steps
from csekg.dataset.cache import contents_of, kept_folder, open_store, write_atomically, write_cache
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
    from csekg.answers.preparation import prepare
    from csekg.dataset.assemble import build_and_load
    from csekg.validation import check_dataset

    progress = steps()
    n_quads, store = build_and_load(data_dir(), ontology_dir(), progress)
    progress("validating")
    check_dataset(store)
    place = output or kept_folder()
    try:
        if output:
            write_atomically(output, n_quads)
        else:
            progress("writing the store")
            write_cache(contents_of(n_quads, store))
            prepare(open_store(), progress)
    except OSError as error:
        # Oxigraph's own errors have a text alone.
        raise CsekgError(f"cannot write {place}: {error.strerror or error}") from None
    quads = n_quads.count(b"\n")
    typer.echo(f"{quads:,} quads in {place}")


def release(folder: Annotated[Path, typer.Argument(help="The folder in which all releases stand.")]) -> None:
    """Make the release that data/release.toml names: a folder that never changes.

    It holds the dataset in its forms, tables, ontology, checksums and release notes. The same facts
    give the same bytes.
    """
    # The library of releases imports all answers: the command imports it when it runs.
    from csekg.dataset.cache import dataset_bytes
    from csekg.releases.build import make_release
    from csekg.resources import data_dir, ontology_dir

    progress = steps()
    content = dataset_bytes(progress)
    made = make_release(folder=folder, data=data_dir(), n_quads=content, ontology=ontology_dir(), progress=progress)
    files = made.release.manifest.files
    if made.new:
        size = sum(file.bytes for file in files) / 1e6
        typer.echo(f"{len(files)} files, {size:.0f} MB in {made.release.folder}")
    else:
        typer.echo(f"{made.release.folder} is there, with the same bytes")

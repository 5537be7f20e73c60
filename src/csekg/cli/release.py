"""`csekg release`: makes a release of the data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from csekg.cli.tables import steps


def release(folder: Annotated[Path, typer.Argument(help="The folder in which all releases stand.")]) -> None:
    """Make the release that data/release.toml names: a folder that never changes.

    It holds the dataset in its forms, tables, ontology, checksums and release notes. The same facts
    give the same bytes.
    """
    # The library of releases imports all answers: the command imports it when it runs.
    from csekg.dataset.cache import dataset_bytes
    from csekg.facts.release import read_release
    from csekg.releases.build import make_release
    from csekg.resources import data_dir, ontology_dir

    progress = steps()
    about = read_release(data_dir())
    content = dataset_bytes(progress)
    made = make_release(folder=folder, about=about, n_quads=content, ontology=ontology_dir(), progress=progress)
    files = made.release.manifest.files
    if made.new:
        size = sum(file.bytes for file in files) / 1e6
        typer.echo(f"{len(files)} files, {size:.0f} MB in {made.release.folder}")
    else:
        typer.echo(f"{made.release.folder} is there, with the same bytes")

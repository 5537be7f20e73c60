"""`csekg build` makes the dataset from the fact files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from csekg.cli.tables import steps
from csekg.dataset.cache import cache_file, contents_of, write_atomically, write_cache
from csekg.errors import CsekgError
from csekg.resources import data_dir, ontology_dir


def build(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write here (.nq) instead of into the cache.")
    ] = None,
) -> None:
    """Build the dataset: check every fact, derive what follows, validate, write N-Quads.

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
    contents = contents_of(n_quads, store)
    file = output or cache_file()
    try:
        if output:
            write_atomically(output, contents["nq"])
        else:
            write_cache({"findings": findings, **contents})
    except OSError as error:
        raise CsekgError(f"cannot write {file}: {error.strerror}") from None
    quads = contents["nq"].count(b"\n")
    typer.echo(f"{quads:,} quads in {file}")

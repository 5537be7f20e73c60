"""Measures the build: its time, that of its parts, and the size of the dataset."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.timing import line, seconds
from csekg.dataset.assemble import build, build_and_load
from csekg.dataset.cache import CHECKSUMS, contents_of, make, open_kept
from csekg.resources import data_dir, ontology_dir
from csekg.sparql.oxigraph_store import Store
from csekg.validation import check_dataset


def run() -> None:
    print("Build (bar: under 6 s with validation)")
    with tempfile.TemporaryDirectory() as folder:
        line("csekg build, a process of its own, median of 5", seconds(lambda: _build(folder)))
        [checksums] = Path(folder).rglob(CHECKSUMS)
        kept = checksums.parent
        line("facts to sorted N-Quads, median of 3", seconds(lambda: build(data_dir(), ontology_dir(), _silent), 3))
        content, store = build_and_load(data_dir(), ontology_dir(), _silent)
        line("validation, median of 3", seconds(lambda: check_dataset(store), 3))
        contents = contents_of(content, store)
        line("writing the store", seconds(lambda: make(Path(folder) / "again", contents), 1))
        line("opening it, median of 3", seconds(lambda: open_kept(kept), 3))
        line("the same dataset loaded into memory", seconds(lambda: Store(content), 3))
        line("quads", content.count(b"\n"), "quads")
        line("size of all files", sum(file.stat().st_size for file in kept.rglob("*")) / 1e6, "MB")


def _build(cache: str) -> None:
    """Run the command as people do, with a cache of its own."""
    program = "from csekg.cli import main; main()"
    subprocess.run(
        [sys.executable, "-c", program, "build"],
        check=True,
        capture_output=True,
        env=os.environ | {"XDG_CACHE_HOME": cache},
    )


def _silent(_step: str) -> None:
    """Report nothing."""

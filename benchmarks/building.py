"""Measures the build: its time and the size of the dataset."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.timing import line, seconds
from csekg.dataset.assemble import build
from csekg.dataset.files import contents_of, files_of, open_files
from csekg.resources import data_dir, ontology_dir
from csekg.sparql.embedded import Store


def run() -> None:
    print("Build (bar: under 5 s)")
    content = build(data_dir(), ontology_dir(), lambda _step: None)
    line("facts to sorted N-Quads, median of 3",
         seconds(lambda: build(data_dir(), ontology_dir(), lambda _step: None), 3))  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        files = files_of(Path(folder) / "dataset.nq")
        for ending, part in contents_of(content, Store(content)).items():
            files.n_quads.with_suffix(f".{ending}").write_bytes(part)
        line("loading its files, median of 3", seconds(lambda: open_files(files), 3))
        line("the same where Oxigraph has to merge", seconds(lambda: Store(content), 3))
        line("quads", content.count(b"\n"), "quads")
        for file in files:
            line(f"size of the {file.suffix} file", file.stat().st_size / 1e6, "MB")

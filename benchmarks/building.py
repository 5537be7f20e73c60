"""The build: how long it takes, and how much it makes."""

from __future__ import annotations

from benchmarks.timing import line, seconds
from csekg.build.assemble import build
from csekg.paths import data_dir, ontology_dir
from csekg.store import Store


def run() -> None:
    print("Build (bar: under 5 s)")
    content = build(data_dir(), ontology_dir(), lambda _step: None)
    line("facts to sorted N-Quads, median of 3",
         seconds(lambda: build(data_dir(), ontology_dir(), lambda _step: None), 3))  # fmt: skip
    line("loading into the store, median of 3", seconds(lambda: Store(content), 3))
    line("quads", content.count(b"\n"), "quads")
    line("size of the N-Quads", len(content) / 1e6, "MB")

"""Measures the build: its time and the size of the dataset."""

from __future__ import annotations

from benchmarks.timing import line, seconds
from csekg.dataset.assemble import build
from csekg.resources import data_dir, ontology_dir
from csekg.sparql.embedded import Store
from csekg.sparql.loading import Built, merged


def run() -> None:
    print("Build (bar: under 5 s)")
    content = build(data_dir(), ontology_dir(), lambda _step: None)
    line("facts to sorted N-Quads, median of 3",
         seconds(lambda: build(data_dir(), ontology_dir(), lambda _step: None), 3))  # fmt: skip
    union = merged(content)
    line("loading into the store, median of 3", seconds(lambda: _load(Built(content, union)), 3))
    line("the same where the store has to merge", seconds(lambda: _load(Built(content)), 3))
    line("quads", content.count(b"\n"), "quads")
    line("size of the N-Quads", len(content) / 1e6, "MB")
    line("size of the default graph", len(union) / 1e6, "MB")


def _load(source: Built) -> None:
    Store(None).load(source)

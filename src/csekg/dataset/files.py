"""The files that a dataset is kept in: N-Quads, and beside them what makes loading fast."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from csekg.namespaces import graph
from csekg.sparql.embedded import Store
from csekg.sparql.loading import Kept, rest_of

#: The graph with nearly half of all triples; see `csekg.sparql.loading`.
_LARGEST = graph("derived")


def files_of(n_quads: Path) -> Kept:
    """Return the file of a dataset together with those beside it."""
    return Kept(
        n_quads, n_quads.with_suffix(".nt"), n_quads.with_suffix(".json"),
        n_quads.with_suffix(".findings"),
    )  # fmt: skip


def contents_of(n_quads: bytes, store: Store) -> Mapping[str, bytes]:
    """Return the contents of the files of a dataset by their endings, without its findings.

    The dataset is given as sorted N-Quads and as the store over them, which counts it. It comes
    last: where it has been written, the others have been, too.
    """
    return {
        "nt": rest_of(n_quads, _LARGEST),
        "json": store.statistics.to_json().encode(),
        "nq": n_quads,
    }


def open_files(files: Kept) -> Store:
    """Return a store over a dataset in its files."""
    return Store(files.load(_LARGEST))

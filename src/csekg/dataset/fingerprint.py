"""Identifies a state of facts, ontology and code, so that a kept dataset is never a stale one."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from csekg._version import __version__
from csekg.resources import data_dir, ontology_dir, queries_dir


@cache
def fingerprint() -> str:
    """Return a SHA-256 over all that the dataset depends on: facts, ontology, queries, code.

    It is the same in a checkout and in the wheel made from it. It is computed once: a service keeps
    the state that it started with, whatever happens to the files.
    """
    digest = hashlib.sha256(__version__.encode())
    code = Path(__file__).parents[1]
    for root, endings in ((data_dir(), "csv toml"), (ontology_dir(), "ttl"), (queries_dir(), "rq"), (code, "py")):
        for ending in endings.split():
            for file in sorted(root.rglob(f"*.{ending}")):
                digest.update(file.relative_to(root).as_posix().encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def dataset_name() -> str:
    """Return the file name, without ending, of the dataset of this state."""
    return f"csekg-{fingerprint()[:16]}"

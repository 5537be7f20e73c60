"""The built dataset: made from the fact files, kept in the user's cache, loaded into a store."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import platformdirs

from csekg import __version__
from csekg.paths import data_dir, ontology_dir
from csekg.store import Store

Progress = Callable[[str], None]


def _silent(_step: str) -> None:
    """Report nothing."""


def fingerprint() -> str:
    """Return a SHA-256 over everything that the dataset depends on: facts, ontology and code."""
    digest = hashlib.sha256(__version__.encode())
    for root in (data_dir(), ontology_dir(), Path(__file__).parent):
        for file in sorted(root.rglob("*")):
            if file.suffix in {".csv", ".toml", ".ttl", ".py"}:
                digest.update(str(file.relative_to(root)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def cache_file() -> Path:
    """Return where the dataset of this version of facts and code is kept."""
    return platformdirs.user_cache_path("csekg") / f"{fingerprint()[:16]}.nq"


def dataset_bytes(progress: Progress = _silent) -> bytes:
    """Return the dataset as sorted N-Quads, from the cache or newly built.

    Raises DataError where a fact file is wrong.
    """
    file = cache_file()
    if file.is_file():
        return file.read_bytes()
    # Imported here because a service that finds its dataset in the cache never builds.
    from csekg.build.assemble import build

    content = build(data_dir(), ontology_dir(), progress)
    try:
        write_atomically(file, content)
    except OSError as error:
        progress(f"not kept for the next start, since {file.parent} cannot be written: {error}")
    return content


def write_atomically(file: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def open_store(file: Path | None = None, progress: Progress = _silent) -> Store:
    """Return a store over a dataset file, or over csekg's own dataset for None."""
    return Store.open(file) if file else Store(dataset_bytes(progress))

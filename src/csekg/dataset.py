"""The built dataset: shipped in the wheel, or made from the fact files and kept in the cache."""

from __future__ import annotations

import gzip
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import platformdirs

from csekg.fingerprint import dataset_name, fingerprint
from csekg.paths import data_dir, ontology_dir, shipped_datasets_dir
from csekg.query_engine import QueryEngine
from csekg.store import Store

Progress = Callable[[str], None]


def _silent(_step: str) -> None:
    """Report nothing."""


def cache_file() -> Path:
    """Return where the dataset of this version of facts and code is kept."""
    return platformdirs.user_cache_path("csekg") / f"{dataset_name()}.nq"


def dataset_bytes(progress: Progress = _silent) -> bytes:
    """Return the dataset as sorted N-Quads: the shipped one, the one in the cache, or a new one.

    Raises DataError where a fact file is wrong.
    """
    found = _dataset(progress)
    return found.read_bytes() if isinstance(found, Path) else found


def _dataset(progress: Progress) -> bytes | Path:
    """Return the dataset, or the file that has it as it is."""
    shipped = shipped_datasets_dir() / f"{dataset_name()}.nq.gz"
    if shipped.is_file():
        return gzip.decompress(shipped.read_bytes())
    file = cache_file()
    if file.is_file():
        return file
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


def open_store(file: Path | None = None, progress: Progress = _silent) -> QueryEngine:
    """Return a dataset file, or else what CSEKG_ENDPOINT names, or else csekg's own dataset.

    Raises CsekgError for a file that cannot be read and for a server that does not answer.
    """
    if file:
        return Store.open(file)
    return _remote() or Store(_dataset(progress))


def version(store: QueryEngine, file: Path | None = None) -> str | None:
    """Return what names the content of an opened store, None where a server names no release.

    It is the SHA-256 of a file, and the fingerprint of csekg's own dataset wherever it is held.
    """
    if file:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    return fingerprint() if isinstance(store, Store) else store.fingerprint


def opened_bytes(progress: Progress = _silent) -> bytes:
    """Return as N-Quads what `open_store` opens: fetched from the server where one is named.

    A server that holds the very release that belongs to this program need not send it.
    """
    store = _remote()
    if store is None or store.fingerprint == fingerprint():
        return dataset_bytes(progress)
    return store.n_quads()


def _remote() -> QueryEngine | None:
    if not os.environ.get("CSEKG_ENDPOINT"):
        return None
    # Imported here because a command that asks no server needs no HTTP client.
    from csekg.remote import RemoteStore, endpoint_settings

    return RemoteStore(endpoint_settings())

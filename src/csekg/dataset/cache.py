"""The built dataset in the user's cache: unpacked from the wheel, or made from the fact files.

Its name is a fingerprint of facts, ontology, queries and code, so that it is never a stale one.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from functools import cache
from pathlib import Path
from typing import TypeVar

import platformdirs

from csekg.dataset.kept import (
    PART,
    DamagedError,
    alone,
    contents_of,
    in_use,
    make,
    open_kept,
    read_contents,
    read_n_quads,
    remove,
    unpacked,
)
from csekg.resources import __version__, data_dir, ontology_dir, queries_dir, shipped_datasets_dir
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine

T = TypeVar("T")
Progress = Callable[[str], None]
Contents = Mapping[str, bytes]
#: Datasets that stay in the cache, 200 MB each: of this version and of those used before it.
_MOST_VERSIONS = 4
_LOG = logging.getLogger(__name__)
_DAMAGED = "damaged dataset: %s; another one is read or built"


def _silent(_step: str) -> None:
    """Report nothing."""


@cache
def fingerprint() -> str:
    """Return a SHA-256 over all that the dataset depends on: facts, ontology, queries, code.

    It is the same in a checkout and in the wheel made from it. It is computed once: a service keeps
    the state that it started with, whatever happens to the files.
    """
    digest = hashlib.sha256(__version__.encode())
    code = Path(__file__).parents[1]
    for root, endings in (
        (data_dir(), "csv toml"),
        (ontology_dir(), "ttl"),
        (queries_dir(), "rq"),
        (code, "py"),
        (code / "tables", "rq sql"),
    ):
        for ending in endings.split():
            for file in sorted(root.rglob(f"*.{ending}")):
                digest.update(file.relative_to(root).as_posix().encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def dataset_name() -> str:
    """Return the file name, without ending, of the dataset of this state."""
    return f"csekg-{fingerprint()[:16]}"


def kept_folder() -> Path:
    """Return where the user's cache has the dataset of this version of facts and code."""
    return platformdirs.user_cache_path("csekg") / dataset_name()


def shipped_folder() -> Path:
    """Return where a wheel carries the dataset of this version, without a store; a checkout has none."""
    return shipped_datasets_dir() / dataset_name()


def dataset_bytes(progress: Progress = _silent) -> bytes:
    """Return the dataset as sorted N-Quads: the one in the cache, the shipped one, or a new one.

    Raises DataError for a wrong fact file.
    """
    folder = kept_folder()
    n_quads = _read(read_n_quads, folder, aloud=False)
    if n_quads is not None:
        return n_quads
    with _making():
        n_quads = _read(read_n_quads, folder)
        return unpacked(_renewed(progress)[0]) if n_quads is None else n_quads


def _read(read: Callable[[Path], T], folder: Path, *, aloud: bool = True) -> T | None:
    """Return what is read from a dataset, None where none is there or it is not as it was written.

    A damaged one is named on standard error, unless the program logs elsewhere.
    """
    damage = ""
    try:
        if folder.exists():
            return read(folder)
    except DamagedError as error:
        damage = str(error)
    except OSError as error:
        damage = f"{error.filename}: {error.strerror}"
    if damage and aloud:
        _LOG.warning(_DAMAGED, damage)
    return None


def _making() -> AbstractContextManager[None]:
    """Return the context in which one process at a time puts a dataset into the cache."""
    return alone(kept_folder().with_suffix(".lock"))


def _renewed(progress: Progress) -> tuple[Contents, bool]:
    """Return the contents of the dataset, and whether the cache has them now.

    They are those of the wheel, or newly built where there is none.
    """
    contents = _read(read_contents, shipped_folder()) or _built(progress)
    progress("writing the store")
    try:
        _put(contents)
    except OSError as error:
        folder = kept_folder().parent
        progress(
            f"not kept for the next start, since {folder} cannot be written: {error}; "
            "set XDG_CACHE_HOME to a folder that can be"
        )
        return contents, False
    return contents, True


def _built(progress: Progress) -> Contents:
    """Return the contents of the dataset newly built."""
    # Imported here because a service that finds its dataset does not build one.
    from csekg.dataset.assemble import build_and_load

    content, store = build_and_load(data_dir(), ontology_dir(), progress)
    return contents_of(content, store)


def write_cache(contents: Contents) -> None:
    """Put a dataset, as `contents_of` gives its contents, into the user's cache.

    Of other versions only the last few stay. Raises OSError where the cache cannot be written.
    """
    with _making():
        _put(contents)


def _put(contents: Contents) -> None:
    folder = kept_folder()
    make(folder, contents)
    for version in _newest_first(folder.parent)[_MOST_VERSIONS:]:
        if not any(in_use(place) for place in version):
            for place in version:
                # Another user's, perhaps.
                with suppress(OSError):
                    remove(place)


def _newest_first(folder: Path) -> list[list[Path]]:
    """Return what the cache has of each version: a folder with its lock, or the files that earlier ones wrote.

    What somebody who was stopped has left counts as a version of its own.
    """
    places: dict[str, list[Path]] = defaultdict(list)
    made: dict[str, float] = defaultdict(float)
    for place in folder.glob("csekg-*"):
        # Another process may be removing it.
        with suppress(FileNotFoundError):
            name = place.name if place.suffix == PART else place.name.partition(".")[0]
            made[name] = max(made[name], place.stat().st_mtime)
            places[name].append(place)
    return [places[name] for name in sorted(places, key=made.__getitem__, reverse=True)]


def write_atomically(file: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new one, never a part of it.

    That holds after a power failure, too. Raises OSError where the file cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            # Else the new name could reach the disk before the content.
            os.fsync(handle)
        Path(name).chmod(0o644)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    # Some systems and file systems cannot do this for a folder; the file stands there in any case.
    with suppress(OSError):
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def open_store(file: Path | None = None, progress: Progress = _silent) -> QueryEngine:
    """Return a store over a file, or else the server in CSEKG_ENDPOINT, or else our own dataset.

    Raises CsekgError for a file that cannot be read, EndpointError for a server that does not
    answer, and DataError for a wrong fact file where the dataset has to be built.
    """
    if file:
        return Store.open(file)
    if remote := _remote():
        return remote
    folder = kept_folder()
    # Not aloud: it may be that another process puts it there at this moment.
    if store := _read(open_kept, folder, aloud=False):
        return store
    with _making():
        if store := _read(open_kept, folder):
            return store
        contents, is_kept = _renewed(progress)
        return (_read(open_kept, folder) if is_kept else None) or Store(unpacked(contents))


def version(store: QueryEngine, file: Path | None = None) -> str | None:
    """Return what identifies the content of an opened store.

    It is the SHA-256 of a file, the fingerprint of csekg's own dataset, or that of the release on a server.
    """
    if file:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    return fingerprint() if isinstance(store, Store) else store.fingerprint


def opened_bytes(progress: Progress = _silent) -> bytes:
    """Return what `open_store` opens as N-Quads, fetched from the server if there is one."""
    store = _remote()
    return store.n_quads() if store else dataset_bytes(progress)


def _remote() -> QueryEngine | None:
    if not os.environ.get("CSEKG_ENDPOINT"):
        return None
    # Imported here because a command that asks no server needs no HTTP client.
    from csekg.sparql.remote import RemoteStore, endpoint_settings

    return RemoteStore(endpoint_settings())

"""The built dataset: shipped in the wheel, or made from the fact files and kept in the cache."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import platformdirs

from csekg.dataset.files import contents_of, files_of, open_files
from csekg.dataset.fingerprint import dataset_name, fingerprint
from csekg.languages.current import ENGLISH, speaking
from csekg.resources import data_dir, ontology_dir, shipped_datasets_dir
from csekg.sparql.embedded import Store
from csekg.sparql.loading import Kept
from csekg.sparql.store import QueryEngine

Progress = Callable[[str], None]
#: Datasets that stay in the cache, 60 MB each: of this version and of those used before it.
_KEPT = 4


def _silent(_step: str) -> None:
    """Report nothing."""


def cache_file() -> Path:
    """Return where the dataset of this version of facts and code is kept."""
    return platformdirs.user_cache_path("csekg") / f"{dataset_name()}.nq"


def shipped_file() -> Path:
    """Return where a wheel carries the dataset of this version; a checkout has none."""
    return shipped_datasets_dir() / f"{dataset_name()}.nq"


def dataset_bytes(progress: Progress = _silent) -> bytes:
    """Return the dataset as sorted N-Quads: the shipped one, the one in the cache, or a new one.

    Raises DataError for a wrong fact file.
    """
    found = _found()
    return found.n_quads.read_bytes() if found else _built(progress)


def _found() -> Kept | None:
    """Return the files of the dataset of this version, if there are any."""
    candidates = map(files_of, (shipped_file(), cache_file()))
    return next((files for files in candidates if _is_there(files)), None)


def _is_there(files: Kept) -> bool:
    return all(file.is_file() for file in (files.n_quads, files.rest, files.statistics))


def _built(progress: Progress) -> bytes:
    """Build the dataset, and keep it if the cache can be written."""
    # Imported here because a service that finds its dataset does not build one.
    from csekg.dataset.assemble import build_and_load

    # The sentences of the dataset are English, whatever a command speaks.
    with speaking(ENGLISH):
        n_quads, store = build_and_load(data_dir(), ontology_dir(), progress)
    progress("sorting")
    content = n_quads()
    try:
        keep(contents_of(content, store))
    except OSError as error:
        folder = cache_file().parent
        progress(f"not kept for the next start, since {folder} cannot be written: {error}")
    return content


def keep(contents: Mapping[str, bytes]) -> None:
    """Keep the files of a dataset, as `contents_of` gives their contents, in the user's cache.

    Of other versions only the last few stay. Raises OSError where the cache cannot be written.
    """
    for ending, part in contents.items():
        write_atomically(cache_file().with_suffix(f".{ending}"), part)
    for old in _newest_first(cache_file().parent)[_KEPT:]:
        for file in files_of(old):
            file.unlink(missing_ok=True)


def _newest_first(folder: Path) -> list[Path]:
    made: dict[Path, float] = {}
    for file in folder.glob("csekg-*.nq"):
        # Another process may be removing it.
        with suppress(FileNotFoundError):
            made[file] = file.stat().st_mtime
    return sorted(made, key=made.__getitem__, reverse=True)


def write_atomically(file: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new one, never a part of it."""
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
    """Return a store over a file, or else the server in CSEKG_ENDPOINT, or else our own dataset.

    Raises CsekgError for a file that cannot be read, EndpointError for a server that does not
    answer, and DataError for a wrong fact file where the dataset has to be built.
    """
    if file:
        return Store.open(file)
    if remote := _remote():
        return remote
    if found := _found():
        return open_files(found)
    content = _built(progress)
    found = _found()
    return open_files(found) if found else Store(content)


def version(store: QueryEngine, file: Path | None = None) -> str | None:
    """Return what identifies the content of an opened store, None if a server names no release.

    It is the SHA-256 of a file, and the fingerprint of csekg's own dataset wherever that is held.
    """
    if file:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    return fingerprint() if isinstance(store, Store) else store.fingerprint


def opened_bytes(progress: Progress = _silent) -> bytes:
    """Return what `open_store` opens as N-Quads, fetched from the server if there is one.

    A server that holds the release of this program need not send it.
    """
    store = _remote()
    if store is None or store.fingerprint == fingerprint():
        return dataset_bytes(progress)
    return store.n_quads()


def _remote() -> QueryEngine | None:
    if not os.environ.get("CSEKG_ENDPOINT"):
        return None
    # Imported here because a command that asks no server needs no HTTP client.
    from csekg.sparql.remote import RemoteStore, endpoint_settings

    return RemoteStore(endpoint_settings())

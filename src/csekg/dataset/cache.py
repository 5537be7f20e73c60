"""The built dataset in the user's cache: N-Quads, packed, and Oxigraph's store over them, which every process opens.

The name of its folder is a fingerprint of facts, ontology, queries and code, so that it is never a stale one. A wheel
carries the same folder without the store, which is made at the first use.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TypeVar
from weakref import finalize

import platformdirs
import pyoxigraph as ox

from csekg.errors import CsekgError
from csekg.resources import __version__, data_dir, ontology_dir, queries_dir, shipped_datasets_dir
from csekg.sparql.loader import load_built, open_copy, open_on_disk, write_on_disk
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine

# Windows has no such locks: two that start at once make the dataset twice there.
if sys.platform != "win32":
    import fcntl

T = TypeVar("T")
Progress = Callable[[str], None]
Contents = Mapping[str, bytes]
#: Datasets that stay in the cache, 200 MB each: of this version and of those used before it.
_MOST_VERSIONS = 4
N_QUADS, STATISTICS, CHECKSUMS = "dataset.nq.gz", "statistics.json", "checksums.json"
_STORE, _ANSWERS = "store", "answers"
# All bytes are read again after a day: a file of a dying disk changes without a trace.
_TRUSTED_FOR = 86_400 * 10**9
_LOG = logging.getLogger(__name__)
_THREADS = Lock()


class DamagedError(CsekgError):
    """A file of a dataset is not as it was written."""


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


def contents_of(n_quads: bytes, store: Store, level: int = 1) -> Contents:
    """Return the contents of the files of a dataset by their names, as a wheel carries them.

    Gzip's `level` 9 takes ten times as long as 1, and a third less room.
    """
    return {N_QUADS: gzip.compress(n_quads, level, mtime=0), STATISTICS: store.statistics.to_json().encode()}


def write_contents(folder: Path, contents: Contents) -> None:
    """Write the files of a dataset into a folder, and last the list of the size and SHA-256 of all that is there."""
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    sums = {file.relative_to(folder).as_posix(): (file.stat().st_size, _sha256(file)) for file in files}
    if hasattr(os, "sync"):
        # Else the list could reach the disk before what it lists.
        os.sync()
    write_atomically(folder / CHECKSUMS, json.dumps(sums, indent=1).encode())


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _checked(folder: Path) -> list[str]:
    """Return the names of the files of a dataset; raises DamagedError, and OSError for an unreadable file.

    Each time that is asked of sizes. The bytes are read where a file has changed since they were
    last read, and once a day; the time of the list tells when that was.
    """
    listed = folder / CHECKSUMS
    try:
        sums = {name: (size, sha256) for name, (size, sha256) in json.loads(listed.read_bytes()).items()}
    except (ValueError, TypeError, AttributeError):
        sums = {}
    if not sums.keys() >= {N_QUADS, STATISTICS}:
        raise DamagedError(f"{listed} is no list of checksums, or a part of one")
    read = listed.stat().st_mtime_ns
    trusted = 0 <= time.time_ns() - read < _TRUSTED_FOR
    for name, (size, _) in sums.items():
        there = (folder / name).stat()
        if there.st_size != size:
            raise DamagedError(f"{folder / name} has {there.st_size:,} bytes; {size:,} were written")
        trusted = trusted and there.st_ctime_ns < read
    if not trusted:
        for name, (_, sha256) in sums.items():
            if _sha256(folder / name) != sha256:
                raise DamagedError(f"{folder / name} has other bytes than were written")
        # Where it is refused, the bytes are read again the next time: 0.2 s.
        with suppress(OSError):
            os.utime(listed)
    return [*sums]


def read_contents(folder: Path) -> Contents:
    """Return what `write_contents` has written; raises DamagedError, and OSError for an unreadable file."""
    return {name: (folder / name).read_bytes() for name in _checked(folder) if "/" not in name}


def _n_quads(contents: Contents) -> bytes:
    return gzip.decompress(contents[N_QUADS])


def make(folder: Path, contents: Contents) -> None:
    """Put a dataset into a folder with a store over it; what was there is removed, and read on by who has it open.

    The folder gets its name when all of it is on the disk. Raises OSError where it cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(".part", f"{folder.name}.", folder.parent, ignore_cleanup_errors=True) as part:
        new = Path(part, "new")
        new.mkdir()
        write_on_disk(new / _STORE, _n_quads(contents))
        write_contents(new, contents)
        if folder.exists():
            folder.rename(Path(part, "old"))
        new.rename(folder)


def open_kept(folder: Path) -> Store:
    """Return the store over the dataset in a folder; raises DamagedError, and OSError for an unreadable file."""
    _checked(folder)
    try:
        store = Store(open_on_disk(folder / _STORE, (folder / STATISTICS).read_text(encoding="utf-8")))
    except (RuntimeError, OSError) as error:
        raise DamagedError(f"{folder}: {error}") from None
    store.answers = folder / _ANSWERS
    if sys.platform != "win32":
        # For `_in_use`.
        descriptor = os.open(folder / CHECKSUMS, os.O_RDONLY)
        finalize(store, os.close, descriptor)
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_SH)
    return store


def _in_use(folder: Path) -> bool:
    """Return whether a process has the dataset in a folder open."""
    if sys.platform != "win32":
        with suppress(FileNotFoundError, NotADirectoryError), (folder / CHECKSUMS).open("rb") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return True
    return False


def dataset_bytes(progress: Progress = _silent) -> bytes:
    """Return the dataset as sorted N-Quads: the one in the cache, the shipped one, or a new one.

    Raises DataError for a wrong fact file.
    """
    contents = _read(read_contents, kept_folder(), aloud=False)
    if contents is None:
        with _making():
            contents = _read(read_contents, kept_folder()) or _renewed(progress)[0]
    return _n_quads(contents)


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
        _LOG.warning("damaged dataset: %s; another one is read or built", damage)
    return None


@contextmanager
def _making() -> Iterator[None]:
    """Let one thread of one process at a time put a dataset into the cache, where that can be written."""
    with _THREADS, ExitStack() as stack:
        with suppress(OSError):
            lock = kept_folder().with_name("lock")
            lock.parent.mkdir(parents=True, exist_ok=True)
            stream = stack.enter_context(lock.open("wb"))
            if sys.platform != "win32":
                fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _renewed(progress: Progress) -> tuple[Contents, bool]:
    """Return the contents of the dataset, and whether the cache has them now.

    They are those of the wheel, or newly built where there is none.
    """
    contents = _read(read_contents, shipped_folder())
    if contents is None:
        # Imported here because a service that finds its dataset does not build one.
        from csekg.dataset.assemble import build_and_load

        contents = contents_of(*build_and_load(data_dir(), ontology_dir(), progress))
    progress("writing the store")
    try:
        _put(contents)
        return contents, True
    except OSError as error:
        where = f"{kept_folder().parent} cannot be written: {error}; set XDG_CACHE_HOME to a folder that can be"
        progress(f"not kept for the next start, since {where}")
        return contents, False


def write_cache(contents: Contents) -> None:
    """Put a dataset, as `contents_of` gives its contents, into the user's cache.

    Of other versions only the last few stay. Raises OSError where the cache cannot be written.
    """
    with _making():
        _put(contents)


def _put(contents: Contents) -> None:
    folder = kept_folder()
    make(folder, contents)
    # Files are what earlier versions wrote, and parts what one that was stopped has left.
    newest = sorted(folder.parent.glob("csekg-*"), key=lambda place: place.stat().st_mtime, reverse=True)
    for place in newest[_MOST_VERSIONS:]:
        if place.is_file():
            place.unlink(missing_ok=True)
        elif not _in_use(place):
            shutil.rmtree(place, ignore_errors=True)


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
        return (_read(open_kept, folder) if is_kept else None) or Store(_n_quads(contents))


def version(store: QueryEngine, file: Path | None = None) -> str | None:
    """Return what identifies the content of an opened store.

    It is the SHA-256 of a file, the fingerprint of csekg's own dataset, or that of the release on a server.
    """
    if file:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    return fingerprint() if isinstance(store, Store) else store.fingerprint


def changeable(store: QueryEngine) -> ox.Store:
    """Return the dataset of a store as an engine that may be changed, which changes nothing else.

    The files of the cache are opened a second time. What is not in files is loaded into memory, from a server too, and
    so are files that cannot be linked, as on Windows. Raises EndpointError where the server does not answer.
    """
    if isinstance(store, Store) and store.folder:
        with suppress(OSError):
            return open_copy(store.folder)
    loaded = load_built(store.n_quads()).store
    assert loaded is not None
    return loaded


def _remote() -> QueryEngine | None:
    if not os.environ.get("CSEKG_ENDPOINT"):
        return None
    # Imported here because a command that asks no server needs no HTTP client.
    from csekg.sparql.remote import RemoteStore, endpoint_settings

    return RemoteStore(endpoint_settings())

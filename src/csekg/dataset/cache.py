"""The built dataset in the user's cache: unpacked from the wheel, or made from the fact files.

Its name is a fingerprint of facts, ontology, queries and code, so that it is never a stale one. It
consists of N-Quads, what makes loading fast, and checksums of them all.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
import os
import tempfile
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

import platformdirs

from csekg.errors import CsekgError
from csekg.resources import __version__, data_dir, ontology_dir, queries_dir, shipped_datasets_dir
from csekg.sparql.loader import DatasetFiles, merge_of
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine


class DamagedError(CsekgError):
    """A file of a dataset is not as it was written."""


class _Checksum(NamedTuple):
    sha256: str
    size: int


def files_of(n_quads: Path) -> DatasetFiles:
    """Return the file of a dataset together with those beside it."""
    endings = (".nq", ".nt", ".json", ".findings", ".checksums")
    return DatasetFiles(*map(n_quads.with_suffix, endings))


def contents_of(n_quads: bytes, store: Store) -> Mapping[str, bytes]:
    """Return the contents of the files of a dataset by their endings, without its findings.

    The dataset is given as sorted N-Quads and as the store over them, which counts it.
    """
    return {"nt": merge_of(n_quads), "json": store.statistics.to_json().encode(), "nq": n_quads}


def with_checksums(contents: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the contents of files by their endings, and those of the file that lists them.

    It has a line for each: SHA-256, bytes, ending. It comes last: where it has been written, the
    others have been, too.
    """
    lines = (f"{hashlib.sha256(content).hexdigest()} {len(content)} {ending}\n" for ending, content in contents.items())
    return {**contents, "checksums": "".join(lines).encode()}


def packed(contents: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the contents of files, as `with_checksums` gives them, packed for a wheel.

    The N-Quads are compressed, and the triples beside them left out: these follow from those.
    Equal contents give equal bytes.
    """
    others = {ending: content for ending, content in contents.items() if ending not in ("nq", "nt")}
    return {"nq.gz": gzip.compress(contents["nq"], mtime=0), **others}


def packed_n_quads(files: DatasetFiles) -> Path:
    """Return the file that has the N-Quads of a dataset where it is packed."""
    return files.n_quads.with_suffix(".nq.gz")


def unpacked(files: DatasetFiles) -> Mapping[str, bytes]:
    """Return what was packed in these files, by their endings and without checksums.

    Raises DamagedError where that is not as it was written, OSError where one cannot be read.
    """
    written = _written(files)
    file = packed_n_quads(files)
    try:
        n_quads = gzip.decompress(file.read_bytes())
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise DamagedError(f"{file} is no file of gzip, or a part of one") from None
    derived = {files.n_quads: n_quads, files.merge: merge_of(n_quads)}
    contents = {}
    for name, checksum in written.items():
        content = derived[name] if name in derived else name.read_bytes()
        if _Checksum(hashlib.sha256(content).hexdigest(), len(content)) != checksum:
            place = file if name in derived else name
            raise DamagedError(f"{place} has other bytes than were written")
        contents[name.suffix[1:]] = content
    return contents


def open_files(files: DatasetFiles) -> Store:
    """Return a store over a dataset in its files.

    Raises DamagedError where they are not as they were written, OSError where one cannot be read.
    """
    written = _written(files)
    _check(written)
    loaded = files.load()
    findings = files.findings.read_text(encoding="utf-8") if files.findings in written else None
    return Store(loaded._replace(findings=findings))


def read_n_quads(files: DatasetFiles) -> bytes:
    """Return the N-Quads of a dataset in its files; raises errors as `open_files` does."""
    _check({files.n_quads: _written(files)[files.n_quads]})
    return files.n_quads.read_bytes()


def _written(files: DatasetFiles) -> Mapping[Path, _Checksum]:
    """Return what the file of checksums says of the others; `findings` need not be among them."""
    by_ending = {file.suffix[1:]: file for file in files}
    written = {}
    try:
        for line in files.checksums.read_text(encoding="ascii").splitlines():
            sha256, size, ending = line.split(" ")
            written[by_ending[ending]] = _Checksum(sha256, int(size))
    except (ValueError, KeyError):
        raise DamagedError(f"{files.checksums} is no list of checksums") from None
    for file in (files.n_quads, files.merge, files.statistics):
        if file not in written:
            raise DamagedError(f"{files.checksums} does not list {file.name}")
    return written


def _check(written: Mapping[Path, _Checksum]) -> None:
    """Raise DamagedError for the first file that is not as it was written."""
    for file, (sha256, size) in written.items():
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            if stream.tell() != size:
                raise DamagedError(f"{file} has {stream.tell():,} bytes; {size:,} were written")
        if digest != sha256:
            raise DamagedError(f"{file} has other bytes than were written")


T = TypeVar("T")
Progress = Callable[[str], None]
#: Datasets that stay in the cache, 140 MB each: of this version and of those used before it.
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


def cache_file() -> Path:
    """Return where the cache has the dataset of this version of facts and code."""
    return platformdirs.user_cache_path("csekg") / f"{dataset_name()}.nq"


def shipped_files() -> DatasetFiles:
    """Return where a wheel carries the dataset of this version, packed; a checkout has none."""
    return files_of(shipped_datasets_dir() / f"{dataset_name()}.nq")


def dataset_bytes(progress: Progress = _silent) -> bytes:
    """Return the dataset as sorted N-Quads: the one in the cache, the shipped one, or a new one.

    Raises DataError for a wrong fact file.
    """
    n_quads = _read(read_n_quads, files_of(cache_file()))
    return _renewed(progress)[0] if n_quads is None else n_quads


def _read(read: Callable[[DatasetFiles], T], files: DatasetFiles) -> T | None:
    """Return what is read from a dataset, None where none is there or it is not as it was written.

    A damaged one is named on standard error, unless the program logs elsewhere.
    """
    try:
        if any(file.exists() for file in (*files, packed_n_quads(files))):
            return read(files)
    except DamagedError as error:
        _LOG.warning(_DAMAGED, error)
    except OSError as error:
        _LOG.warning(_DAMAGED, f"{error.filename}: {error.strerror}")
    return None


def _renewed(progress: Progress) -> tuple[bytes, bool]:
    """Return the dataset, and whether the cache could be written.

    It is the one in the wheel, or newly built where there is none.
    """
    contents = _read(unpacked, shipped_files()) or _built(progress)
    try:
        write_cache(contents)
    except OSError as error:
        folder = cache_file().parent
        progress(f"not kept for the next start, since {folder} cannot be written: {error}")
        return contents["nq"], False
    return contents["nq"], True


def _built(progress: Progress) -> Mapping[str, bytes]:
    """Return the contents of the files of the dataset newly built."""
    # Imported here because a service that finds its dataset does not build one.
    from csekg.dataset.assemble import build_and_load

    content, store = build_and_load(data_dir(), ontology_dir(), progress)
    return contents_of(content, store)


def write_cache(contents: Mapping[str, bytes]) -> None:
    """Write the files of a dataset, as `contents_of` gives their contents, into the user's cache.

    Of other versions only the last few stay. Raises OSError where the cache cannot be written.
    """
    for ending, part in with_checksums(contents).items():
        write_atomically(cache_file().with_suffix(f".{ending}"), part)
    for old in _newest_first(cache_file().parent)[_MOST_VERSIONS:]:
        # The N-Quads last: should this end before, they are found again.
        for file in reversed(files_of(old)):
            file.unlink(missing_ok=True)


def _newest_first(folder: Path) -> list[Path]:
    made: dict[Path, float] = {}
    for file in folder.glob("csekg-*.nq"):
        # Another process may be removing it.
        with suppress(FileNotFoundError):
            made[file] = file.stat().st_mtime
    return sorted(made, key=made.__getitem__, reverse=True)


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
    files = files_of(cache_file())
    if store := _read(open_files, files):
        return store
    content, is_written = _renewed(progress)
    return (_read(open_files, files) if is_written else None) or Store(content)


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

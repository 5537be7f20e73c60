"""A dataset in a folder of its own: its N-Quads packed, what lies beside them, and the store over it.

The store is Oxigraph's own, written once; every process opens it read-only. A wheel carries the same
folder without the store, which is made from the N-Quads.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import NamedTuple
from weakref import finalize

from csekg.errors import CsekgError
from csekg.sparql.loader import open_on_disk, write_on_disk
from csekg.sparql.oxigraph_store import Store

# Windows has no such locks: two that start at once make the dataset twice there.
if sys.platform != "win32":
    import fcntl

N_QUADS, STATISTICS, FINDINGS, CHECKSUMS = "dataset.nq.gz", "statistics.json", "findings.json", "checksums"
_STORE = "store"
# All bytes are read again after so many seconds: a file of a dying disk changes without a trace.
_TRUSTED_FOR = 86_400
# What says that a process may open too few files.
_FEW_FILES = re.compile("file descriptors|Too many open files")
#: The ending of what is being written or removed.
PART = ".part"


class DamagedError(CsekgError):
    """A file of a dataset is not as it was written."""


class _Checksum(NamedTuple):
    sha256: str
    size: int

    @classmethod
    def of(cls, content: bytes) -> _Checksum:
        """Return that of a content."""
        return cls(hashlib.sha256(content).hexdigest(), len(content))


def contents_of(n_quads: bytes, store: Store, findings: bytes | None = None, level: int = 1) -> Mapping[str, bytes]:
    """Return the contents of the files of a dataset by their names, as a wheel carries them.

    The dataset is given as sorted N-Quads, as the store over them, which counts it, and with what
    its validation found. `level` is gzip's: 9 takes ten times as long as 1 and a third less room.
    Equal datasets give equal bytes.
    """
    contents = {N_QUADS: gzip.compress(n_quads, level, mtime=0), STATISTICS: store.statistics.to_json().encode()}
    return contents if findings is None else {**contents, FINDINGS: findings}


def write_contents(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write the files of a dataset into a folder, the list of their checksums last."""
    for name, content in contents.items():
        _write(folder / name, content)
    _write_checksums(folder)


def read_contents(folder: Path) -> Mapping[str, bytes]:
    """Return what `write_contents` has written; raises DamagedError, and OSError for an unreadable file."""
    written = _written(folder)
    contents = {name: (folder / name).read_bytes() for name in written if "/" not in name}
    for name, content in contents.items():
        if _Checksum.of(content) != written[name]:
            raise DamagedError(f"{folder / name} has other bytes than were written")
    return contents


def unpacked(contents: Mapping[str, bytes]) -> bytes:
    """Return the N-Quads of a dataset; raises DamagedError."""
    try:
        return gzip.decompress(contents[N_QUADS])
    except (KeyError, gzip.BadGzipFile, EOFError, zlib.error):
        raise DamagedError(f"{N_QUADS} is missing, or no file of gzip") from None


def make(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Put a dataset into a folder with a store over it, in place of what is there.

    The folder gets its name when all of it is on the disk. Raises OSError where it cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(PART, f"{folder.name}.", folder.parent))
    try:
        part.chmod(0o755)
        write_on_disk(part / _STORE, unpacked(contents))
        write_contents(part, contents)
        _rename(part, folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def open_kept(folder: Path) -> Store:
    """Return the store over the dataset in a folder, which stays as long as the process lives.

    Raises DamagedError where a file is not as it was written, OSError where one cannot be read.
    """
    written = _check(folder)
    statistics = (folder / STATISTICS).read_text(encoding="utf-8")
    findings = (folder / FINDINGS).read_text(encoding="utf-8") if FINDINGS in written else None
    try:
        loaded = open_on_disk(folder / _STORE, statistics, findings)
    except (RuntimeError, OSError) as error:
        if _FEW_FILES.search(str(error)):
            raise CsekgError(f"the dataset cannot be opened: {error}") from None
        raise DamagedError(f"{folder}: {error}") from None
    store = Store(loaded)
    _hold(store, folder)
    return store


def read_n_quads(folder: Path) -> bytes:
    """Return the N-Quads of the dataset in a folder; raises errors as `open_kept` does."""
    return unpacked(read_contents(folder))


def _written(folder: Path) -> Mapping[str, _Checksum]:
    """Return what the list of checksums says of each file; there need not be findings or a store."""
    written = {}
    content = (folder / CHECKSUMS).read_bytes()
    try:
        for line in content.decode("ascii").splitlines():
            sha256, size, name = line.split(" ")
            written[name] = _Checksum(sha256, int(size))
        # The last line is about those before it.
        if written.pop(CHECKSUMS) != _Checksum.of(content[: content.rindex(b"\n", 0, -1) + 1]):
            raise ValueError
    except (ValueError, KeyError):
        raise DamagedError(f"{folder / CHECKSUMS} is no list of checksums, or a part of one") from None
    for name in (N_QUADS, STATISTICS):
        if name not in written:
            raise DamagedError(f"{folder / CHECKSUMS} does not list {name}")
    return written


def _check(folder: Path) -> Mapping[str, _Checksum]:
    """Return what `_written` does; raises DamagedError for the first file that is not as it was written.

    Each time that is asked of sizes. The bytes are read where a file has changed since they were
    last read, and once a day; the time of the list tells when that was.
    """
    written = _written(folder)
    if not any(name.startswith(f"{_STORE}/") for name in written):
        raise DamagedError(f"{folder / CHECKSUMS} lists no store")
    checked = (folder / CHECKSUMS).stat().st_mtime_ns
    trusted = 0 <= time.time_ns() - checked < _TRUSTED_FOR * 10**9
    for name, checksum in written.items():
        there = (folder / name).stat()
        if there.st_size != checksum.size:
            raise DamagedError(f"{folder / name} has {there.st_size:,} bytes; {checksum.size:,} were written")
        trusted = trusted and there.st_ctime_ns < checked
    if trusted:
        return written
    for name, checksum in written.items():
        if _checksum(folder / name) != checksum:
            raise DamagedError(f"{folder / name} has other bytes than were written")
    # Where it is refused, the bytes are read again the next time: 0.2 s.
    with suppress(OSError):
        os.utime(folder / CHECKSUMS)
    return written


def _checksum(file: Path) -> _Checksum:
    with file.open("rb") as stream:
        return _Checksum(hashlib.file_digest(stream, "sha256").hexdigest(), stream.tell())


def _write_checksums(folder: Path) -> None:
    """Write the list of all files of a folder, and of its own lines before the last: SHA-256, bytes, name.

    It comes last: where it has been written, the others have been, too.
    """
    lines = ""
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            sha256, size = _checksum(file)
            lines += f"{sha256} {size} {file.relative_to(folder).as_posix()}\n"
    sha256, size = _Checksum.of(lines.encode())
    _write(folder / CHECKSUMS, f"{lines}{sha256} {size} {CHECKSUMS}\n".encode())


def _write(file: Path, content: bytes) -> None:
    with file.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _rename(part: Path, folder: Path) -> None:
    """Give a folder its name; what has that name is removed, and whoever has it open reads on."""
    # Otherwise the new name could reach the disk before what lies below it.
    for below in (part / _STORE, part):
        _sync(below)
    if folder.exists():
        remove(folder)
    part.rename(folder)
    _sync(folder.parent)


def _sync(folder: Path) -> None:
    # Some systems and file systems cannot do this for a folder; it stands there in any case.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def remove(place: Path) -> None:
    """Remove a folder or a file, so that nobody finds a part of it."""
    going = Path(tempfile.mkdtemp(PART, f"{place.name}.", place.parent))
    try:
        place.rename(going / place.name)
    finally:
        shutil.rmtree(going, ignore_errors=True)


def _hold(store: Store, folder: Path) -> None:
    """Lock the list of a dataset while a store is open, so that no process takes it for one unused."""
    if sys.platform != "win32":
        descriptor = os.open(folder / CHECKSUMS, os.O_RDONLY)
        finalize(store, os.close, descriptor)
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_SH)


def in_use(folder: Path) -> bool:
    """Return whether a process has the dataset in a folder open."""
    if sys.platform != "win32":
        try:
            with (folder / CHECKSUMS).open("rb") as stream:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
    return False


_THREADS = Lock()


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Let one thread of one process at a time into the context that names a file.

    Where the file cannot be written, or the system has no locks, only threads wait.
    """
    with _THREADS, ExitStack() as stack:
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            stream = stack.enter_context(file.open("wb"))
            if sys.platform != "win32":
                fcntl.flock(stream, fcntl.LOCK_EX)
        yield

"""Replaces a folder of facts in one step: a reader sees the old files or the new ones, all of them.

The new folder is written beside the old one, and the kernel then exchanges the two names
(renameat2(2), RENAME_EXCHANGE): a process that is killed leaves one of the two whole.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from csekg.errors import CsekgError

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_PREFIX = ".csekg-refresh-"


@contextmanager
def copy_of(folder: Path) -> Iterator[Path]:
    """Yield a copy of a folder beside it, which is removed at the end; others must wait.

    What a refresh that was killed left there is removed first. Raises CsekgError where another
    refresh is running or the place cannot be written.
    """
    with _locked(folder):
        for left in folder.parent.glob(f"{_PREFIX}*"):
            shutil.rmtree(left)
        try:
            place = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder.parent))
            shutil.copytree(folder, place / folder.name)
        except OSError as error:
            raise CsekgError(f"cannot write beside {folder}: {error.strerror}") from None
        try:
            yield place / folder.name
        finally:
            shutil.rmtree(place)


def exchange(folder: Path, other: Path) -> None:
    """Exchange two folders in one step, after their files are on the disk.

    Raises CsekgError where the system or the file system cannot; nothing has changed then.
    """
    for file in other.rglob("*"):
        _flush(file)
    libc = ctypes.CDLL(None, use_errno=True)
    rename = getattr(libc, "renameat2", None)
    if rename is None:
        raise CsekgError("this system cannot exchange two folders in one step: use Linux")
    names = (os.fsencode(other), os.fsencode(folder))
    if rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE):
        code = ctypes.get_errno()
        reason = errno.errorcode.get(code, str(code))
        raise CsekgError(
            f"cannot exchange {folder} for its new version in one step ({reason}: "
            f"{os.strerror(code)}); nothing has changed. Use a checkout on a local file system."
        )
    _flush(folder.parent)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a lock on the folder that holds `folder`; it goes with the process, however it ends."""
    handle = os.open(folder.parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise CsekgError(f"another refresh of {folder} is running") from None
    finally:
        os.close(handle)

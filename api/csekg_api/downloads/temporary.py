"""A temporary folder that does not outlive the processes that use it."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import weakref
from contextlib import suppress
from pathlib import Path

_PREFIX = "csekg-downloads-"


def is_writable(folder: Path) -> bool:
    """Return whether files can be made in a folder, which is made if necessary."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def temporary_folder(owner: object) -> Path:
    """Return a folder that is removed when `owner` is no longer needed, or this process ends.

    If the process is killed, the next one to ask for a folder removes it: this process and its
    children hold a lock on it as long as they run. Where there can be no folder, nothing can be
    written at the path that is returned.
    """
    _remove_unused()
    try:
        made = Path(tempfile.mkdtemp(prefix="csekg-"))
    except OSError:
        return Path(os.devnull)
    lock = os.open(made, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_SH)
    # Only now, since what has this name and no lock is removed.
    folder = made.rename(made.with_name(made.name.replace("csekg-", _PREFIX, 1)))
    weakref.finalize(owner, _remove, folder, lock, os.getpid())
    return folder


def _remove(folder: Path, lock: int, maker: int) -> None:
    # A child of the maker that ends leaves it to the others.
    if os.getpid() == maker:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _remove_unused() -> None:
    with suppress(OSError):
        for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
            # It may be in use, or belong to somebody else.
            with suppress(OSError):
                _remove_unlocked(folder)


def _remove_unlocked(folder: Path) -> None:
    lock = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder)
    finally:
        os.close(lock)

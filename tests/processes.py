"""What the processes of one run of the tests share: a folder, and what one of them makes for all."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

#: The variable by which processes that test side by side know the folder of their run.
_VARIABLE = "TESTS_OF_CSEKG"


def make_folder() -> None:
    """Make the folder of a run; the process that begins the run does this, before it starts others."""
    os.environ[_VARIABLE] = mkdtemp(prefix="csekg-tests-")


def remove_folder() -> None:
    """Remove the folder of a run with all that was made."""
    shutil.rmtree(os.environ.pop(_VARIABLE))


def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """Return a file or folder of this run, which `make` makes at a path for all processes.

    The others wait for it. Where making it fails, the next one tries, and fails with the same error.
    """
    path = Path(os.environ[_VARIABLE]) / name
    with path.with_name(f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            unfinished = path.with_name(f"{name}.unfinished")
            make(unfinished)
            unfinished.rename(path)
    return path

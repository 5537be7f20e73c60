"""Clients of the npm registry that the tests let loose on the service (see package.json)."""

from __future__ import annotations

from pathlib import Path

CLIENTS = Path(__file__).parent

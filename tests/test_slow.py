"""The lists of what takes long name what is there, and the marks follow them."""

from __future__ import annotations

from pathlib import Path

from tests.slow import LONG, SLOW

HERE = Path(__file__).parent


def test_what_is_listed_is_there() -> None:
    for path in (*LONG, *SLOW):
        assert (HERE / path).is_dir() if path.endswith("/") else (HERE / path).is_file(), path

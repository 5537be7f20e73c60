"""The lists of what takes long name what is there, and the marks follow them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.slow import LONG, SLOW, is_long, rank

HERE = Path(__file__).parent


def test_what_is_listed_is_there() -> None:
    for path in (*LONG, *SLOW):
        assert (HERE / path).is_dir() if path.endswith("/") else (HERE / path).is_file(), path


def test_what_takes_long_is_marked(request: pytest.FixtureRequest) -> None:
    """This file is quick; `pytest_collection_modifyitems` has seen all that were collected."""
    for item in request.session.items:
        file = item.path.relative_to(HERE).as_posix()
        assert item.get_closest_marker("slow") or rank(file) is None, item.nodeid
        assert item.get_closest_marker("long") or not is_long(file), item.nodeid
        # Else `make check` would run it.
        assert not item.get_closest_marker("long") or item.get_closest_marker("slow"), item.nodeid

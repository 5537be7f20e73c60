"""The lists of what takes long name what is there, and the marks follow them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.slow import LONG, SLOW, is_long, rank

HERE = Path(__file__).parent


@pytest.mark.parametrize("path", [*LONG, *SLOW])
def test_what_is_listed_is_there(path: str) -> None:
    assert (HERE / path).is_dir() if path.endswith("/") else (HERE / path).is_file()


def test_a_file_and_what_lies_in_a_folder_have_their_place() -> None:
    assert rank("csekg_api/workers/test_fairness.py") is not None
    assert not is_long("csekg_api/workers/test_fairness.py")
    assert is_long("deploy/test_tls.py")
    assert rank("csekg/law/test_eligibility.py") is None
    assert rank("test_installing.py") == 0
    assert set(LONG).isdisjoint(SLOW)


def test_what_takes_long_is_marked(request: pytest.FixtureRequest) -> None:
    """This file is quick; `pytest_collection_modifyitems` has seen all that were collected."""
    for item in request.session.items:
        file = item.path.relative_to(HERE).as_posix()
        assert item.get_closest_marker("slow") or rank(file) is None, item.nodeid
        assert item.get_closest_marker("long") or not is_long(file), item.nodeid
        # Else `make check` would run it.
        assert not item.get_closest_marker("long") or item.get_closest_marker("slow"), item.nodeid

"""The list of what takes long names what is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.slow import SLOW, rank

HERE = Path(__file__).parent


@pytest.mark.parametrize("path", SLOW)
def test_what_is_listed_is_there(path: str) -> None:
    assert (HERE / path).is_dir() if path.endswith("/") else (HERE / path).is_file()


def test_a_file_and_what_lies_in_a_folder_have_its_place() -> None:
    assert rank("csekg_api/workers/test_fairness.py") == 0
    assert rank("csekg_api/web/test_openapi.py") == 1
    assert rank("csekg_api/web/test_routing.py") is None
    assert rank("csekg/law/test_eligibility.py") is None
    assert rank("ontology/test_logic_with_data.py") != rank("ontology/test_logic.py")


def test_what_takes_long_is_marked(request: pytest.FixtureRequest) -> None:
    """This file is quick; `pytest_collection_modifyitems` has seen all that were collected."""
    for item in request.session.items:
        listed = rank(item.path.relative_to(HERE).as_posix()) is not None
        assert not listed or item.get_closest_marker("slow"), item.nodeid

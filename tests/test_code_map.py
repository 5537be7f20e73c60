"""docs/code-map.md shows the code as it is."""

from __future__ import annotations

from tests.code_map import PAGE, page


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.code_map"

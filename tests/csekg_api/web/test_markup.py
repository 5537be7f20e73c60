"""The smallest pieces of pages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from csekg.tables.table import Column
from csekg_api.web.templates import day_markup, plain_markup, status_markup


def test_a_day_is_a_time_element() -> None:
    assert day_markup(date(2007, 4, 27)) == '<time datetime="2007-04-27">27 Apr 2007</time>'
    assert not day_markup(None)


def test_texts_are_escaped() -> None:
    assert status_markup("party", "a & b") == '<span class="status s-party">a &amp; b</span>'
    assert status_markup('"x', "") == '<span class="status s-&#34;x"></span>'
    assert plain_markup(Column("name", "Name", lambda row: row), "<b>") == "&lt;b&gt;"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "\N{EN DASH}"),
        (0, "0"),
        (1234, "1,234"),
        ("", ""),
        (date(2007, 4, 27), '<time datetime="2007-04-27">27 Apr 2007</time>'),
    ],
)
def test_a_value_is_shown_by_its_type(value: Any, shown: str) -> None:
    assert plain_markup(Column("any", "Any", lambda _row: value), object()) == shown

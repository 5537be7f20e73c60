"""Messages, days, statuses and values in templates: in the language of the request, and escaped."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from markupsafe import Markup

from csekg.languages.current import speaking
from csekg.tables.table import Column
from csekg_api.web.templates import day_markup, gettext, ngettext, pgettext, plain_markup, status_markup


def test_messages_are_in_the_language_and_their_values_are_escaped() -> None:
    assert gettext("Search") == "Search"
    with speaking("fr"):
        assert gettext("Search") == "Rechercher"
    assert gettext("in %(year)s", year="<1>") == Markup("in &lt;1&gt;")
    assert ngettext("%(num)s act", "%(num)s acts", 2) == Markup("2 acts")
    assert pgettext("kind", "State") == Markup("State")
    assert type(gettext("Search")) is Markup


def test_texts_are_escaped_and_no_day_is_nothing() -> None:
    assert status_markup("party", "a & b") == '<span class="status s-party">a &amp; b</span>'
    assert status_markup('"x', "") == '<span class="status s-&#34;x"></span>'
    assert plain_markup(Column("name", "Name", lambda row: row), "<b>") == "&lt;b&gt;"
    assert not day_markup(None)


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

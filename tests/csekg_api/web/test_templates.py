"""Messages, days and values in templates, escaped; links by which readers report an error."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any, TypeAlias
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import Request
from markupsafe import Markup
from pydantic import ValidationError

from csekg.languages.current import speaking
from csekg.tables.table import Column
from csekg_api.settings import Settings
from csekg_api.web.templates import Reporter, day_markup, gettext, ngettext, pgettext, plain_markup, status_markup


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


Report: TypeAlias = Callable[..., str]


def _reporter(address: str) -> Reporter:
    settings = Settings(report_address=address, public_url="https://treaties.example.org/csekg")
    app = SimpleNamespace(state=SimpleNamespace(settings=settings))
    return Reporter(Request({"type": "http", "app": app, "headers": []}))


def _france(address: str) -> tuple[str, dict[str, list[str]]]:
    """The address without its query, and the query."""
    made = _reporter(address)(
        "France & OPSC: 50% + ünsure?", "/states/FRA", "Party; signed 2000-09-06", state="France", treaty="OPSC"
    )
    assert " " not in made
    assert "\n" not in made
    parts = urlsplit(made)
    assert parts.fragment == ("" if address else "report")
    return made.partition("?")[0], parse_qs(parts.query, strict_parsing=True)


def test_a_mail_has_subject_and_body_with_the_page() -> None:
    address, fields = _france("mailto:register@example.org")
    assert address == "mailto:register@example.org"
    assert fields["subject"] == ["Error: France & OPSC: 50% + ünsure?"]
    [body] = fields["body"]
    assert "Page: https://treaties.example.org/csekg/states/FRA\r\n" in body
    assert "Shown: Party; signed 2000-09-06\r\n" in body
    assert "Official source" in body
    # RFC 6068, section 5: a plus sign is no space in a mailto address.
    assert "+" not in _reporter("mailto:a@example.org")("a b", "/")


def test_the_fields_of_a_form_are_filled_in() -> None:
    template = "1-a-date-is-wrong.yml"
    _, fields = _france(f"https://forge.example.org/issues/new?template={template}")
    assert fields["template"] == [template]
    assert (fields["state"], fields["treaty"]) == (["France"], ["OPSC"])
    assert fields["shown"] == ["Party; signed 2000-09-06, at https://treaties.example.org/csekg/states/FRA"]


def test_without_an_address_the_link_leads_to_the_form_that_writes_the_report() -> None:
    address, fields = _france("")
    assert address == "/csekg/about"
    assert fields["page"] == ["https://treaties.example.org/csekg/states/FRA"]
    assert fields["shown"] == ["Party; signed 2000-09-06"]
    assert _reporter("").send("France", "a b") == "mailto:?subject=Error%3A%20France&body=a%20b"


@pytest.mark.parametrize(
    "address",
    [
        "register@example.org",
        "http://forge.example.org/new",
        "javascript:alert(1)",
        "https://forge.example.org/a b",
        "mailto:nobody",
        "https://",
    ],
)
def test_what_is_no_address_stops_the_start(address: str) -> None:
    with pytest.raises(ValidationError, match="report_address"):
        Settings(report_address=address)

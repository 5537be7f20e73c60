"""Links by which readers report an error: to a mail address, a new issue, a form; or none."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import TypeAlias
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import Request
from pydantic import ValidationError

from csekg_api.settings import Settings
from csekg_api.web.issue_links import Reporter

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


def test_without_an_address_there_is_no_link() -> None:
    assert _reporter("")("France", "/states/FRA") == ""


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

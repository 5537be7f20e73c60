"""Initials are explained once on each page that names treaties by them."""

from __future__ import annotations

import re

import pytest

from tests.csekg_api.site.conftest import Open, Visit

TITLE = "Optional Protocol to the Convention on the Rights of the Child on the sale of children"


def _listed(html: str) -> list[str]:
    pattern = r'<(?:p|details) class="initials[^"]*">.*?</(?:p|details)>'
    return re.findall(pattern, html, re.DOTALL)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/gaps?treaty=opsc",
        "/resolution",
        "/states/IRL",
        "/treaties/crc",
        "/compare?state=IRL&state=FRA",
        "/embed/treaties/opsc/parties",
        "/embed/states/IRL",
    ],
)
def test_pages_explain_the_opsc(visit: Visit, path: str) -> None:
    [listed] = _listed(visit(path).html)
    assert f"OPSC: {TITLE}" in listed or f"<dt>OPSC</dt><dd>{TITLE}" in listed


def test_only_initials_of_the_page_are_explained(show: Open) -> None:
    [listed] = _listed(show("/treaties/opsc").html)
    assert "CRC: Convention on the Rights of the Child" in listed
    assert "UNTOC" not in listed
    assert _listed(show("/glossary").html) == []


def test_short_titles_that_are_words_are_not_explained(show: Open) -> None:
    assert _listed(show("/zh/matrix").html) == []

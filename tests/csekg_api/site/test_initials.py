"""Initials are explained where they first stand."""

from __future__ import annotations

import re

import pytest

from csekg_api.site.initials import explained
from tests.csekg_api.site.conftest import Open

TITLES = {"OPSC": "Protocol on <sale>", "CRC": "Convention"}


def test_english_that_stands_in_keeps_its_language() -> None:
    span = '<span lang="en" dir="ltr">{}</span>'
    page = f"<main>{span.format('the OPSC')} et {span.format('OPSC')}</main>"
    first = span.format('the <abbr title="Protocol">OPSC</abbr>')
    assert explained(page, {"OPSC": "Protocol"}) == f"<main>{first} et {span.format('OPSC')}</main>"


def test_the_first_in_running_text_is_marked_and_no_other() -> None:
    page = (
        "<title>OPSC</title><main><option>OPSC</option><select><option>OPSC</select>"
        '<a title="OPSC">the OPSC</a>, OPSC</main>'
    )
    page = page.replace("<option>OPSC</option>", "", 1)
    assert explained(page, TITLES) == page.replace(
        "the OPSC", 'the <abbr title="Protocol on &lt;sale&gt;">OPSC</abbr>'
    )


@pytest.mark.parametrize(
    "page",
    [
        "<main>none</main>",
        "no main part: OPSC",
        "<main><svg><title>OPSC</title></svg> <code>CRC</code> <label>CRC</label></main>",
        "<main>CRC/C/156 and A/CRC, CRCs, OPSC-2</main>",
        '<main><abbr title="x">CRC</abbr></main>',
    ],
)
def test_what_is_no_running_text_stays(page: str) -> None:
    assert explained(page, TITLES) == page


@pytest.mark.parametrize(
    "path", ["/", "/gaps", "/matrix", "/states", "/resolution/op/4/d", "/states/IRL"]
)
def test_pages_explain_the_opsc(show: Open, path: str) -> None:
    page = show(path)
    title = "Optional Protocol to the Convention on the Rights of the Child on the sale of children"
    [marked] = [tag for tag in page.all("abbr") if tag["title"].startswith(title)]
    assert marked
    pattern = r'<(?:p|details) class="initials[^"]*">.*?</(?:p|details)>'
    [listed] = re.findall(pattern, page.html, re.DOTALL)
    assert title in listed

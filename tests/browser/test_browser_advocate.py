"""The way of an advocate before a meeting with a ministry: from the door to a table to print."""

from __future__ import annotations

import json
import re
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenTab
from tests.browser.pages import open_program


def states(page: Page) -> list[str]:
    """The States of the list, each the head of a row."""
    return page.locator("[data-part=gaps] tbody th a:first-child").all_inner_texts()


def test_same_answer_as_call_and_as_query(open_tab: OpenTab, address: str) -> None:
    page = open_tab()
    page.goto("/gaps?treaty=opsc")
    listed = states(page)
    call = page.get_by_role("link", name="API call").get_attribute("href")
    with urllib.request.urlopen(f"{address}{call}", timeout=30) as answer:
        assert {item["actor"]["name"] for item in json.load(answer)["items"]} == set(listed)
    page.get_by_role("link", name="SPARQL query").click()
    open_program(page)
    page.locator(".tabPanel.active .yasqe_queryButton").click()
    chip = page.locator(".tabPanel.active .yasr_response_chip")
    expect(chip).to_contain_text(f"{len(listed)} results")


@pytest.mark.parametrize("state", ["IRL", "FRA"])
def test_state_page_prints_on_two_pages(open_tab: OpenTab, state: str) -> None:
    page = open_tab()
    page.goto(f"/states/{state}")
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) <= 2


def test_citation_can_be_copied(open_tab: OpenTab) -> None:
    page = open_tab(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/states/IRL")
    page.get_by_role("button", name="Copy citation").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#citation").inner_text()
    assert copied.endswith("/states/IRL")
    assert "data as of" in copied

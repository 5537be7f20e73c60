"""The way of an advocate before a meeting with a ministry: from the door to a table to print."""

from __future__ import annotations

import csv
import json
import re
import urllib.request
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenTab
from tests.browser.pages import open_program

#: The name of the search field of the home page.
SEARCH = "A State, a treaty, a topic or a paragraph"


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def saved(page: Page, link: str, folder: Path) -> Path:
    """What a click on a link leaves in the folder of downloads."""
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def states(page: Page) -> list[str]:
    """The States of the list, each the head of a row."""
    return page.locator("[data-part=gaps] tbody th a:first-child").all_inner_texts()


def test_from_the_door_to_the_list_that_can_be_handed_over(open_tab: OpenTab, tmp_path: Path) -> None:
    page = open_tab()
    page.goto("/")
    search = page.get_by_role("combobox", name=SEARCH, exact=True)
    search.fill("Ireland")
    search.press("Enter")
    page.get_by_role("link", name="Ireland", exact=True).click()

    # What the State has joined and what not, in the first sentences.
    expect(page.get_by_role("heading", level=1)).to_have_text("Ireland")
    lead = page.locator(".lead")
    expect(lead).to_contain_text("Ireland is not bound by OPSC")
    expect(lead).to_contain_text("it is bound by CRC")
    standing = page.get_by_role("region", name="Table of treaties").get_by_role("row")
    expect(standing.filter(has_text="OPSC")).to_contain_text("signatory only")
    expect(standing.filter(has_text="OPSC")).to_contain_text("7 Sep 2000")
    # What the resolution asks of it, and what its neighbours did.
    asked = page.locator("section", has=page.locator("#asks"))
    expect(asked).to_contain_text("To consider joining: OPSC")
    compared = page.get_by_role("row").filter(has=page.locator("a[href*='gaps?treaty=opsc&group=']"))
    expect(compared).to_contain_text("9 of 10")
    compared.get_by_role("link", name="9 of 10").click()

    # Who has not ratified: in its region, then anywhere.
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who has not ratified")
    assert states(page) == ["Ireland"]
    page.get_by_label("Region or group").select_option("")
    expect(page.locator("[data-part=gaps] tbody th")).not_to_have_count(1)
    listed = states(page)

    plain = rows(saved(page, "Download CSV", tmp_path))
    assert sorted(row["state"] for row in plain) == sorted(listed)
    sheet = openpyxl.load_workbook(saved(page, "Download for Excel", tmp_path))["List"]
    assert sheet.max_row == len(plain) + 1


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

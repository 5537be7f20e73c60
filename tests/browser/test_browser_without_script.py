"""The pages in a browser that runs no scripts: every fact is there, every form works."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenTab
from tests.browser.pages import PAGES, pages


@pytest.fixture
def page(open_tab: OpenTab) -> Page:
    return open_tab(java_script_enabled=False)


@pytest.mark.parametrize("path", pages())
def test_page_says_what_it_is_for(page: Page, path: str) -> None:
    page.goto(path)
    assert PAGES[path] in page.locator("main").inner_text()
    # What only a script can do is not offered.
    expect(page.get_by_role("slider")).to_have_count(0)
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)


def test_gaps_answer_for_treaty_day_and_region(page: Page) -> None:
    page.goto("/gaps")
    page.get_by_label("Treaty", exact=True).select_option(label="OPSC")
    page.get_by_label("Region or group").select_option(label="Northern Europe")
    page.get_by_label("On the day").fill("2003-01-01")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("main")).to_contain_text("On 1 Jan 2003")
    assert "Sweden" in page.locator("[data-part=gaps] tbody th").all_inner_texts()


def test_saved_query_is_opened_and_sent(page: Page, tmp_path: Path) -> None:
    page.goto("/query")
    page.get_by_label("Saved questions").select_option("not-party")
    page.get_by_role("button", name="Open", exact=True).click()
    page.get_by_label("Answer as").select_option("csv")
    with page.expect_download() as download:
        page.get_by_role("button", name="Run").click()
    file = tmp_path / "answer.csv"
    download.value.save_as(file)
    with file.open(encoding="utf-8", newline="") as text:
        assert len(list(csv.DictReader(text))) > 1

"""Lists that are sorted, filtered and widened, with a script and without; pages without one."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenTab
from tests.browser.pages import PAGES, pages


def rows(page: Page) -> list[str]:
    """The names of the rows."""
    return page.locator("table.list tbody th[scope=row] > a:first-child").all_inner_texts()


def numbers(page: Page) -> list[int]:
    return [int(text) for text in page.locator("table.list td.number").all_inner_texts()]


def test_a_facet_answers_at_once_and_keeps_the_place(open_tab: OpenTab) -> None:
    page = open_tab()
    page.goto("/states")
    every = len(rows(page))
    page.locator("summary", has_text=re.compile("^OPSC$")).click()
    page.locator("input[name=opsc][value=signatory]").check()
    expect(page).to_have_url(re.compile(r"/states\?opsc=signatory$"))
    expect(page.get_by_role("status").last).to_contain_text(f" of {every} States")
    few = rows(page)
    assert "Ireland" in few
    page.locator("summary", has_text="Region").click()
    box = page.get_by_label("Europe", exact=False).first
    expect(box).to_have_accessible_name(re.compile(r"^Europe \d+$"))
    box.focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("region=m49-150"))
    expect(page.locator("table.list tbody tr")).not_to_have_count(len(few))
    # The box that was ticked has been replaced, and still has the focus.
    expect(page.locator("input[name=region][value=m49-150]")).to_be_focused()
    page.get_by_role("link", name="Show all, in the usual order").click()
    expect(page.locator("table.list tbody tr")).to_have_count(every)


@pytest.mark.parametrize("script", [True, False])
def test_a_heading_orders_and_turns_round(open_tab: OpenTab, script: bool) -> None:
    page = open_tab(java_script_enabled=script)
    page.goto("/states?region=m49-002")
    page.get_by_role("columnheader").get_by_role("link", name="Treaties").click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Treaties")
    assert numbers(page) == sorted(numbers(page), reverse=True)
    found = set(rows(page))
    page.get_by_role("columnheader").get_by_role("link", name="Treaties").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Treaties")
    assert numbers(page) == sorted(numbers(page))
    assert set(rows(page)) == found


def test_everything_is_chosen_without_a_script(open_tab: OpenTab) -> None:
    page = open_tab(java_script_enabled=False)
    page.goto("/states/FRA")
    page.locator("summary", has_text="Status").first.click()
    page.locator("input[name=status][value=party]").check()
    page.get_by_text("Order and columns").first.click()
    page.get_by_label("Order", exact=True).first.select_option(label="Signed, latest first")
    page.get_by_label("Kind of consent").check()
    page.get_by_label("In the resolution", exact=True).last.uncheck()
    page.get_by_role("button", name="Show", exact=True).click()
    heads = page.locator("table.list").first.get_by_role("columnheader").all_inner_texts()
    assert [head.split("\n")[0].strip(" ↕↑↓") for head in heads] == [
        "Treaty",
        "Status",
        "Signed",
        "Consent",
        "Kind of consent",
        "In force",
        "Note",
    ]
    days = page.locator("table.list td[data-label=Signed] time").evaluate_all("days => days.map((day) => day.dateTime)")
    assert len(days) > 3
    assert days == sorted(days, reverse=True)
    # What nobody changed is not in the address.
    page.goto("/states")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url(re.compile(r"/states$"))


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
    page.goto("/joined")
    page.locator("#of").select_option(label="OPSC")
    page.locator("#group").select_option(label="Northern Europe")
    page.locator("#day").fill("2003-01-01")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator("main")).to_contain_text("1 Jan 2003")
    assert "Sweden" in rows(page)


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

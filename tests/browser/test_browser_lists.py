"""Lists that are sorted, filtered and widened: with a script, without one, and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenTab


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
    page.goto("/treaties/opsc")
    page.locator("summary", has_text="Status").first.click()
    page.get_by_label("signatory only").check()
    page.get_by_text("Order and columns").first.click()
    page.get_by_label("Order", exact=True).first.select_option(label="Signed, latest first")
    page.get_by_label("Code ISO 3166-1").check()
    page.get_by_label("Kind of consent").uncheck()
    page.get_by_role("button", name="Show", exact=True).click()
    heads = page.locator("table.list").first.get_by_role("columnheader").all_inner_texts()
    assert [head.split("\n")[0].strip(" ↕↑↓") for head in heads] == [
        "State",
        "Status",
        "Signed",
        "Not ratified",
        "Consent",
        "In force",
        "Code",
    ]
    days = page.locator("table.list td[data-label=Signed] time").evaluate_all("days => days.map((day) => day.dateTime)")
    assert len(days) > 3
    assert days == sorted(days, reverse=True)
    # What nobody changed is not in the address.
    page.goto("/states")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url(re.compile(r"/states$"))

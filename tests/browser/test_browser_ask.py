"""An advocate asks and compares: each answer at most two steps from the home page."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenTab


def menu(page: Page, name: str) -> None:
    """Open a page of the navigation from the home page."""
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name=name, exact=True).click()


def test_several_of_each_by_keyboard_and_without_script(open_tab: OpenTab) -> None:
    page = open_tab(java_script_enabled=False)
    page.goto("/ask")
    page.get_by_text("Regions and groups").focus()
    page.keyboard.press("Enter")
    for name in ("Africa", "Oceania"):
        page.get_by_label(name, exact=True).focus()
        page.keyboard.press("Space")
    page.get_by_label("are not bound").focus()
    page.keyboard.press("Space")
    page.locator("summary", has_text="Choose treaties").focus()
    page.keyboard.press("Enter")
    for name in ("CRC", "OPSC"):
        page.get_by_label(name, exact=True).focus()
        page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_contain_text("States of Africa and States of Oceania")
    expect(page.locator("#answer")).to_contain_text("2 treaties (CRC; OPSC)")
    address = "group=m49-002&group=m49-009&status=signatory&status=not-bound&treaty=crc&treaty=opsc"
    assert page.url.endswith(f"/ask?{address}")
    expect(page.get_by_role("main")).to_contain_text("Africa, Oceania")


def test_two_treaties_over_time(open_tab: OpenTab) -> None:
    page = open_tab()
    menu(page, "Compare")
    page.get_by_label("Treaty 1").select_option(label="OPSC")
    page.get_by_label("Treaty 2").select_option(label="Trafficking Protocol")
    page.get_by_role("button", name="Compare treaties").click()
    expect(page).to_have_url(re.compile(r"/compare\?treaty=opsc&treaty=tip$"))
    page.locator("rect.year").nth(3).hover()
    expect(page.locator("#readout")).to_have_text(re.compile(r"End of 200\d: OPSC \d+, Trafficking Protocol \d+"))

"""Completion of the search while typing: by keyboard, by pointer, for screen readers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenTab
from tests.browser.test_browser_every_page import faults


@pytest.fixture
def page(open_tab: OpenTab) -> Page:
    page = open_tab()
    page.goto("/glossary")
    return page


def test_keyboard_leads_to_a_row_of_a_state(page: Page) -> None:
    field = page.get_by_role("banner").get_by_role("combobox")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("Ireland ops")
    expect(options.first).to_contain_text("Ireland and the OPSC")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("banner").get_by_role("status")).to_contain_text("suggestions")

    # Down and up go round, and the field says which option is active.
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    active = field.get_attribute("aria-activedescendant")
    assert active == options.first.get_attribute("id")
    field.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    expect(options.first).to_have_attribute("aria-selected", "false")
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/states/IRL#under-opsc")
    expect(page.locator("#under-opsc")).to_contain_text("OPSC")


def test_escape_closes_and_enter_searches(page: Page) -> None:
    field = page.get_by_role("banner").get_by_role("combobox")
    options = page.get_by_role("option")
    field.press_sequentially("sex tour")
    expect(options.first).to_contain_text("tourism")
    field.press("ArrowDown")
    field.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_attribute("aria-expanded", "false")
    assert field.get_attribute("aria-activedescendant") is None
    assert field.input_value() == "sex tour"
    field.press("Enter")
    page.wait_for_url("**/search?q=sex+tour")
    expect(page.get_by_role("main").locator(".hits a").first).to_have_text("exploitation in travel and tourism")


def test_nothing_near_is_said(page: Page) -> None:
    field = page.get_by_role("banner").get_by_role("combobox")
    field.press_sequentially("qqqzzz")
    expect(page.get_by_role("banner").get_by_role("status")).to_have_text("No suggestions")
    expect(field).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1024, "light"), (1440, "dark")])
def test_open_list_is_accessible_and_within_the_window(open_tab: OpenTab, width: int, scheme: str) -> None:
    page = open_tab(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto("/")
    for part in ("banner", "main"):
        field = page.get_by_role(part).locator("input[name=q]")
        field.fill("child")
        suggestions = page.get_by_role("listbox", name="Suggestions")
        expect(suggestions.get_by_role("option")).to_have_count(8)
        field.press("ArrowDown")
        box = suggestions.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert faults(page) == []
        field.press("Escape")

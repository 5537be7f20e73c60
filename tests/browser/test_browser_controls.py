"""What the script adds: the date slider, the filter, completion of the search; the query editor."""

from __future__ import annotations

import csv
import io
import re
import urllib.request
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenTab
from tests.browser.pages import open_program
from tests.browser.test_browser_every_page import faults


def cells(page: Page) -> dict[str, list[str]]:
    """The words of the matrix by State, without the years; read in one go, it is large."""
    found: dict[str, list[str]] = page.locator("table.matrix tbody tr").evaluate_all(
        """rows => Object.fromEntries(rows.map((row) => [
             row.querySelector("th").innerText,
             [...row.querySelectorAll("td .hidden")].map((word) => word.textContent),
           ]))"""
    )
    return found


def matrix(page: Page) -> Locator:
    return page.locator("[data-part=matrix]")


def test_slider_shows_the_matrix_of_a_year(open_tab: OpenTab, address: str) -> None:
    page = open_tab()
    page.goto("/joined?view=table")
    page.get_by_text("Change treaties, States or day").click()
    slider = page.get_by_role("slider")
    expect(slider).to_have_attribute("min", "1989")
    slider.fill("2003")
    expect(matrix(page)).to_contain_text("On 31 Dec 2003")
    expect(page).to_have_url(re.compile("on=2003-12-31"))
    shown = cells(page)
    url = f"{address}/api/v1/matrix?on=2003-12-31&format=csv"
    with urllib.request.urlopen(url, timeout=30) as answer:
        rows = list(csv.DictReader(io.TextIOWrapper(answer, "utf-8")))
    assert set(shown) == {row["actor_name"] for row in rows}
    bound = {name for name, words in shown.items() if "party" in words}
    assert bound == {row["actor_name"] for row in rows if "party" in row.values()}
    # With the keys, to the first year: three treaties had been adopted.
    slider.press("Home")
    expect(matrix(page)).to_contain_text("On 31 Dec 1989")
    assert all("party" not in words[:1] for words in cells(page).values())


def test_filter_and_sorting_of_the_matrix(open_tab: OpenTab) -> None:
    page = open_tab()
    page.goto("/joined?view=table&group=m49-150")
    heads = page.locator("table.matrix tbody th")
    page.get_by_text("Change treaties, States or day").click()
    page.get_by_role("link", name="Bound by").click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Bound by")
    numbers = page.locator("table.matrix tbody td:nth-child(2)").all_inner_texts()
    assert [int(number) for number in numbers] == sorted(map(int, numbers), reverse=True)
    # A name in any language finds the State.
    page.get_by_text("Change treaties, States or day").click()
    page.get_by_label("State", exact=True).fill("Alemania")
    expect(matrix(page).get_by_role("status")).not_to_have_text(f"{len(numbers)} States and organizations.")
    assert heads.all_inner_texts() == ["Germany"]


def test_terms_are_explained_on_the_spot(open_tab: OpenTab) -> None:
    page = open_tab()
    page.goto("/states/FRA")
    definition = page.locator("#term-entry-into-force")
    expect(definition).to_be_hidden()
    page.get_by_role("button", name="In force").press("Enter")
    expect(definition).to_contain_text("takes legal effect")
    page.keyboard.press("Escape")
    expect(definition).to_be_hidden()


def test_editor_has_what_was_written_before_it_was_opened(open_tab: OpenTab) -> None:
    page = open_tab()
    page.goto("/query")
    text = "SELECT (1 + 2 AS ?three) {}"
    page.get_by_role("textbox", name="Query").fill(text)
    open_program(page)
    assert page.evaluate("window.yasgui.getTab().getYasqe().getValue()") == text
    expect(page.get_by_role("button", name="Open the editor")).to_have_count(0)


def test_api_is_listed_before_its_program_is_opened(open_tab: OpenTab) -> None:
    page = open_tab()
    page.goto("/docs")
    listed = page.get_by_text("GET /api/v1/states/{key}", exact=True)
    expect(listed).to_be_visible()
    open_program(page, "/docs")
    expect(page.locator("#swagger .opblock").first).to_be_visible()
    expect(listed).to_be_hidden()


def test_editor_names_what_the_dataset_does_not_hold(open_tab: OpenTab) -> None:
    page = open_tab()
    page.goto(f"/query?query={quote('SELECT ?s { ?s cse:partyTO ?t }')}")
    open_program(page)
    # A query in the address runs at once; the button would stop it.
    run = page.locator(".tabPanel.active .yasqe_queryButton")
    warnings = page.locator(".tabPanel.active .query-warnings")
    expect(warnings).to_contain_text("cse:partyTO is not in this dataset. Did you mean cse:partyTo")
    page.evaluate("window.yasgui.getTab().getYasqe().setValue('ASK { ?s cse:partyTo ?t }')")
    run.click()
    expect(page.locator(".tabPanel.active .yasr_response_chip")).to_be_visible()
    expect(warnings).to_have_count(0)


@pytest.fixture
def page(open_tab: OpenTab) -> Page:
    page = open_tab()
    page.goto("/topics")
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
    # The home page has its box in the middle, the others have one in the header, on a telephone in its menu.
    for path, part in (("/states", "header.site"), ("/", "main")):
        page.goto(path)
        if part != "main" and width < 1216:
            page.locator("details.menu > summary").click()
        field = page.locator(part).locator("input[name=q]")
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

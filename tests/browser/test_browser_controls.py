"""What the script adds: answers at once, the date slider, the filter; and the query editor."""

from __future__ import annotations

import csv
import io
import re
import urllib.request
from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenTab
from tests.browser.pages import open_program


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
    page.goto("/matrix")
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
    page.goto("/matrix?group=m49-150")
    heads = page.locator("table.matrix tbody th")
    page.get_by_role("link", name="Bound by").click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Bound by")
    numbers = page.locator("table.matrix tbody td:nth-child(2)").all_inner_texts()
    assert [int(number) for number in numbers] == sorted(map(int, numbers), reverse=True)
    # A name in any language finds the State.
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

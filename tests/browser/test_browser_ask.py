"""An advocate asks and compares: each answer at most two steps from the home page."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenTab


def menu(page: Page, name: str) -> None:
    """Open a page of the navigation from the home page."""
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name=name, exact=True).click()


def test_african_signatories_over_all_treaties(open_tab: OpenTab) -> None:
    page = open_tab()
    menu(page, "Ask")
    page.get_by_role("link", name="States of Africa").click()
    expect(page.get_by_role("heading", level=2).first).to_have_text(
        re.compile(r"^\d+ States of Africa signed and did not ratify one or more .*: \d+ cases\.$")
    )
    assert page.url.endswith("/ask?group=m49-002&status=signatory")
    page.get_by_role("link", name="SPARQL query").click()
    expect(page.get_by_role("textbox", name="Query")).to_have_value(re.compile("cse:memberOf"))


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


def test_home_begins_with_the_question(open_tab: OpenTab) -> None:
    page = open_tab()
    page.goto("/")
    main = page.get_by_role("main")
    main.get_by_label("Region or group").select_option(label="Africa")
    main.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("States of Africa signed")


def test_a_saved_question_runs_at_once(open_tab: OpenTab) -> None:
    page = open_tab()
    page.goto("/ask")
    page.get_by_role("link", name="Signed, never ratified").click()
    expect(page.get_by_role("status").last).to_contain_text("rows")
    page.get_by_label("Treaty", exact=True).select_option(label="CRC")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("main")).to_contain_text("United States")


def test_three_states_side_by_side_on_one_sheet(open_tab: OpenTab) -> None:
    page = open_tab()
    menu(page, "Compare")
    for number, name in enumerate(("France", "Germany", "Kenya"), 1):
        page.get_by_label(f"State {number}").select_option(label=name)
    page.get_by_role("button", name="Compare States").click()
    expect(page).to_have_url(re.compile(r"/compare\?state=FRA&state=DEU&state=KEN$"))
    expect(page.locator("tr.differs").first).to_contain_text("≠")
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 1


def test_two_treaties_over_time(open_tab: OpenTab) -> None:
    page = open_tab()
    menu(page, "Compare")
    page.get_by_label("Treaty 1").select_option(label="OPSC")
    page.get_by_label("Treaty 2").select_option(label="Trafficking Protocol")
    page.get_by_role("button", name="Compare treaties").click()
    expect(page).to_have_url(re.compile(r"/compare\?treaty=opsc&treaty=tip$"))
    page.locator("rect.year").nth(3).hover()
    expect(page.locator("#readout")).to_have_text(re.compile(r"End of 200\d: OPSC \d+, Trafficking Protocol \d+"))

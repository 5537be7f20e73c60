"""An advocate asks, compares, prints and cites; a frame shows on other sites."""

from __future__ import annotations

import json
import re
import threading
import urllib.request
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE, OpenTab
from tests.browser.pages import open_program


def states(page: Page) -> list[str]:
    """The States of the list, each the head of a row."""
    return page.locator("[data-part=gaps] tbody th a:first-child").all_inner_texts()


def test_same_answer_as_call_and_as_query(open_tab: OpenTab, address: str) -> None:
    page = open_tab()
    page.goto("/gaps?treaty=opsc")
    listed = states(page)
    call = page.locator("a", has_text="API call").get_attribute("href")
    with urllib.request.urlopen(f"{address}{call}", timeout=30) as answer:
        assert {item["actor"]["name"] for item in json.load(answer)["items"]} == set(listed)
    page.locator("details.developers > summary").click()
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


def menu(page: Page, name: str) -> None:
    """Open a page of the navigation from the home page."""
    page.goto("/")
    navigation = page.get_by_role("navigation", name="Main")
    if not navigation.get_by_role("link", name=name, exact=True).is_visible():
        navigation.get_by_text("More", exact=True).click()
    navigation.get_by_role("link", name=name, exact=True).click()


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


FRAME = "/embed/treaties/opsc/map"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere(address: str, tmp_path: Path) -> Iterator[str]:
    """The address of a page of another origin that shows frames of the site."""
    frame = f'<iframe src="{address}{FRAME}" width="900"></iframe>'
    refused = f'<iframe id="refused" src="{address}/treaties/opsc"></iframe>'
    page = f"<!doctype html><title>Another site</title>{frame}{refused}"
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    # Another name of this machine is another site to a browser.
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_frame_shows_on_a_page_of_another_origin(browser: Browser, elsewhere: str) -> None:
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(elsewhere)
    frame = page.frame_locator(f"iframe[src$='{FRAME}']")
    expect(frame.get_by_role("heading", level=1)).to_contain_text("Who is bound")
    # Its own style sheets were loaded.
    assert frame.locator("body").evaluate("e => getComputedStyle(e).margin") == "0px"
    # The browser shows its own error in place of a page that refuses to be framed.
    expect(page.frame_locator("#refused").get_by_role("heading", name="OPSC")).to_have_count(0)
    assert context.cookies() == []
    context.close()

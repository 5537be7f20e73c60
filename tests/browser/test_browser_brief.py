"""The way to Ireland's brief, and to its files."""

from __future__ import annotations

import io

import docx
import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import OpenTab


def test_irelands_brief_is_two_steps_away(open_tab: OpenTab) -> None:
    page = open_tab(accept_downloads=True)
    page.goto("/states/IRL")
    page.get_by_role("link", name="Brief for a meeting").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ireland: brief for a meeting")
    expect(page.get_by_role("listitem").filter(has_text="Ratify the OPSC")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Word document").click()
    assert download.value.suggested_filename == "Brief Ireland 2026.11.0.docx"
    with open(download.value.path(), "rb") as file:
        assert "Ratify the OPSC" in "".join(e.text for e in docx.Document(file).paragraphs)
    answer = page.request.get("/states/IRL/brief.pdf")
    assert "Ratify the OPSC" in PdfReader(io.BytesIO(answer.body())).pages[0].extract_text()


@pytest.mark.parametrize("width", [390, 1024, 1600])
def test_the_brief_fits_its_window(open_tab: OpenTab, width: int) -> None:
    page = open_tab(viewport={"width": width, "height": 900})
    page.goto("/states/SOM/brief")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

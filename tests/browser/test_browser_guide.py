"""docs/guide-for-advocates.md: a browser walks every step as it is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenTab

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "guide-for-advocates.md").read_text(encoding="utf-8")
#: Question and text of each part.
PARTS = dict(re.findall(r"^## (.+)\n\n((?:(?!## ).*\n?)+)", GUIDE, re.MULTILINE))
#: A verb with what stands in bold, where, and what follows it.
_STEP = re.compile(
    r"(?P<verb>\w+)(?: to)? \*\*(?P<what>[^*]+)\*\*"
    r"(?: in (?:\*\*(?P<field>[^*]+)\*\*|the menu))?(?: and pick \*\*(?P<pick>[^*]+)\*\*)?"
    r"(?: (?:under|behind) “(?P<near>[^”]+)”)?"
)


def steps(text: str) -> list[str]:
    """The numbered steps of a part, each on one line."""
    found = re.findall(r"^\d\. ((?:.+\n(?!\n|\d\.))*.+)", text, re.MULTILINE)
    return [" ".join(step.split()) for step in found]


class Walk:
    """A reader with the guide beside the browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        #: Text of the files that steps brought, with their names.
        self.files = ""

    def near(self, name: str, text: str | None) -> Locator:
        """The link of this name, beside a heading or a sentence."""
        if text is None:
            return self.page.get_by_role("link", name=name, exact=True)
        place = self.page.locator("section, li").filter(has_text=text).last
        return place.get_by_role("link", name=name, exact=True)

    def do(self, step: str) -> None:
        """Do what a step says; each of its words in bold must be used."""
        done = list(_STEP.finditer(step))
        used = "".join(match[0] for match in done)
        assert used.count("**") == step.count("**") > 0, step
        for match in done:
            self.act(**match.groupdict())

    def act(self, verb: str, what: str, field: str | None, pick: str | None, near: str | None) -> None:
        page = self.page
        match verb.lower():
            case "open":
                menu = page.get_by_role("navigation", name="Main")
                if near:
                    menu.get_by_text(near, exact=True).click()
                menu.get_by_role("link", name=what, exact=True).click()
            case "unfold":
                page.locator("summary").filter(has_text=what).click()
            case "follow":
                self.near(what, near).first.click()
            case "press":
                page.get_by_role("button", name=what, exact=True).click()
            case "choose" if field:
                page.get_by_label(field, exact=True).select_option(label=what)
            case "type" if field and pick:
                page.get_by_role("combobox", name=field, exact=True).press_sequentially(what)
                options = page.get_by_role("listbox").get_by_role("option")
                options.filter(has_text=re.compile(rf"^{re.escape(pick)}")).first.click()
            case "type" if field:
                page.get_by_label(field, exact=True).fill(what)
            case "download":
                with page.expect_download() as download:
                    self.near(what, near).first.click()
                self.files += download.value.suggested_filename
            case "subscribe":
                answer = page.request.get(str(self.near(what, near).first.get_attribute("href")))
                assert answer.ok
                self.files += answer.text()
            case _:
                raise AssertionError(f"the guide says {verb}, which no browser can do")


@pytest.mark.parametrize("question", PARTS)
def test_each_step_leads_where_the_guide_says(open_tab: OpenTab, question: str) -> None:
    text = PARTS[question]
    walk = Walk(open_tab(viewport={"width": 1280, "height": 900}))
    walk.page.goto("/")
    assert 1 <= len(steps(text)) <= 2
    for step in steps(text):
        walk.do(step)
    after = re.sub(r"^\d\. (.+\n)+", "", text, flags=re.MULTILINE)
    for words in re.findall(r"“([^”]+)”", after):
        if words not in walk.files:
            expect(walk.page.get_by_role("main")).to_contain_text(words)
    for name in re.findall(r"\*\*([^*]+)\*\*", after):
        expect(walk.page.get_by_role("link", name=name).first).to_be_visible()


def test_the_pictures_are_there() -> None:
    named = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", GUIDE)
    assert named
    assert all((DOCS / name).is_file() for name in named)

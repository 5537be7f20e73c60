"""A person at a browser who reads in one language, begins at the home page and uses what is written there."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from functools import cache

from playwright.sync_api import APIResponse, Locator, Page, expect

from csekg.languages.current import speaking
from csekg_api.web import words
from tests.records import rows


@cache
def _states() -> dict[str, dict[str, str]]:
    return {row["key"]: row for row in rows("actors.csv")}


@cache
def _short_titles() -> dict[tuple[str, str], str]:
    titles = rows("languages/titles.csv")
    return {(row["thing"], row["language"]): row["text"] for row in titles if row["form"] == "short"}


@dataclass(frozen=True, slots=True)
class Reader:
    """The tab, the language by its code, and whether the window is that of a telephone."""

    page: Page
    language: str
    narrow: bool

    def says(self, message: str, context: str = "") -> str:
        """Return what the pages write in the reader's language for an English message of theirs."""
        with speaking(self.language):
            return str(words.pgettext(context, message) if context else words._(message))

    def state(self, key: str) -> str:
        """Return the name of a State as the pages write it."""
        return _states()[key][f"name_{self.language}"]

    def treaty(self, key: str, english: str) -> str:
        """Return the short title of a treaty as the pages write it."""
        return _short_titles().get((f"instrument/{key}", self.language), english)

    @property
    def main(self) -> Locator:
        """What stands between header and footer."""
        return self.page.get_by_role("main")

    def home(self) -> None:
        """Open the home page."""
        self.page.goto("/" if self.language == "en" else f"/{self.language}/")

    def menu(self, message: str, context: str = "") -> None:
        """Follow a link of the header from where the reader is; on a telephone the menu is opened first."""
        header = self.page.locator("header.site")
        if self.narrow:
            header.locator("details.menu > summary").click()
        link = header.get_by_role("link", name=self.says(message, context), exact=True)
        if not link.is_visible():
            header.locator("details.more > summary").click()
        link.click()

    def door(self, message: str) -> None:
        """Go through one of the doors of the home page."""
        self.page.locator(".doors").get_by_text(self.says(message), exact=True).click()

    def search(self, text: str) -> None:
        """Look for something in the box of the home page."""
        box = self.main.locator("input[name=q]").first
        box.fill(text)
        box.press("Enter")
        self.page.wait_for_url(re.compile(r"/search\?"))

    def open_state(self, key: str) -> None:
        """Come from the home page to that of a State, by its name."""
        self.home()
        self.search(self.state(key))
        self.link(self.state(key)).click()

    def follow(self, message: str, context: str = "", *, exact: bool = True) -> None:
        """Follow the first link of the page with these words."""
        self.link(self.says(message, context), exact=exact).click()

    def link(self, name: str, *, exact: bool = True) -> Locator:
        """Return the first link of the page with a name."""
        return self.main.get_by_role("link", name=name, exact=exact).first

    def press(self, message: str, context: str = "") -> None:
        """Press the button with these words."""
        self.main.get_by_role("button", name=self.says(message, context), exact=True).first.click()

    def open_around(self, target: Locator) -> None:
        """Open whatever is folded around something, from the outside in."""
        folded = target.locator("xpath=ancestor::details[not(@open)]")
        while folded.count():
            folded.first.locator("xpath=summary").click()

    def reads(self, text: str | re.Pattern[str]) -> None:
        """Expect a text on the page, in whatever is open."""
        expect(self.main).to_contain_text(text)

    def sees(self, target: Locator) -> None:
        """Expect something to be there, visible, and within the width of the window."""
        expect(target).to_be_visible()
        box = target.bounding_box()
        width = self.page.viewport_size["width"] if self.page.viewport_size else 0
        assert box is not None
        assert box["width"] > 0
        assert -1 <= box["x"] <= width, "beside the window"

    def fits(self) -> None:
        """Expect that the page is not wider than the window."""
        over = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 1, f"the page is {over} pixels wider than the window"

    def download(self, link: Locator) -> APIResponse:
        """Return the file behind a link."""
        address = link.get_attribute("href")
        assert address
        # The first request makes all files: half a minute on an idle machine.
        answer = self.page.request.get(address, timeout=240_000)
        if answer.status == 503:
            # A busy machine may have had no room for it: a client asks again when it is told to.
            time.sleep(int(answer.headers["retry-after"]) + 1)
            answer = self.page.request.get(address, timeout=240_000)
        assert answer.status == 200, (address, answer.status, answer.text())
        return answer

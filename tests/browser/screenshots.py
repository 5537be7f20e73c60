"""Makes the pictures of docs/screenshots anew: `python -m tests.browser.screenshots`.

One screen of each page at the width of a telephone, of a tablet and of a wide monitor; of some
pages in other languages, too, each in a folder of its own.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from tests.csekg_api.service import serving

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
#: Width and height of a screen.
SCREENS = ((390, 780), (1024, 700), (1600, 800))


#: What to open, and what shall stand at the top of the picture, if not the head of the page.
PAGES = {
    "home": ("/", ""),
    "joined": ("/joined?status=not-bound&treaty=opsc", ""),
    "table": ("/joined?view=table&sort=bound", ".sticky"),
    "state": ("/states/IRL", "h1"),
    "treaty": ("/treaties/opsc", ""),
    "statements": ("/statements?treaty=opsc", ""),
    "resolution": ("/resolution", "figure"),
    "signatories": ("/joined?group=m49-002&status=signatory", ""),
    "brief": ("/states/IRL/brief", "h1"),
    "compare": ("/compare?treaty=opsc&treaty=tip", "figure"),
    "query": ("/query?saved=who-was-bound-on", "#yasgui"),
}
#: At the middle width these are shown in the dark, too.
DARK = ("table", "state", "statements")


#: The languages of which pictures are kept, the pages, and the widths at which these are shown.
LANGUAGES = ("fr", "zh", "ar")
IN_LANGUAGES = ("home", "joined", "table", "state", "treaty", "resolution", "signatories", "brief")
NARROW_AND_WIDE = SCREENS[:2]


def main() -> None:
    program = shutil.which("chromium")
    with serving() as service, sync_playwright() as playwright:
        address = f"http://127.0.0.1:{service.port}"
        with playwright.chromium.launch(executable_path=program, args=["--no-sandbox"]) as browser:
            for name in PAGES:
                for screen in SCREENS:
                    _picture(browser, address, name, screen)
                if name in DARK:
                    _picture(browser, address, name, SCREENS[1], "dark")
            for language in LANGUAGES:
                for name in IN_LANGUAGES:
                    for screen in NARROW_AND_WIDE:
                        _picture(browser, f"{address}/{language}", name, screen)


def _picture(
    browser: Browser, address: str, name: str, screen: tuple[int, int], scheme: Literal["light", "dark"] = "light"
) -> None:
    """Save a picture of a page; those in another language have a folder of their own."""
    path, top = PAGES[name]
    width, height = screen
    context = browser.new_context(color_scheme=scheme, locale="en-GB", viewport={"width": width, "height": height})
    page = context.new_page()
    answer = page.goto(address + path, wait_until="networkidle")
    assert answer, path
    assert answer.ok, (path, answer.status)
    if name == "query":
        page.get_by_role("button", name="Open the editor").click()
        page.locator(".tabPanel.active .yasqe_queryButton").click()
        page.locator(".tabPanel.active .yasr tbody tr").first.wait_for()
    if top:
        page.locator(top).first.evaluate("element => element.scrollIntoView()")
    folder = FOLDER / urlsplit(address).path.strip("/")
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}-{width}-{scheme}.png")
    context.close()


if __name__ == "__main__":
    main()

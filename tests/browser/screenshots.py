"""Makes the pictures of docs/screenshots anew: `python -m tests.browser.screenshots`.

One screen of each page at the width of a telephone, of a tablet and of a wide monitor.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.csekg_api.service import serving

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
#: Width and height of a screen.
SCREENS = ((390, 780), (1024, 700), (1600, 800))


#: What to open, and what shall stand at the top of the picture, if not the head of the page.
PAGES = {
    "home": ("/", ""),
    "gaps": ("/gaps?treaty=opsc", ".cards"),
    "matrix": ("/matrix?sort=bound", ".sticky"),
    "state": ("/states/IRL", "h1"),
    "treaty": ("/treaties/opsc", "figure"),
    "resolution": ("/resolution", "figure"),
    "ask": ("/ask?group=m49-002&status=signatory", "h2"),
    "brief": ("/states/IRL/brief", "h1"),
    "compare": ("/compare?treaty=opsc&treaty=tip", "figure"),
    "query": ("/query?saved=who-was-bound-on", "#yasgui"),
}
#: At the middle width these are shown in the dark, too.
DARK = ("matrix", "state")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    program = shutil.which("chromium")
    with serving() as service, sync_playwright() as playwright:
        address = f"http://127.0.0.1:{service.port}"
        with playwright.chromium.launch(executable_path=program, args=["--no-sandbox"]) as browser:
            for name, (path, top) in PAGES.items():
                for width, height in SCREENS:
                    for scheme in ("light", "dark"):
                        if scheme == "dark" and (width != 1024 or name not in DARK):
                            continue
                        context = browser.new_context(
                            base_url=address, color_scheme=scheme, locale="en-GB",
                            viewport={"width": width, "height": height},
                        )  # fmt: skip
                        page = context.new_page()
                        answer = page.goto(path, wait_until="networkidle")
                        assert answer, path
                        assert answer.ok, (path, answer.status)
                        if name == "query":
                            page.get_by_role("button", name="Open the editor").click()
                            page.locator(".tabPanel.active .yasqe_queryButton").click()
                            page.locator(".tabPanel.active .yasr tbody tr").first.wait_for()
                        if top:
                            page.locator(top).first.evaluate("element => element.scrollIntoView()")
                        page.screenshot(path=FOLDER / f"{name}-{width}-{scheme}.png")
                        context.close()


if __name__ == "__main__":
    main()

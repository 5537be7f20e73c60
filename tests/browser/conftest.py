"""The site over the real dataset in a headless Chromium, which is watched throughout."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.command import cache_in
from tests.csekg_api.service import serving

#: Milliseconds; generous, because other tests share the machine and /downloads makes its files.
PATIENCE = 80_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="package")
def address(dataset: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site is."""
    with cache_in(tmp_path_factory.mktemp("site"), dataset, prepared=True), serving() as service:
        yield f"http://127.0.0.1:{service.port}"


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    # Not for the whole session: Playwright keeps an event loop running in this thread, where tests
    # of other folders start their own.
    program = shutil.which("chromium")
    assert program, "these tests need chromium: apt-get install chromium"
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=program, args=["--no-sandbox"]) as chromium,
    ):
        yield chromium


class Watch:
    """What a browser's context says on its consoles, and which hosts it asks."""

    def __init__(self, context: BrowserContext) -> None:
        self.said: list[str] = []
        self.hosts: set[str] = set()
        context.on("console", lambda message: self.said.append(message.text))
        context.on("weberror", lambda fault: self.said.append(str(fault.error)))
        context.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))


OpenTab: TypeAlias = Callable[..., Page]


@pytest.fixture
def open_tab(browser: Browser, address: str) -> Iterator[OpenTab]:
    """Opens an empty tab; whatever happens in it, no console speaks and no other host is asked."""
    opened: list[tuple[BrowserContext, Watch]] = []

    def open_one(**options: Any) -> Page:
        context = browser.new_context(base_url=address, **options)
        context.set_default_timeout(PATIENCE)
        opened.append((context, Watch(context)))
        return context.new_page()

    yield open_one
    for context, _watch in opened:
        context.close()
    for _context, watch in opened:
        assert watch.said == []
        assert watch.hosts <= {urlsplit(address).netloc}

"""The pages over the real dataset, and a reader of their HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from typing import TypeAlias

import pytest
from lxml import html
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg_api.settings import Settings
from tests.csekg_api.conftest import MakeApp


@lru_cache(32)
def _parsed(text: str) -> html.HtmlElement:
    return html.document_fromstring(text, html.HTMLParser(remove_comments=True))


class Page:
    """A page: its text, its tags with their attributes, its status code."""

    def __init__(self, html: str, status: int) -> None:
        self.html, self.status = html, status

    @cached_property
    def text(self) -> str:
        return " ".join(" ".join(_parsed(self.html).itertext()).split())

    @cached_property
    def tags(self) -> list[tuple[str, dict[str, str]]]:
        return [(str(element.tag), dict(element.attrib)) for element in _parsed(self.html).iter()]

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


Open: TypeAlias = Callable[..., Page]


def reader(client: TestClient) -> Open:
    """Return what opens pages as a browser does, with query parameters as keywords."""

    def open_page(path: str, **query: str) -> Page:
        answer = client.get(path, params=query, headers={"Accept": "text/html"})
        assert answer.headers["content-type"] == "text/html; charset=utf-8", answer.text
        return Page(answer.text, answer.status_code)

    return open_page


@pytest.fixture(scope="session")
def site(store: Store, make_app: MakeApp) -> Iterator[TestClient]:
    # The first page of a kind takes long where the machine is busy.
    with TestClient(make_app(store, "f" * 64, Settings(page_timeout=100))) as client:
        yield client


Visit: TypeAlias = Callable[[str], Page]


@pytest.fixture(scope="session")
def visit(site: TestClient) -> Visit:
    """Opens an address as it stands in a link, with its query."""

    def open_address(address: str) -> Page:
        answer = site.get(address, headers={"Accept": "text/html"})
        return Page(answer.text, answer.status_code)

    return open_address


@pytest.fixture(scope="session")
def show(site: TestClient) -> Open:
    """Opens a page over the real dataset."""
    return reader(site)

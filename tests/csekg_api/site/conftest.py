"""The pages over the real dataset, and a reader of their HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import TypeAlias

import pytest
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app


class Page(HTMLParser):
    """A page: its text, its tags with their attributes, its status code."""

    def __init__(self, html: str, status: int) -> None:
        super().__init__()
        self.html, self.status = html, status
        self.tags: list[tuple[str, dict[str, str]]] = []
        self._texts: list[str] = []
        self.feed(html)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self._texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self._texts.append(data)

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
def site(store: Store) -> Iterator[TestClient]:
    with TestClient(create_app(store, "f" * 64)) as client:
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

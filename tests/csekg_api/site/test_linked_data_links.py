"""No page of a person leads to linked data but by the one link that says so."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from lxml import html
from starlette.testclient import TestClient

from csekg import namespaces as ns
from csekg.sparql.oxigraph_store import Store
from csekg_api.site.discovery import page_paths

_LINKED_DATA = re.compile(r"/(page|data|id|graph)/")
#: Pages with a query or an address that no list of pages has: what forms and links ask.
_ASKED = (
    "/joined?group=m49-002&status=signatory",
    "/joined?state=DDR&status=party&on=1991-01-01",
    "/compare?state=FRA&state=KEN",
    "/compare?treaty=opsc&treaty=tip",
    "/joined?status=not-bound&treaty=opsc",
    "/joined?view=table&group=m49-150",
    "/changes?treaty=opsc",
    "/search?q=Hong+Kong",
    "/search?q=article+3+OPSC",
    "/search?q=reservation",
    "/states/KEN/brief",
    "/statements?treaty=opsc&article=3",
    "/statements?treaty=opsc&article=general",
)
#: Their subject is linked data: the ontology, the shapes, the documentation of the interface.
_ABOUT_DATA = ("/docs", "/ontology", "/shapes")


def kind_of(path: str) -> tuple[object, ...]:
    """The kind of a page: the pages of one route, whatever they are about."""
    first, *rest = path.partition("?")[0].strip("/").split("/")
    return first, len(rest) > 0, *(part for part in rest if part in ("articles", "brief", "findings", "statements"))


def all_paths(store: Store) -> list[str]:
    return [path for path in (*page_paths(store), *_ASKED) if path not in _ABOUT_DATA]


def of_each_kind(store: Store) -> list[str]:
    """The first three pages of each kind."""
    found: dict[tuple[object, ...], list[str]] = {}
    for path in all_paths(store):
        found.setdefault(kind_of(path), []).append(path)
    several = [path for listed in found.values() for path in listed[:3]]
    return [*several, "/treaties/ets185/articles/9/1/d", "/places/HKG", "/states/DDR", "/resolution/op/4/b"]


def leading_to_linked_data(site: TestClient, paths: list[str], language: str) -> list[tuple[str, str]]:
    """The links that lead to linked data without saying so, with the page on which each stands."""
    found, own = [], urlsplit(ns.ID).netloc
    for path in paths:
        answer = site.get(language + path, headers={"Accept": "text/html"})
        assert answer.status_code == 200, (path, answer.text[:300])
        document = html.document_fromstring(answer.text)
        said = document.xpath("//a[@data-linked-data]")
        assert len(said) <= 1 or path.startswith("/search"), path
        for link in document.xpath("//a[@href]"):
            address = urlsplit(link.get("href"))
            if link not in said and (_LINKED_DATA.match(address.path.removeprefix(language)) or address.netloc == own):
                found.append((path, link.get("href")))
    return found


@pytest.mark.parametrize("language", ["", "/fr"])
def test_pages_of_each_kind_lead_to_pages_of_people(site: TestClient, store: Store, language: str) -> None:
    paths = of_each_kind(store)
    assert len({kind_of(path) for path in paths}) >= 25
    assert leading_to_linked_data(site, paths, language) == []


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("language", ["", "/fr"])
def test_every_page_leads_to_pages_of_people(site: TestClient, store: Store, language: str) -> None:
    assert leading_to_linked_data(site, all_paths(store), language) == []

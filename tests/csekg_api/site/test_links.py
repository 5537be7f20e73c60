"""Links of each kind of page lead somewhere, and no page names two of its parts alike."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import groupby
from urllib.parse import urljoin

import pytest
from starlette.testclient import TestClient

from tests.browser.pages import PAGES

from .conftest import Page, Visit

#: The pages of this service, which has no releases.
_PATHS = [path for path in PAGES if not path.startswith("/releases/")]


def _names(page: Page) -> list[str]:
    return [tag["id"] for _, tag in page.tags if "id" in tag]


@pytest.fixture(scope="module")
def names_at(site: TestClient) -> Callable[[str], list[str]]:
    """What is named at an address, each of which is opened once: all pages lead to the same sections."""

    @cache
    def names(place: str) -> list[str]:
        answer = site.get(place, headers={"Accept": "text/html, */*;q=0.5"})
        assert answer.status_code == 200, place
        is_page = answer.headers["content-type"].startswith("text/html")
        return _names(Page(answer.text, answer.status_code)) if is_page else []

    return names


# The first page opens the sections to which all pages lead.
@pytest.mark.timeout(400)
@pytest.mark.parametrize("path", _PATHS)
def test_names_are_unique_and_links_lead_somewhere(
    names_at: Callable[[str], list[str]], visit: Visit, path: str
) -> None:
    page = visit(path)
    assert page.status == 200
    names = _names(page)
    assert len(names) == len(set(names))
    links = {tag["href"] for tag in page.all("a") + page.all("link") if "href" in tag}
    anchors = {link for link in links if link.startswith("#")}
    assert anchors <= {f"#{name}" for name in names}
    inner = sorted(link for link in links - anchors if not link.startswith(("http", "mailto:")))
    # Of each kind of link (all States, say) one is enough.
    for _, alike in groupby(inner, key=lambda link: re.split("[/?#]", link)[1:2]):
        link = next(alike)
        place, _, fragment = urljoin(path, link).partition("#")
        names = names_at(place)
        # Swagger UI makes the places of its operations itself.
        if fragment and place != "/docs":
            assert fragment in names, link


@pytest.mark.parametrize("path", ["/states/FRA", "/resolution/op/3"])
def test_other_forms_of_a_page_can_be_had(site: TestClient, visit: Visit, path: str) -> None:
    others = [tag for tag in visit(path).all("link") if tag.get("rel") == "alternate"]
    assert others
    for tag in others:
        answer = site.get(tag["href"])
        assert answer.status_code == 200, tag["href"]
        # A translation is a page, too.
        assert answer.headers["content-type"].startswith(tag.get("type", "text/html"))

"""The markup of pages: cards on narrow screens, nothing empty, links that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from itertools import groupby
from urllib.parse import urljoin

import pytest
from lxml import html
from starlette.testclient import TestClient

from tests.browser.pages import FOREIGN, PAGES
from tests.csekg_api.site.conftest import Open

from .conftest import Page, Visit

PATHS = (
    "/states/IRL",
    "/treaties/opsc",
    "/joined?status=not-bound&treaty=opsc",
    "/changes",
    "/resolution",
    "/resolution/op/4/d",
    "/method",
    "/assessments",
    "/states/IRL/brief?part=annex",
    "/compare?state=FRA&state=DEU",
    "/compare?treaty=opsc&treaty=tip",
)
#: Classes of tables that have a form of their own on a narrow screen.
_OWN_FORM = {"matrix", "statements"}


def _words(element: html.HtmlElement) -> str:
    """The words of a heading, without a definition or an explanation beside them."""
    beside = ".//span[@popover or @class='says' or @class='arrow']"
    for each in element.xpath(beside):
        each.drop_tree()
    return " ".join(element.text_content().split())


def faults(page: html.HtmlElement) -> Iterator[str]:
    """What a narrow screen would show wrongly."""
    for table in page.iter("table"):
        classes = set((table.get("class") or "").split())
        if classes & _OWN_FORM or table.find("thead") is None:
            continue
        if not classes & {"stacked"}:
            yield f"no cards: {classes}"
        headings = [_words(each) for each in table.iterfind("thead/tr/th")]
        rows = [row for row in table.iterfind("tbody/tr") if row.get("class") != "part"]
        for row in rows:
            for heading, cell in zip(headings, row.iterchildren("th", "td"), strict=True):
                if cell.tag == "td" and cell.get("data-label") != heading:
                    yield f"{cell.get('data-label')!r} under {heading!r}"
        if table.xpath("ancestor::div[@role='region'][1]/parent::details[@class='fold']"):
            yield f"{len(rows)} rows are folded"


@pytest.mark.parametrize("path", [*PATHS, "/ar/treaties/opsc", "/zh/states/IRL"])
def test_each_cell_names_its_column_and_no_table_is_folded(site: TestClient, path: str) -> None:
    answer = site.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    page = html.fromstring(answer.text)
    assert page.find(".//table") is not None
    assert [*faults(page)] == []


#: Tags that hold others, and what they must hold.
_SHELLS = {
    "tbody": {"tr"},
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "div"},
    "select": {"option"},
    "optgroup": {"option"},
    "svg": {"path", "a", "rect", "g", "circle", "svg"},
}
#: Where a reader finds less: nothing found, no State left, a State that is no more.
_SPARSE = (
    "/search?q=xylophone",
    "/states?q=Ruritania",
    "/joined?view=table&q=Ruritania",
    "/joined?status=not-bound&treaty=crc&group=m49-154",
    "/states/SUN",
    "/states/EUE",
    "/states/VAT",
    "/joined?group=m49-154&treaty=crc&status=signatory",
    "/changes?from=2099-01-01",
    "/quality?severity=violation",
    "/treaties/cyber",
    "/treaties/crc?on=1989-11-21",
    "/resolution/pp/1",
)


class _Shells(HTMLParser):
    """Notes which tags end without anything that they should hold."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.empty: list[str] = []
        self._open: list[tuple[str, str, list[str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for _, _, inside in self._open:
            inside.append(tag)
        if tag in _SHELLS or tag == "details":
            label = dict(attrs).get("class") or dict(attrs).get("aria-label") or ""
            self._open.append((tag, label, []))

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            _, label, inside = self._open.pop()
            if tag == "details":
                # Beside its summary and the frame of a list there is a leaf.
                held = bool(set(inside) - {"summary", "div", "ul", "ol", "dl", "span", "strong"})
            else:
                held = bool(_SHELLS[tag] & set(inside))
            if not held:
                self.empty.append(f"{tag} {label} at line {self.getpos()[0]}")


def empty_shells(html: str) -> list[str]:
    """Return the tags of a page that hold nothing."""
    return _Shells(re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)).empty


@pytest.mark.parametrize("path", [*(p for p in PAGES if p not in FOREIGN), *_SPARSE])
def test_nothing_empty_is_offered(show: Open, path: str) -> None:
    assert empty_shells(show(path).html) == []


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
@pytest.mark.parametrize("path", PAGES)
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

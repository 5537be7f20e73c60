"""On a narrow screen each row of a table is a card, and a long table is folded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lxml import html
from starlette.testclient import TestClient

from csekg_api.web.templates import table_rows

PATHS = (
    "/states/IRL",
    "/treaties/opsc",
    "/gaps?treaty=opsc",
    "/changes",
    "/resolution",
    "/resolution/op/4/d",
    "/method",
    "/assessments",
    "/states/IRL/brief",
    "/compare?state=FRA&state=DEU",
    "/compare?treaty=opsc&treaty=tip",
    "/embed/states/IRL",
)
#: Classes of tables that have a form of their own on a narrow screen.
_OWN_FORM = {"matrix", "statements"}
_MOST_ROWS = 8


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
        if not classes & {"stacked", "cards-narrow", "treaties"}:
            yield f"no cards: {classes}"
        headings = [_words(each) for each in table.iterfind("thead/tr/th")]
        rows = [row for row in table.iterfind("tbody/tr") if row.get("class") != "part"]
        for row in rows:
            for heading, cell in zip(headings, row.iterchildren("th", "td"), strict=True):
                if cell.tag == "td" and cell.get("data-label") != heading:
                    yield f"{cell.get('data-label')!r} under {heading!r}"
        region = next(table.iterancestors("div"), None)
        if region is None or region.get("role") != "region":
            continue
        around = [*region.iterancestors("details")]
        is_folded = bool(around) and _folds(around[0], region)
        is_closed = any(each.get("open") is None for each in around[is_folded:])
        if is_folded != (len(rows) > _MOST_ROWS and not is_closed):
            yield f"{len(rows)} rows are {'folded' if is_folded else 'not folded'}"


def _folds(details: html.HtmlElement, region: html.HtmlElement) -> bool:
    """Whether a fold holds this region alone."""
    return details.get("class") == "fold" and details.getchildren()[1:] == [region]


@pytest.mark.parametrize("path", [*PATHS, "/ar/treaties/opsc", "/zh/states/IRL"])
def test_each_cell_names_its_column_and_long_tables_are_folded(site: TestClient, path: str) -> None:
    answer = site.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    page = html.fromstring(answer.text)
    assert page.find(".//table") is not None
    assert [*faults(page)] == []


def test_a_folded_table_says_how_many_rows_it_has() -> None:
    assert table_rows("Treaties", 18) == "Treaties, 18 rows"

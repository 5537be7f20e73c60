"""The pages about sources, method and quality."""

from __future__ import annotations

import json
import re

import pytest
from starlette.testclient import TestClient

from csekg.answers.quality.dataset import sources
from csekg.answers.quality.quality import findings
from csekg.sparql.oxigraph_store import Store
from csekg_api.indexes import dataset_report
from csekg_api.site.data.sources import address
from tests.csekg_api.site.conftest import Open, Page


def rows(html: str) -> list[str]:
    return re.findall(r'<tr id="([^"]+)">', html)


def test_every_source_has_its_key_as_anchor(show: Open, store: Store) -> None:
    page = show("/sources")
    assert rows(page.html) == [source.key for source in sources(store)]


def test_sources_of_one_treaty(site: TestClient, show: Open, store: Store) -> None:
    page = show("/sources", treaty="opsc")
    assert rows(page.html) == [source.key for source in sources(store, "opsc")]
    [csv] = [t["href"] for t in page.all("a") if t.get("href", "").endswith("format=csv")]
    assert len(site.get(csv).text.splitlines()) == len(rows(page.html)) + 1


def test_every_source_leads_out_or_says_where_to_look(show: Open, store: Store) -> None:
    html = show("/sources").html
    listed = re.findall(r'<tr id="([^"]+)">(.*?)</tr>', html, re.DOTALL)
    assert len(listed) == len(sources(store))
    without = [key for key, row in listed if 'rel="external"' not in row]
    assert len(without) < len(listed) / 8
    for key, row in listed:
        said = "Where to look: the publications of" in row or "A note of our own" in row
        assert (key in without) == said, key
    known = {each.key: address(each) for each in sources(store)}
    assert known["boe-a-2016-3930"] == (
        "https://github.com/legalize-dev/legalize-es/blob/"
        "025dcae5b5078a678903c767470270a8bf50cc5a/es/84/BOE-A-2016-3930.md"
    )
    assert known["treaty-texts"] == "https://github.com/statengeneraal/laws-markdown/tree/91556a8"
    assert known["un-avl"] == "https://legal.un.org/avl"
    assert known["memory"] is None


def test_pages_describe_themselves_for_machines(show: Open) -> None:
    for path in ("/method", "/downloads", "/topics", "/resolution", "/resolution/op/3"):
        html = show(path).html
        [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        assert json.loads(block)["@context"] == "https://schema.org"
        assert re.search(r'<link rel="alternate" type="[^"]+" href="/', html), path


def count(page: Page, part: str) -> int:
    [number] = re.findall(rf'id="{part}">[^<]*<span class="count">(\d+)', page.html)
    return int(number)


@pytest.mark.parametrize("chosen", [{}, {"severity": "warning"}, {"shape": "KIND-1"}])
def test_findings_can_be_narrowed(show: Open, store: Store, chosen: dict[str, str]) -> None:
    page = show("/quality", **chosen)
    expected = findings(dataset_report(store), **chosen)
    assert expected
    assert count(page, "findings") == len(expected)
    assert all(row.finding in page.text for row in expected)

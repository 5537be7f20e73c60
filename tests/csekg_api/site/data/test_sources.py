from __future__ import annotations

import re

from starlette.testclient import TestClient

from csekg.answers.quality.dataset import sources
from csekg.sparql.oxigraph_store import Store
from csekg_api.site.data.sources import address
from tests.csekg_api.site.conftest import Open


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

"""The pages of the search and of the query editor."""

from __future__ import annotations

import json
import re
from html import unescape

from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg_api.indexes import search_index
from tests.csekg_api.site.conftest import Open


def test_what_is_found_comes_by_kind_and_leads_to_the_richest_page(show: Open) -> None:
    page = show("/search", q="sale of children")
    links = [tag["href"] for tag in page.all("a")]
    assert {"/treaties/opsc", "/resolution/pp/2"} <= set(links)
    kinds = re.findall(r'<h2 id="kind-(\w+)"', page.html)
    assert {"treaty", "paragraph", "article"} <= set(kinds)


def test_number_is_that_of_the_index(show: Open, store: Store) -> None:
    found = search_index(store).find("exploitation")
    page = show("/search", q="exploitation")
    assert f"{len(found)} found" in page.text
    articles = [hit for hit in found if hit.kind == "article"]
    narrowed = show("/search", q="exploitation", kind="article")
    assert narrowed.html.partition("<main")[2].count("<li><a href=") == len(articles)


def test_markup_in_words_stays_text(show: Open) -> None:
    assert "<script>alert" not in show("/search", q="<script>alert(1)</script>").html


def shown(html: str) -> str:
    [text] = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", html, re.DOTALL)
    return unescape(text)


def config(html: str) -> dict[str, object]:
    [text] = re.findall(r'id="query-config">(.*?)</script>', html, re.DOTALL)
    return dict(json.loads(text))


def test_form_sends_a_query_that_answers_with_the_values_asked_for(site: TestClient, show: Open) -> None:
    query = shown(show("/query", saved="who-was-bound-on", treaty="crc", on="2000-01-01").html)
    assert "instrument/crc>" in query
    assert '"2000-01-01"' in query
    answer = site.get("/sparql", params={"query": query, "format": "json"}).json()
    assert len(answer["results"]["bindings"]) == 191


def test_shared_link_holds_the_query(show: Open) -> None:
    text = 'ASK { ?s ?p "</script><b>" }'
    page = show("/query", query=text)
    assert shown(page.html) == text
    assert config(page.html)["value"] == text
    assert "</script><b>" not in page.html


def test_editor_completes_the_terms_of_the_dataset(show: Open, store: Store) -> None:
    terms = config(show("/query").html)
    used = {term for (term,) in store.values("SELECT DISTINCT ?p { ?s cse:treaty ?t ; ?p ?o }")}
    assert isinstance(terms["properties"], list)
    assert used <= set(terms["properties"])
    assert "https://w3id.org/csekg/ontology#Participation" in terms["classes"]  # type: ignore[operator]

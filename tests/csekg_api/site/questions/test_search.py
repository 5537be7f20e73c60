from __future__ import annotations

import re

import pytest

from csekg.sparql.oxigraph_store import Store
from csekg_api.indexes import search_index
from tests.csekg_api.site.conftest import Open


def test_what_is_found_comes_by_kind_and_leads_to_the_richest_page(show: Open) -> None:
    page = show("/search", q="sale of children")
    links = [tag["href"] for tag in page.all("a")]
    assert {"/treaties/opsc", "/resolution/pp/2"} <= set(links)
    kinds = re.findall(r'<h2 id="kind-(\w+)"', page.html)
    assert {"treaty", "paragraph", "article"} <= set(kinds)


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("ireland", "/states/IRL"),
        ("fedlex-opsc-20230420", "/sources#fedlex-opsc-20230420"),
        ("footnote 74", "/resolution#fn-74"),
        ("Ireland OPSC", "/states/IRL#under-opsc"),
        ("article 3 OPSC", "/page/instrument/opsc/article/3"),
        ("downloads", "/downloads"),
        ("African Group", "/matrix?group=un-african-group"),
    ],
)
def test_what_is_named_so_comes_first(show: Open, words: str, page: str) -> None:
    html = show("/search", q=words).html
    results = html[html.index('data-part="results"') :]
    assert re.findall(r'<li><a href="([^"]+)"', results)[0] == page


def test_number_is_that_of_the_index(show: Open, store: Store) -> None:
    found = search_index(store).find("exploitation")
    page = show("/search", q="exploitation")
    assert f"{len(found)} found" in page.text
    articles = [hit for hit in found if hit.kind == "article"]
    narrowed = show("/search", q="exploitation", kind="article")
    assert narrowed.html.partition("<main")[2].count("<li><a href=") == len(articles)


def test_misspelt_word_gets_a_suggestion(show: Open) -> None:
    page = show("/search", q="Optional Protcol")
    assert page.status == 200
    assert "Did you mean optional protocol ?" in page.text
    assert "/search?q=optional+protocol" in page.html or "q=optional%20protocol" in page.html


def test_some_words_are_told_apart_from_all(show: Open) -> None:
    page = show("/search", q="Ireland xylophone")
    assert "Nothing has all of these words." in page.text
    assert "/states/IRL" in page.html
    assert "Nothing has" not in show("/search", q="Ireland").text


def test_markup_in_words_stays_text(show: Open) -> None:
    assert "<script>alert" not in show("/search", q="<script>alert(1)</script>").html

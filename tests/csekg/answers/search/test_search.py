"""How the search ranks, corrects, completes, and what it makes of hostile texts."""

from __future__ import annotations

import sqlite3
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csekg import namespaces as ns
from csekg.answers.search.entries import SitePage
from csekg.answers.search.search import SearchIndex
from csekg.sparql.oxigraph_store import Store
from tests.records import all_facts

_HOSTILE = [
    "x" * 5_000,
    "a b " * 2_000,
    "ireland " * 600,
    "4 (a) " * 300,
    "\ufdfa" * 300,
    "a\x00b",
    "\x01\x02\x1b[31m",
    "[a-z]+(",
    "(?:.*)*$",
    "\\",
    "%_%",
    '"',
    '""',
    'a" OR "b',
    "NEAR(",
    "names : ireland",
    "^",
    "-",
    "* AND *",
    "OR NOT",
    "'; DROP TABLE plain; --",
    "\u200f",
    "\u202eCSPO\u202c",
    "\U0001f600\U0001f600",
    "\ud800",
    "\u0301",
    "\u00bd \u00b2",
    "\u0661\u0662",
    "9" * 200,
    "<script>",
]


@pytest.mark.parametrize("text", _HOSTILE, ids=range(len(_HOSTILE)))
def test_hostile_text_is_only_text(index: SearchIndex, text: str) -> None:
    start = time.process_time()
    found = index.find(text)
    assert len(found[:50]) <= 50
    assert len(index.complete(text, 8)) <= 8
    assert time.process_time() - start < 1


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab*()\"^:-+{}' \t\n\0_12\u202e\u56fd\u0e30opscireland"), max_size=30))
def test_any_text_is_answered(index: SearchIndex, text: str) -> None:
    index.find(text)[:3]
    index.complete(text, 8)


def test_operators_of_the_word_index_are_words(index: SearchIndex) -> None:
    # Bites: passed on as it is, the text is an expression that SQLite refuses.
    with pytest.raises(sqlite3.OperationalError):
        index._words._found('ireland AND "', stems=False)
    assert index.find("ireland*")[0].key == "IRL"
    assert [hit.key for hit in index.find('"ireland" OPSC)')][:1] == ["opsc/IRL"]


def test_words_in_capitals_and_marks_of_direction_do_not_matter(index: SearchIndex) -> None:
    assert index.find("\u202eOPSC\u202c")[0].key == "opsc"
    assert index.find("\uff14\uff08a\uff09")[0].key == "op/4/a"
    # A whole sentence in capitals has no codes of States: IS, BY are words.
    assert index.find("WHO IS BOUND BY THE OPSC")[0].key == "opsc"


def test_all_words_else_any_word(index: SearchIndex) -> None:
    whole = index.find("sale children")
    assert whole.whole
    assert all("sale" in f"{hit.matched} {hit.snippet}".casefold() for hit in whole[:5])
    partly = index.find("sale xylophone")
    assert not partly.whole
    assert len(partly) > 0
    assert len(index.find("xylophone")) == 0
    # What is understood comes first, also among other words.
    assert index.find("Ireland OPSC xylophone")[0].key == "opsc/IRL"


def test_stems_find_other_forms_of_a_word(index: SearchIndex) -> None:
    assert index.find("objection of Ireland")[0].kind == "statement"
    assert index.find("Irelands objections OPSC")[0].kind in ("participation", "statement")
    assert {hit.key for hit in index.find("prosecuting offenders", "paragraph")}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Phillipines", "philippines"),
        ("lanzarotte", "lanzarote"),
        ("grooomign", "grooming"),
        ("Optional Protcol", "optional protocol"),
        ("Columbia OPSC", "colombia opsc"),
    ],
)
def test_near_spelling_is_suggested(index: SearchIndex, typed: str, meant: str) -> None:
    assert index.find(typed).suggestion == meant
    assert index.find(meant).whole
    assert index.complete(typed, 3)


@pytest.mark.parametrize("typed", ["qqqzzz", "xylophone", "kinder", "abcdefgh", "pizza", "zzz"])
def test_nothing_is_suggested_that_is_not_near(index: SearchIndex, typed: str) -> None:
    assert index.find(typed).suggestion is None
    assert index.complete(typed, 8) == []


def test_nothing_is_suggested_where_all_words_are_found(index: SearchIndex) -> None:
    assert index.find("Ireland").suggestion is None


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Ire", "IRL"),
        ("Ireland op", "opac/IRL"),
        ("Ireland opsc", "opsc/IRL"),
        ("palermo", "tip"),
        ("sex t", "travel-and-tourism"),
        ("op/4", "op/4"),
        ("article 3 op", "article/3"),
        ("not rat", "/joined"),
        ("Alem", "DEU"),
        ("法", "FRA"),
    ],
)
def test_completion_offers_what_begins_so(index: SearchIndex, typed: str, first: str) -> None:
    assert index.complete(typed, 8)[0].key == first


def test_completion_offers_several_kinds(index: SearchIndex) -> None:
    hits = index.complete("c", 8)
    assert len(hits) == 8
    assert len({hit.kind for hit in hits}) > 1
    assert not {hit.kind for hit in hits} & {"statement", "source", "footnote"}


def test_row_of_a_state_under_a_treaty_has_its_status_and_address(index: SearchIndex) -> None:
    hit = index.find("Ireland OPSC")[0]
    assert hit.id == ns.participation("opsc", "IRL").value
    assert hit.address == "/states/IRL/participation/opsc"
    assert hit.snippet is not None
    assert "signatory" in hit.snippet.casefold()


def test_every_search_name_of_the_data_finds_its_thing(index: SearchIndex) -> None:
    for each in all_facts().search_names:
        found = index.find(each.name)
        if each.thing.startswith("word/"):
            word = all_facts().words[each.thing.removeprefix("word/")]
            assert found.word is not None, each
            assert {hit.key for hit in found.word.topics} == {*word.topics}, each
        else:
            assert each.thing in [hit.id.removeprefix(ns.ID) for hit in found[:4]], each


def test_a_language_leaves_out_what_only_another_names(index: SearchIndex) -> None:
    # Germany first: its name is the word. The former State whose French name begins with it follows.
    assert [hit.key for hit in index.find("Allemagne", language="fr")][:2] == ["DEU", "DDR"]
    assert len(index.find("Allemagne", language="es")) == 0


def test_pages_are_found_only_where_they_are_given(store: Store) -> None:
    page = SitePage("/somewhere", "Somewhere", ("elsewhere",), "A page.")
    assert SearchIndex(store, {"en": [page]}).find("elsewhere")[0].key == "/somewhere"
    assert SearchIndex(Store(b"")).find("elsewhere").kinds == {}

"""What people type, and what they must find first."""

from __future__ import annotations

from pathlib import Path

import pytest

from csekg.answers.search.search import SearchIndex
from csekg.languages.current import speaking
from tests.records import examples

HERE = Path(__file__).parent
#: The phrase, the kind and the key of the first hit.
PHRASES = examples(HERE / "phrases.csv")


@pytest.mark.parametrize("row", PHRASES, ids=lambda row: row["phrase"])
def test_phrase_finds_first_what_it_means(index: SearchIndex, row: dict[str, str]) -> None:
    found = index.find(row["phrase"])
    assert (found[0].kind, found[0].key) == (row["kind"], row["key"])
    assert found.whole


#: Words of practitioners in the six languages: the provisions that come first in any of them, and whether one says it.
WORDS = examples(HERE / "words.csv")


@pytest.mark.parametrize("row", WORDS, ids=lambda row: row["names"].partition(";")[0])
def test_a_word_of_practitioners_finds_its_provisions_first(index: SearchIndex, row: dict[str, str]) -> None:
    for name in row["names"].split(";"):
        found = index.find(name)
        assert found.word is not None, name
        assert bool(found.word.treated_by) == (row["is_said"] == "yes"), name
        first = [hit.id.partition("/id/instrument/")[2] for hit in found[:6] if hit.kind == "article"]
        assert {*row["provisions"].split(";")} <= {*first}, name
        assert found.word.topics, name


def test_a_word_among_others_is_told_where_nothing_fits_all(index: SearchIndex) -> None:
    found = index.find("webcam xylophone")
    assert found.word is not None
    assert (found.word.word, found.whole, found[0].kind) == ("webcam", False, "article")
    assert index.find("Ireland OPSC").word is None
    assert index.find("webcam", language="fr").word is None


def test_a_name_that_two_languages_share_is_told_in_that_of_the_reader(index: SearchIndex) -> None:
    for language, name in (("fr", "sextorsion"), ("es", "sextorsión")):
        with speaking(language):
            word = index.find("sextorsion").word
        assert word is not None
        assert word.word == name


@pytest.mark.parametrize(
    "text",
    [
        "reservations to OPSC article 3",
        "OPSC article 3: reservations",
        "réserves à l'article 3 de l'OPSC",
        "reservas al artículo 3 OPSC",
        "оговорки к статье 3 OPSC",
        "OPSC 第3条 保留",
    ],
)
def test_reservations_to_an_article_are_found_by_treaty_article_and_kind(index: SearchIndex, text: str) -> None:
    found = [hit.key for hit in index.find(text, "statement")]
    assert found
    assert all(key.startswith("opsc/") and "/reservation/" in key for key in found), found
    assert {key.split("/")[1] for key in found} >= {"KWT", "SYR", "ARE", "USA"}


def test_statements_of_another_kind_and_to_a_part_of_an_article(index: SearchIndex) -> None:
    objecting = [hit.key.split("/")[1] for hit in index.find("objections to OPSC article 3(5)", "statement")]
    assert {"DEU", "GBR"} <= {*objecting}
    assert [hit.kind for hit in index.find("reservations to OPSC article 12")][:1] == ["article"]

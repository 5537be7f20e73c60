"""A store whose rows come in the current language."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from csekg.answers.common.properties import properties
from csekg.answers.common.translations import Translated, said, translated
from csekg.answers.practice.assessors import assessors
from csekg.answers.things.vocabularies import concepts_by_code
from csekg.languages.current import ENGLISH, LANGUAGES, current, speaking
from csekg.languages.marks import is_marked, marked, unmarked
from csekg.sparql.embedded import Store
from tests.records import in_language

_OTHERS = [each for each in LANGUAGES if each != ENGLISH]

_NAMES = """
<urn:a> <urn:name> "Germany"@en , "Allemagne"@fr .
<urn:b> <urn:name> "Nowhere"@en .
<urn:c> <urn:name> "Germany" .
"""
_ASKED = "SELECT ?name WHERE { ?thing <urn:name> ?name FILTER(LANG(?name) IN ('en', '')) }"


def _stored(turtle: str) -> Store:
    quads = ox.parse(turtle, ox.RdfFormat.TURTLE)
    return Store(ox.serialize(quads, format=ox.RdfFormat.N_TRIPLES) or b"")


@pytest.fixture
def named() -> Store:
    return _stored(_NAMES)


def test_only_english_texts_are_translated_and_the_others_marked(named: Store) -> None:
    with speaking("fr"):
        found = {name for (name,) in translated(named).values(_ASKED)}
    assert found == {"Allemagne", marked("Nowhere"), "Germany"}
    assert {name for (name,) in Translated(named).values(_ASKED)} == {"Germany", "Nowhere"}


def test_english_needs_no_other_store(named: Store) -> None:
    assert current() == "en"
    assert translated(named) is named


def test_what_strangers_ask_stays_as_it_is(named: Store) -> None:
    with speaking("fr"):
        rows = translated(named).query(_ASKED)
        assert isinstance(rows, ox.QuerySolutions)
        assert {str(row["name"]) for row in rows} == {'"Germany"@en', '"Nowhere"@en', '"Germany"'}
        assert said(named, "Germany") == "Allemagne"
        assert said(translated(named), "Germany") == "Allemagne"


#: Things with several texts of one property.
_SEVERAL = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:a> skos:note "inferred"@en , "missing in the table"@en ,
                  "absent du tableau"@fr , "déduit"@fr .
<urn:b> skos:note "inferred"@en , "déduit"@fr .
<urn:c> skos:note "printed on 2023-07-10"@en , "deposit"@en ,
                  "imprimé le 10 juillet 2023"@fr , "dépôt"@fr .
<urn:d> skos:note "named in the year 1997"@en , "not translated"@en , "nommé en 1997"@fr .
<urn:e> skos:altLabel "Burma"@en , "the Union"@en , "Birmanie"@fr , "les Lacs"@fr .
<urn:f> skos:hiddenLabel "the Lakes"@en , "Grands Lacs"@fr .
<urn:g> skos:note "one"@en , "two"@en , "three"@en , "un"@fr , "deux"@fr , "trois"@fr .
<urn:h> skos:note "four"@en , "five"@en , "six"@en , "cinq"@fr .
"""


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("inferred", "déduit"), ("missing in the table", "absent du tableau"),
        ("printed on 2023-07-10", "imprimé le 10 juillet 2023"), ("deposit", "dépôt"),
        ("named in the year 1997", "nommé en 1997"), ("not translated", None),
        # Other names are no translations of one another, but for formal ones.
        ("Burma", None), ("the Lakes", None), ("the Union", "les Lacs"), ("one", None),
    ],
)  # fmt: skip
def test_of_several_texts_of_a_thing_each_has_its_own_translation(
    english: str, french: str | None
) -> None:
    with speaking("fr"):
        assert said(_stored(_SEVERAL), english) == (french or marked(english))


def test_where_it_is_not_known_what_translates_what_the_texts_come_together() -> None:
    with speaking("fr"):
        found = properties(translated(_stored(_SEVERAL)), "VALUES ?thing { <urn:g> <urn:h> }")
        note = "http://www.w3.org/2004/02/skos/core#note"
        assert found["urn:g"].texts(note) == ["deux", "trois", "un"]
        assert [*map(unmarked, found["urn:h"].texts(note))] == ["cinq", "five", "four", "six"]


@pytest.mark.parametrize("language", _OTHERS)
def test_each_text_of_the_dataset_has_the_translation_of_the_file(
    store: Store, language: str
) -> None:
    written = {
        text for (text,) in store.values(
            "SELECT (STR(?text) AS ?english) WHERE {"
            " ?thing ?property ?text FILTER(LANG(?text) = 'en' && ?property != cse:limitation) }"
        )
    }  # fmt: skip
    files = {
        each.text.english: each.translation for each in in_language(language).texts
        if each.is_current and each.text.english in written
    }  # fmt: skip
    assert len(files) > 4_000
    with speaking(language):
        found = {english: said(store, english) for english in files}
    assert {english: text for english, text in found.items() if text != files[english]} == {}


@pytest.mark.parametrize("language", _OTHERS)
def test_an_assessment_names_each_of_its_limits_once(store: Store, language: str) -> None:
    english = assessors(store)
    with speaking(language):
        for ours, theirs in zip(english, assessors(translated(store)), strict=True):
            for some, others in ((ours.limits, theirs.limits), (ours.left_out, theirs.left_out)):
                assert len({*others}) == len(some) > 1
                assert not any(map(is_marked, others))


def test_an_act_has_the_word_of_the_act_and_a_topic_that_of_the_topic(store: Store) -> None:
    with speaking("ar"):
        [(act,)] = store.values(
            "SELECT ?label { ?a a cse:Denunciation ; cse:actor/dcterms:identifier 'MYS' ; "
            "rdfs:label ?label }"
        )
        assert ": denunciation, " in act
        assert "انسحاب، " in said(store, act)
        assert concepts_by_code(translated(store), "topic")["denunciation"].name == "الانسحاب"


_DIFFERENT = """
SELECT ?english (COUNT(DISTINCT ?other) AS ?others) WHERE {
  SELECT ?thing ?property (MIN(?text) AS ?english) (MIN(?its) AS ?other) WHERE {
    ?thing ?property ?text , ?its
    FILTER(LANG(?text) = "en" && LANG(?its) = "%s")
    FILTER(?property NOT IN (skos:altLabel, skos:hiddenLabel))
  } GROUP BY ?thing ?property HAVING(COUNT(DISTINCT ?text) = 1 && COUNT(DISTINCT ?its) = 1)
} GROUP BY ?english HAVING(COUNT(DISTINCT ?other) > 1)
"""


@pytest.mark.parametrize("language", _OTHERS)
def test_texts_that_mean_the_same_have_one_translation(store: Store, language: str) -> None:
    assert store.values(_DIFFERENT % language) == []

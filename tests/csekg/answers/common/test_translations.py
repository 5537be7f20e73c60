"""A store whose rows come in the current language."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from csekg.answers.common.translations import said, values
from csekg.answers.entities.vocabularies import concepts_by_code
from csekg.answers.practice.assessments import assessors
from csekg.languages.current import ENGLISH, LANGUAGES, speaking
from csekg.languages.texts import is_english
from csekg.sparql.oxigraph_store import Store
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


def test_only_english_texts_are_translated_and_the_others_say_that_they_are(named: Store) -> None:
    found = sorted(values(named, _ASKED))
    with speaking("fr"):
        assert sorted(str(name) for (name,) in found) == ["Allemagne", "Germany", "Nowhere"]
        assert [str(name) for (name,) in found if is_english(name)] == ["Nowhere"]
    assert {str(name) for (name,) in found} == {"Germany", "Nowhere"}


def test_what_strangers_ask_stays_as_it_is(named: Store) -> None:
    with speaking("fr"):
        rows = named.query(_ASKED)
        assert isinstance(rows, ox.QuerySolutions)
        assert {str(row["name"]) for row in rows} == {'"Germany"@en', '"Nowhere"@en', '"Germany"'}
        assert said(named, "Germany") == "Allemagne"


#: Things with several texts of one property.
_SEVERAL = """
@prefix cse: <https://w3id.org/csekg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
<urn:a> skos:note "inferred"@en , "missing in the table"@en ,
                  "absent du tableau"@fr , "déduit"@fr .
<urn:b> a cse:TextInLanguages ; rdf:value "inferred"@en , "déduit"@fr .
<urn:c> skos:note "deposit"@en , "dépôt"@fr , "versement"@fr .
<urn:d> skos:note "Burma"@en ; skos:hiddenLabel "Birmanie"@fr .
"""


@pytest.mark.parametrize(
    ("english", "french"), [("inferred", "déduit"), ("missing in the table", None), ("deposit", None), ("Burma", None)]
)
def test_of_several_texts_of_a_thing_one_has_the_translation_that_is_stated(english: str, french: str | None) -> None:
    with speaking("fr"):
        told = said(_stored(_SEVERAL), english)
    assert told == (french or english)
    assert is_english(told) == (french is None)


#: Said of a row and of a registration, which differ in gender elsewhere.
_IN_GENDER = {"not found"}


# One of them is in the daily run.
@pytest.mark.parametrize(
    "language", [each if each == "fr" else pytest.param(each, marks=pytest.mark.long) for each in _OTHERS]
)
def test_each_text_of_the_dataset_has_the_translation_of_the_file(store: Store, language: str) -> None:
    written = {
        text
        for (text,) in store.values(
            "SELECT (STR(?text) AS ?english) WHERE {"
            " ?thing ?property ?text FILTER(LANG(?text) = 'en' && ?property != cse:limitation) }"
        )
    } - _IN_GENDER
    files = {
        each.text.english: each.translation
        for each in in_language(language).texts
        if each.is_current and each.text.english in written
    }
    assert len(files) > 4_000
    with speaking(language):
        found = {english: said(store, english) for english in files}
    assert {english: text for english, text in found.items() if text != files[english]} == {}


@pytest.mark.parametrize("language", _OTHERS)
def test_an_assessment_names_each_of_its_limits_once(store: Store, language: str) -> None:
    with speaking(language):
        for each in assessors(store):
            for texts in (each.limits, each.left_out):
                assert len({*map(str, texts)}) == len(texts) > 1
                assert not any(map(is_english, texts))


def test_an_act_has_the_word_of_the_act_and_a_topic_that_of_the_topic(store: Store) -> None:
    with speaking("ar"):
        [(act,)] = store.values(
            "SELECT ?label { ?a a cse:Denunciation ; cse:actor/dcterms:identifier 'MYS' ; rdfs:label ?label }"
        )
        assert ": denunciation, " in act
        assert "انسحاب، " in said(store, act)
        assert str(concepts_by_code(store, "topic")["denunciation"].name) == "الانسحاب"


_DIFFERENT = """
SELECT ?english (COUNT(DISTINCT ?other) AS ?others) WHERE {
  SELECT ?thing ?property (MIN(?text) AS ?english) (MIN(?its) AS ?other) WHERE {
    ?thing ?property ?text , ?its
    FILTER(LANG(?text) = "en" && LANG(?its) = "%s")
    FILTER(?property NOT IN (skos:altLabel, skos:hiddenLabel))
  } GROUP BY ?thing ?property HAVING(COUNT(DISTINCT ?text) = 1 && COUNT(DISTINCT ?its) = 1)
} GROUP BY ?english HAVING(COUNT(DISTINCT ?other) > 1)
"""


def test_a_property_on_which_sources_differ_has_its_name(store: Store) -> None:
    with speaking("es"):
        assert said(store, "kind of consent") == "forma de consentimiento"


@pytest.mark.parametrize("language", _OTHERS)
def test_texts_that_mean_the_same_have_one_translation(store: Store, language: str) -> None:
    assert [row for row in store.values(_DIFFERENT % language) if row[0] not in _IN_GENDER] == []

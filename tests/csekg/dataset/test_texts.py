"""What each language has of the editors' texts: current, stale, missing."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.dataset.assemble import build
from csekg.dataset.texts import InLanguage, Text, Translated, in_languages
from csekg.derived.all_facts import read_all_facts
from csekg.errors import DataError
from csekg.facts.names import OTHER_LANGUAGES
from csekg.facts.tables import Row
from csekg.facts.translations import Key, Translation, hash_of
from csekg.namespaces import CSE, RDF, SKOS
from csekg.resources import ontology_dir
from tests.records import all_facts, in_language, rows
from tests.small_facts import small_data

#: Names that all languages have as they are.
_NAMES = {
    "Global Legal Monitor",
    "Tractatenblad 2001, 169",
    "Tractatenblad 2007, 10",
    "country_converter 1.3.2",
    "rigour 2.6.1",
}
#: Of a hundred texts so many are translated at least: who translates more may raise it.
_FLOOR = {"ar": 99, "es": 99, "fr": 99, "ru": 99, "zh": 99}


def _text(thing: str, english: str, place: int = 0) -> Text:
    return Text(NamedNode(ns.ID + thing), SKOS.note, english, Key(thing, "skos:note", place))


def _of(text: Text, translation: str) -> Translation:
    return Translation(Row(Path(), 1, {}), text.key, text.source, translation)


def _joined(texts: list[Text], translations: list[Translation]) -> list[tuple[str, str]]:
    language = InLanguage("fr", texts, translations)
    return [(_state(entry), entry.translation) for entry in language.texts]


def _state(entry: Translated) -> str:
    return "current" if entry.is_current else "stale" if entry.translation else "missing"


def test_a_translation_is_found_by_the_english_wherever_it_stands() -> None:
    old, new = _text("act/1999", "Read twice."), _text("act/2000", "Read twice.")
    assert _joined([new], [_of(old, "Lu deux fois.")]) == [("current", "Lu deux fois.")]
    # An English text of another property is another one.
    other = Text(new.thing, RDF.value, new.english, Key("act/2000", "rdf:value", 0))
    assert _joined([other], [_of(old, "Lu deux fois.")]) == [("missing", "")]


def test_of_several_translations_of_an_english_text_that_of_the_thing_counts() -> None:
    one, two, three = (_text(thing, "denunciation") for thing in ("a", "b", "c"))
    translations = [_of(one, "dénonciation"), _of(two, "retrait")]
    assert [words for _, words in _joined([three, two, one], translations)] == [
        "dénonciation",
        "retrait",
        "dénonciation",
    ]
    # Also where it stood at another place among those of the thing.
    moved = [_of(one, "dénonciation"), _of(_text("b", "denunciation", 2), "retrait")]
    assert _joined([two], moved) == [("current", "retrait")]


def test_where_the_english_has_changed_the_translation_is_stale() -> None:
    old, new = _text("a", "Signed 2000."), _text("a", "Signed 2001.")
    stale = InLanguage("fr", [new], [_of(old, "Signé 2000.")])
    assert [(_state(entry), entry.translation) for entry in stale.texts] == [("stale", "Signé 2000.")]
    assert [row.key for row in stale.stale] == [old.key]
    assert stale.missing == []
    # Stale everywhere, though the translation stands at one of the things.
    assert [state for state, _ in _joined([new, _text("b", new.english)], [_of(old, "x")])] == ["stale", "stale"]


def test_a_translation_that_another_thing_needs_is_not_stale() -> None:
    first, second = _text("a", "Corrected."), _text("b", "As it was.")
    language = InLanguage("fr", [first, second], [_of(_text("a", "As it was."), "Tel quel.")])
    assert [_state(entry) for entry in language.texts] == ["missing", "current"]
    assert language.stale == []
    assert language.missing == [first]


def test_the_warning_counts_and_says_what_to_do() -> None:
    gone, kept = _of(_text("gone", "Gone."), "Parti."), _text("a", "Here.")
    missing = [_text("b", "New."), _text("c", "New."), _text("d", "Newer.")]
    assert InLanguage("fr", [kept], [_of(kept, "Ici.")]).warning == ""
    assert InLanguage("fr", missing, [gone]).warning == (
        "fr: 1 text is stale and 2 are missing; English stands in (csekg languages --stale fr)"
    )
    assert InLanguage("ru", missing[:1], []).warning.startswith("ru: 0 texts are stale and 1 is missing;")


def test_several_texts_of_a_thing_have_places_and_parts_of_a_condition_have() -> None:
    places: dict[tuple[str, str], list[int]] = {}
    for each in in_language("fr").texts:
        places.setdefault(each.text.key[:2], []).append(each.text.key.place)
    assert all(found in ([0], [*range(1, len(found) + 1)]) for found in places.values())
    assert places["instrument/ccpcj-16-2/op/4/d/request/1", "cse:condition"] == [1, 2]
    assert places["assessor/dol", "cse:limitation"] == [*range(1, 9)]


def test_what_pages_say_of_assessors_readings_meetings_and_territorial_acts_is_translated() -> None:
    said = {(each.text.key[0], each.text.key[1]): each for each in in_language("fr").texts}
    of_dol = [
        ("assessor/dol", name)
        for name in ("skos:prefLabel", "skos:altLabel", "dcterms:title", "dcterms:publisher", "dcterms:rights")
    ]
    others = [
        ("reading/earlier", "skos:prefLabel"),
        ("event/ccpcj-session-16", "cse:heldAt"),
        ("correspondence/op-1/crc/35", "cse:decisionReason"),
        ("correspondence/op-1/cets201/1-1", "skos:note"),
        ("action/opsc/DNK/2003-07-24/territorial-exclusion/FRO", "skos:note"),
    ]
    assert all(said[key].is_current for key in [*of_dol, *others])
    assert said["assessor/dol", "skos:altLabel"].translation == "Département du travail des États-Unis"
    # Of other events pages do not show the detail.
    assert ("action/cets201/ALB/2010-10-11/authority-designation", "skos:note") not in said


def test_terms_of_the_ontology_have_paths_of_their_own() -> None:
    things = {each.text.key.thing: each.text.thing for each in in_language("fr").texts}
    assert things["ontology#Treaty"] == CSE.Treaty
    assert things["instrument/crc"] == ns.instrument("crc")
    assert len(things) == len(set(things.values()))


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_a_language_does_not_lose_what_it_has(language: str) -> None:
    texts = in_language(language).texts
    current = sum(each.is_current for each in texts)
    assert 100 * current >= _FLOOR.get(language, 0) * len(texts) > 400_000


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_the_file_is_sorted_and_has_a_row_for_each_english_text(language: str) -> None:
    found = rows(f"languages/{language}/texts.csv")
    keys = [(row["thing"], row["property"], int(row["place"] or 0)) for row in found]
    assert keys == sorted(keys)
    of = [(row["property"], row["of"]) for row in found]
    texts = {(row["property"], row["of"], row["text"]) for row in found}
    assert len(of) == len(texts)


@pytest.mark.parametrize("language", ["ar", "ru", "zh"])
def test_no_text_is_left_in_english(language: str) -> None:
    for each in in_language(language).texts:
        same = each.translation == each.text.english not in _NAMES
        assert not same or not any(map(str.islower, each.translation)), each


def test_an_unknown_property_stops_the_build_and_a_thing_that_is_gone_does_not() -> None:
    before = in_language("fr")
    heading = next(
        each for each in before.translations if each.key.property == "cse:heading" and each not in before.stale
    )
    wrong = replace(heading, key=heading.key._replace(property="cse:headign"))
    with pytest.raises(DataError, match=r"fr/texts.csv:\d+: .*: 'cse:headign'. Did you mean cse:h"):
        _with(heading, wrong)
    gone = replace(heading, key=heading.key._replace(thing="instrument/gone/article/1"))
    # Who follows the English text finds the translation wherever it stands.
    for changed_row, lost in ((gone, 0), (replace(gone, source=("cse:heading", "0123456789")), 1)):
        french = _with(heading, changed_row)
        assert len(french.stale) == len(before.stale) + lost
        assert len(french.missing) == len(before.missing) + lost


def _with(old: Translation, new: Translation) -> InLanguage:
    french = tuple(new if each is old else each for each in in_language("fr").translations)
    return in_languages(replace(all_facts(), translations={"fr": french}))["fr"]


def test_who_corrects_a_word_of_english_builds_and_five_languages_say_english(tmp_path: Path) -> None:
    """A word of corrections.csv, as the editors would correct it."""
    data = small_data(tmp_path)
    facts = read_all_facts(data, ontology_dir())
    before = in_languages(facts)
    reason = next(discrepancy.reason for discrepancy in facts.discrepancies if " the " in discrepancy.reason)
    new = reason.replace(" the ", " that ", 1)
    file = data / "corrections.csv"
    file.write_text(file.read_text("utf-8").replace(reason, new), "utf-8")
    steps: list[str] = []
    content = build(data, ontology_dir(), steps.append).decode()
    for language in OTHER_LANGUAGES:
        start = f"warning: {language}: "
        (warning,) = [step for step in steps if step.startswith(start)]
        stale, missing = len(before[language].stale) + 1, len(before[language].missing)
        assert warning.startswith(f"{start}{stale} text")
        assert f" and {missing} " in warning
        (old,) = {entry.translation for entry in before[language].texts if entry.text.english == reason}
        assert old
        assert old not in content
    assert new in content
    with (data / "languages/fr/texts.csv").open(encoding="utf-8", newline="") as stream:
        assert hash_of(reason) in {row["of"] for row in csv.DictReader(stream)}

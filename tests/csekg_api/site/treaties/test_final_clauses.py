"""Final clauses in words, in each language; the rule of entry into force in sentences."""

from __future__ import annotations

import pytest
from babel import Locale

from csekg.answers.common.references import treaties
from csekg.answers.status.entry_into_force import Rule
from csekg.answers.texts.instruments import instrument
from csekg.languages.current import ENGLISH, LANGUAGES, speaking
from csekg.languages.forms import list_comma
from csekg.languages.texts import is_english
from csekg.sparql.oxigraph_store import Store
from csekg_api.site.treaties.final_clauses import listed_clauses, rule_in_words
from tests.records import rows

_OTHERS = [each for each in LANGUAGES if each != ENGLISH]
#: Of a hundred clauses so many at most are in English.
_MOST_ENGLISH = 10
#: The names of the languages as the treaties have them, where CLDR has others.
_NAMES = {
    "zh": {"ar": "阿拉伯文", "zh": "中文", "en": "英文", "fr": "法文", "ru": "俄文", "es": "西班牙文"},
    "ar": {"ar": "العربية", "zh": "الصينية", "en": "الإنكليزية", "fr": "الفرنسية", "ru": "الروسية", "es": "الإسبانية"},
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_authentic_languages_are_named_in_the_language_of_the_page(store: Store, language: str) -> None:
    names = _NAMES.get(language) or Locale.parse(language).languages
    read = 0
    for key in treaties(store):
        codes = [row["value"].split() for row in rows(f"treaties/{key}/clauses.csv") if row["fact"] == "languages"]
        with speaking(language):
            clauses = listed_clauses(instrument(store, key).final_clauses)
            said = [words.split(list_comma()) for _, words, _, clause in clauses if clause.clause_kind == "languages"]
        assert [[word.casefold() for word in words] for words in said] == [
            [names[code].casefold() for code in listed] for listed in codes
        ]
        read += len(said)
    assert read > 10


@pytest.mark.parametrize("language", _OTHERS)
def test_clauses_are_said_in_each_language(store: Store, language: str) -> None:
    with speaking(language):
        ours = store
        said = [
            (key, *words) for key in treaties(ours) for *words, _ in listed_clauses(instrument(ours, key).final_clauses)
        ]
    assert len(said) > 250
    # What somebody corrected waits for its translation.
    english = [each for each in said if any(map(is_english, each))]
    assert 100 * len(english) <= _MOST_ENGLISH * len(said), english


@pytest.mark.parametrize(
    ("treaty", "sentences"),
    [
        # Article 14 of the protocol: three months, and one month.
        (
            "opsc",
            "10 instruments bring the treaty into force, 3 months after the last of them. "
            "Who consents later is bound 1 month after the deposit",
        ),
        # Article 45 of the convention: five signatories, three of them member States.
        (
            "cets201",
            "5 instruments bring the treaty into force, 3 months, from the "
            "first of the next month, after the last of them. 3 of them must be from member States.",
        ),
    ],
)
def test_a_rule_reads_as_its_clause(store: Store, treaty: str, sentences: str) -> None:
    assert rule_in_words(instrument(store, treaty).rule).startswith(sentences)


def test_nothing_is_said_of_what_is_not_known(store: Store) -> None:
    rule = instrument(store, "opsc").rule
    assert rule is not None
    nothing = dict.fromkeys(("threshold", "threshold_members", "waiting_period", "excludes_regional_organizations"))
    assert rule_in_words(Rule.model_construct(**{**dict(rule), **nothing})) == ""
    assert rule_in_words(None) == ""

"""Whatever the interface speaks, a State is found by its name in any language."""

from __future__ import annotations

import pytest

from csekg.answers.common.folding import folded_words
from csekg.answers.search.search import SearchIndex
from csekg.languages.current import LANGUAGES, speaking

_GERMANY = {"en": "Germany", "fr": "Allemagne", "es": "Alemania", "ru": "Германия", "zh": "德国", "ar": "ألمانيا"}


@pytest.mark.parametrize("interface", LANGUAGES)
@pytest.mark.parametrize("typed", ["Alemania", "المانيا", "德国", "германия", "ALLEMAGNE"])
def test_germany_is_found_in_each_interface(index: SearchIndex, typed: str, interface: str) -> None:
    with speaking(interface):
        first = index.find(typed)[0]
    assert (first.key, first.name, first.short_name) == ("DEU", _GERMANY[interface], _GERMANY[interface])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ألمانيا", "المانيا"),
        ("السويد", "سويد"),
        ("اتفاقية", "الاتفاقيه"),
        ("مصـر", "مصر"),
        ("Côte d\N{RIGHT SINGLE QUOTATION MARK}Ivoire", "cote d'ivoire"),
        ("Пётр", "петр"),
        ("德国", "德 国"),
    ],
)
def test_forms_that_writers_use_for_one_another_are_the_same(one: str, other: str) -> None:
    assert folded_words(one) == folded_words(other)


@pytest.mark.parametrize(("one", "other"), [("الله", "له"), ("مصر", "مصري"), ("德国", "法国")])
def test_other_words_are_not(one: str, other: str) -> None:
    assert folded_words(one) != folded_words(other)

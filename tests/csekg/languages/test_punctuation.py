"""Sentences one after the other, with and without their full stops."""

from __future__ import annotations

import pytest

from csekg.languages.current import speaking
from csekg.languages.messages import as_sentence, capital, sentences, without_stop
from csekg.languages.texts import is_english, untranslated


@pytest.mark.parametrize("text", ["Open to it", "Open to it."])
def test_a_sentence_ends_with_one_stop(text: str) -> None:
    assert as_sentence(text) == "Open to it."
    with speaking("fr"):
        assert str(as_sentence(untranslated(text))) == "Open to it."


def test_a_text_loses_its_stop_and_no_other() -> None:
    assert is_english(without_stop(untranslated("Open to it.")))
    assert without_stop("对其开放。") == "对其开放"


def test_the_first_letter_is_a_capital() -> None:
    assert capital("article 3") == "Article 3"
    assert is_english(capital(untranslated("article 3")))
    assert capital("") == ""


def test_chinese_sentences_follow_without_a_space() -> None:
    assert sentences("One.", "", "Two.") == "One. Two."
    with speaking("zh"):
        assert sentences("一。", "二。") == "一。二。"

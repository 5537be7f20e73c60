"""Sentences one after the other, with and without their full stops."""

from __future__ import annotations

import pytest

from csekg.languages.current import speaking
from csekg.languages.joining import as_sentence, capital, sentences, without_stop
from csekg.languages.marks import marked, unmarked


@pytest.mark.parametrize("text", ["Open to it", "Open to it."])
def test_a_sentence_ends_with_one_stop(text: str) -> None:
    assert as_sentence(text) == "Open to it."
    with speaking("fr"):
        assert unmarked(as_sentence(marked(text))) == "Open to it."


def test_a_marked_text_loses_its_stop_and_keeps_its_marks() -> None:
    assert without_stop(marked("Open to it.")) == marked("Open to it")
    assert without_stop("对其开放。") == "对其开放"


def test_the_capital_comes_after_the_mark() -> None:
    assert capital("article 3") == "Article 3"
    assert capital(marked("article 3")) == marked("Article 3")
    assert capital("") == ""


def test_chinese_sentences_follow_without_a_space() -> None:
    assert sentences("One.", "", "Two.") == "One. Two."
    with speaking("zh"):
        assert sentences("一。", "二。") == "一。二。"

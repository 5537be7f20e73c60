"""The sentence on what a State was asked, for each answer and outcome."""

from __future__ import annotations

from datetime import date

import pytest

from csekg.languages.current import LANGUAGES, speaking
from csekg.languages.texts import is_english
from csekg.wording.recommendations import say_asked

LIST = date(2026, 2, 3)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            (7, 2009, 2014, (2011, 2014), (), None, False, LIST),
            "Asked 7 times since 2009, accepted in 2011 and 2014, not joined as of 3 Feb 2026.",
        ),
        ((1, 2010, 2010, (), (), None, False, LIST), "Asked 1 time in 2010, noted, not joined as of 3 Feb 2026."),
        (
            (2, 2010, 2010, (), (), date(2012, 5, 1), False, LIST),
            "Asked 2 times in 2010, noted, consented to be bound on 1 May 2012.",
        ),
        ((0, 2010, 2010, (), (2010,), None, False, LIST), "Pledged in 2010, not joined as of 3 Feb 2026."),
        (
            (1, 2010, 2010, (2010,), (), date(2001, 5, 1), True, LIST),
            "Asked 1 time in 2010, accepted in 2010, already bound by its consent of 1 May 2001.",
        ),
    ],
)
def test_the_sentence(arguments: tuple[object, ...], sentence: str) -> None:
    assert say_asked(*arguments) == sentence  # type: ignore[arg-type]
    for language in LANGUAGES[1:]:
        with speaking(language):
            said = say_asked(*arguments)  # type: ignore[arg-type]
            assert str(said) != sentence
            assert not is_english(said)

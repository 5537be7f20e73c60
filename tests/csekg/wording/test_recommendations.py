"""The sentence on what a State was asked, for each answer and outcome, and where it can be read."""

from __future__ import annotations

from datetime import date

import pytest

from csekg.languages.current import LANGUAGES, speaking
from csekg.languages.texts import is_english
from csekg.wording.practice import say_asked, say_where

LIST = date(2026, 2, 3)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ((2009,) * 3 + (2014,) * 4, (2011, 2014), (), None, (), LIST),
            "Asked 7 times since 2009, accepted in 2011 and 2014, not joined as of 3 Feb 2026.",
        ),
        (((2010,), (), (), None, (), LIST), "Asked once in 2010, noted, not joined as of 3 Feb 2026."),
        (
            ((2010, 2010), (), (), date(2012, 5, 1), (), LIST),
            "Asked twice in 2010, noted, consented to be bound on 1 May 2012.",
        ),
        (((), (), (2010,), None, (), LIST), "Pledged in 2010, not joined as of 3 Feb 2026."),
        (
            ((2013, 2013, 2013), (2013,), (2008,), None, (), LIST),
            "Asked 3 times in 2013, accepted in 2013, pledged in 2008, not joined as of 3 Feb 2026.",
        ),
        (
            ((2010, 2014), (2010,), (), None, (), LIST),
            "Asked twice since 2010, accepted in 2010, not joined as of 3 Feb 2026.",
        ),
        (
            ((2010,), (2010,), (), date(2001, 5, 1), (2010,), LIST),
            "Asked once in 2010, accepted in 2010, already bound by its consent of 1 May 2001.",
        ),
        (
            ((2009, 2013), (2009, 2013), (), date(2012, 5, 1), (2013,), LIST),
            "Asked twice since 2009, accepted in 2009 and 2013, consented to be bound on 1 May 2012, "
            "already bound at the review in 2013.",
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


def test_what_the_reader_of_a_report_must_know_comes_last() -> None:
    note = "addressed in the review of Sudan"
    assert say_where("A/HRC/18/16", 11, ("83.1",), note) == f"para. 83.1; {note}"
    assert say_where("A/HRC/18/16", 11, (None,), note) == f"paragraph not known; {note}"


@pytest.mark.parametrize(
    ("report", "paragraphs", "says"),
    [
        ("A/HRC/15/8", ("102.7", None), "para. 102.7; of 1 the paragraph is not known"),
        ("A/HRC/15/8", ("1.2", "1.1", "1.2", None, None), "para. 1.2, 1.1; of 2 the paragraph is not known"),
        ("A/HRC/15/8", ("102.7",), "para. 102.7"),
        ("A/HRC/15/8", (None, None), "paragraph not known"),
        (None, (None,), "session 8, report not read"),
    ],
)
def test_where_it_stands(report: str | None, paragraphs: tuple[str | None, ...], says: str) -> None:
    assert say_where(report, 8, paragraphs) == says

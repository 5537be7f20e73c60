"""Texts that each language says in its own way, and phrases of which a part is English."""

from __future__ import annotations

import json
import pickle
from datetime import date
from functools import partial

import pytest
from markupsafe import Markup

from csekg.languages.current import current, speaking, without_language
from csekg.languages.days import spelled
from csekg.languages.forms import either, listed
from csekg.languages.messages import _, as_sentence, capital, sentences, without_stop
from csekg.languages.texts import Phrase, Text, each_piece, filled, is_english, joined, pieces, text, untranslated

_NAMES = {"en": "Germany", "fr": "Allemagne"}
_SPAN = '<span lang="en" dir="ltr">{}</span>'


def _say() -> str:
    return _NAMES.get(current()) or untranslated("Germany")


@pytest.fixture
def germany() -> Text:
    return Text("Germany", _say)


def test_a_text_is_said_where_it_is_shown(germany: Text) -> None:
    with speaking("fr"):
        shown = (
            str(germany),
            f"{germany}",
            "%s" % germany,  # noqa: UP031
            germany + "",
            "" + germany,
            Markup("%s") % germany,
            str(Markup.escape(germany)),
        )
    assert {*shown} == {"Allemagne"}
    assert germany == "Germany"
    assert [germany.into(language) for language in ("en", "fr")] == ["Germany", "Allemagne"]


def test_a_text_without_a_translation_is_english_and_says_so(germany: Text) -> None:
    with speaking("es"):
        assert str(germany) == "Germany"
        assert is_english(germany)
        assert germany.__html__() == _SPAN.format("Germany")
    with speaking("fr"):
        assert not is_english(germany)
        assert germany.__html__() == "Allemagne"


def test_a_text_leaves_the_process_in_the_current_language(germany: Text) -> None:
    with speaking("fr"):
        left = pickle.loads(pickle.dumps(germany))
    assert (type(left), left) == (str, "Allemagne")


def test_where_no_language_is_chosen_nothing_can_be_said(germany: Text) -> None:
    with without_language(), pytest.raises(LookupError, match="for later"):
        str(germany)


def test_messages_wait_where_no_language_is_chosen(germany: Text) -> None:
    day = date(2001, 5, 3)
    with without_language():
        waiting = [
            _("the {name}", name=germany),
            spelled(day),
            listed([germany, "x"]),
            either([germany, "x"]),
            as_sentence(germany),
            without_stop(germany),
            capital(germany),
            sentences(germany, "x"),
            joined("; ", [germany, germany]),
            germany + "x",
        ]
    for said in waiting:
        assert isinstance(said, Text)
        with speaking("fr"):
            assert said.said() == str(said)
            assert ("Allemagne" in str(said)) == ("Germany" in str.__str__(said))


def test_a_text_that_is_wanted_now_is_a_string() -> None:
    assert text(lambda: current()) == "en"
    with without_language():
        waiting = text(lambda: current())
    assert (waiting, str(waiting)) == ("en", "en")
    with speaking("ar"):
        assert str(waiting) == "ar"


def test_a_message_keeps_the_language_of_its_parts(germany: Text) -> None:
    with speaking("es"):
        said = filled("{day}: {name} y {number}", {"day": "5", "name": germany, "number": 7})
    assert said == "5: Germany y 7"
    assert pieces(said) == (("5: ", False), ("Germany", True), (" y 7", False))
    whole = filled(untranslated("{name} left"), {"name": "Allemagne"})
    assert pieces(whole) == (("Allemagne left", True),)


@pytest.mark.parametrize(
    "say",
    [
        lambda words: joined(", ", ["un", words]),
        lambda words: "un, " + words,
        lambda words: sentences("un,", words),
        lambda words: listed(["un", words]),
    ],
)
def test_so_does_what_is_made_of_several(say: partial[str]) -> None:
    with speaking("fr"):
        said = say(untranslated("two"))
        assert isinstance(said, Phrase)
        assert ("two", True) in said.pieces
        assert not is_english(said)
        assert is_english(say(untranslated("two"))) is False


def test_html_escapes_each_piece() -> None:
    phrase = Phrase([("<b>", False), ('"<script>', True)])
    assert phrase.__html__() == "&lt;b&gt;" + _SPAN.format("&#34;&lt;script&gt;")
    assert json.loads(json.dumps(phrase)) == '<b>"<script>'


def test_a_piece_in_english_is_changed_as_english() -> None:
    phrase = Phrase([("un ", False), ("two", True)])
    with speaking("fr"):
        changed = each_piece(phrase, lambda piece: f"{piece}{current()}")
    assert pieces(changed) == (("un fr", False), ("twoen", True))


def test_stops_and_capitals_are_those_of_the_pieces() -> None:
    phrase = Phrase([("un ", False), ("two.", True)])
    assert pieces(without_stop(phrase)) == (("un ", False), ("two", True))
    assert pieces(capital(phrase)) == (("Un ", False), ("two.", True))
    assert untranslated("") == ""
    assert pieces("") == ()

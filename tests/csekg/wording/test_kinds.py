"""Kinds of acts and changes of status in words."""

from __future__ import annotations

import pytest

from csekg.languages.current import speaking
from csekg.wording.labels import change_in_words, kind_in_words


@pytest.mark.parametrize(
    ("kind", "english", "french"),
    [
        ("ratification", "ratification", "ratification"),
        ("interpretative-declaration", "interpretative declaration", "déclaration interprétative"),
        # Its words are not those of the code.
        (
            "ratification-acceptance-or-approval",
            "ratification, acceptance or approval",
            "ratification, acceptation ou approbation",
        ),
        # Of no act, as the kinds of other files: in English where no catalogue has it.
        ("no-such-kind", "no such kind", "no such kind"),
        ("", "", ""),
    ],
)
def test_a_kind_is_said_in_words(kind: str, english: str, french: str) -> None:
    assert kind_in_words(kind) == english
    with speaking("fr"):
        assert kind_in_words(kind) == french


def test_a_change_names_both_statuses_but_for_one_that_binds() -> None:
    labels = {"signatory": "signatory", "must-join-first": "must join another treaty first", "party": "party"}
    assert change_in_words("signatory", "party", labels) == "became bound"
    assert change_in_words("signatory", "party", labels, ahead=True) == "becomes bound"
    assert (
        change_in_words("signatory", "must-join-first", labels) == "must join another treaty first (before: signatory)"
    )
    with speaking("fr"):
        assert change_in_words("signatory", "party", labels) == "est devenu lié"

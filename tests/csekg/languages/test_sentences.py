from __future__ import annotations

import pytest

from csekg.answers.common.known import treaties
from csekg.answers.status.intervals import status_intervals
from csekg.languages.current import ENGLISH, LANGUAGES, speaking
from csekg.languages.marks import unmarked
from csekg.sparql.embedded import Store
from csekg.sparql.translating import in_language, translated

_SAID = "SELECT DISTINCT ?text WHERE { ?thing %s ?text }"


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != ENGLISH])
@pytest.mark.parametrize("property_", ["cse:eligibilityReason", "cse:arithmetic"])
def test_each_sentence_that_the_dataset_makes_is_said_in_each_language(
    store: Store, property_: str, language: str
) -> None:
    rows = store.select(_SAID % property_)
    assert len(rows) > 1_000
    with speaking(language):
        said = [str(row["text"].value) for row in in_language(store, rows)]  # type: ignore[union-attr]
    assert [each for each in said if unmarked(each) != each] == []


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != ENGLISH])
def test_so_are_the_acts_behind_each_status(store: Store, language: str) -> None:
    with speaking(language):
        said = {each.acts for each in status_intervals(translated(store), None)}
    assert len(said) > 1_000
    assert [each for each in said if unmarked(each) != each] == []


@pytest.mark.parametrize(
    ("language", "signatories"),
    [
        ("fr", "signataires"), ("es", "signatarios"), ("ru", "подписавшие"), ("zh", "签署方"),
        ("ar", "الموقِّعة"),
    ],
)  # fmt: skip
def test_alternatives_within_alternatives_are_each_said(
    store: Store, language: str, signatories: str
) -> None:
    nested = " or signatories of the Budapest Convention or parties to the Budapest Convention"
    rows = [
        row for row in store.select(_SAID % "cse:eligibilityReason")
        if nested in row["text"].value  # type: ignore[union-attr]
    ]  # fmt: skip
    assert rows
    with speaking(language):
        title = treaties(translated(store))["ets185"].short_title
        for row in in_language(store, rows):
            text = unmarked(row["text"].value)  # type: ignore[union-attr]
            _before, between, after = text.split(title)
            assert signatories in between, text
            assert signatories not in after, text


def test_a_sentence_of_another_form_stays_as_it_is(store: Store) -> None:
    with speaking("fr"):
        [row] = in_language(store, store.select('SELECT ("Bound for ever."@en AS ?text) {}'))
    assert unmarked(row["text"].value) == "Bound for ever." != row["text"].value  # type: ignore[union-attr]

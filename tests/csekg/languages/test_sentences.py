from __future__ import annotations

import pytest

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


def test_a_sentence_of_another_form_stays_as_it_is(store: Store) -> None:
    with speaking("fr"):
        [row] = in_language(store, store.select('SELECT ("Bound for ever."@en AS ?text) {}'))
    assert unmarked(row["text"].value) == "Bound for ever." != row["text"].value  # type: ignore[union-attr]

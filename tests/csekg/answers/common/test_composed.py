from __future__ import annotations

import pyoxigraph as ox
import pytest

from csekg.answers.common.composed import FAMILIES, act_labels_of
from csekg.answers.common.names import english_names
from csekg.answers.common.references import treaty_refs
from csekg.answers.common.translations import in_language
from csekg.answers.status.intervals import status_intervals
from csekg.languages.current import ENGLISH, LANGUAGES, speaking
from csekg.languages.texts import is_english
from csekg.sparql.oxigraph_store import Store

_OTHERS = [each for each in LANGUAGES if each != ENGLISH]
#: What is composed, and how much of it there is at least.
_LABELS = "?thing rdfs:label ?text ; a "
_COMPOSED = {
    _LABELS + "cse:TreatyAction": 4_000,
    _LABELS + "cse:Provision": 1_000,
    _LABELS + "cse:Correspondence": 400,
    _LABELS + "cse:Request": 20,
    _LABELS + "cse:StatusReason": 3_000,
    "?thing cse:eligibilityReason ?text": 30,
    "?thing cse:arithmetic ?text": 1_500,
}


@pytest.mark.parametrize(("pattern", "least"), _COMPOSED.items())
def test_what_the_dataset_composes_is_said_in_each_language(store: Store, pattern: str, least: int) -> None:
    rows = store.select(f"SELECT DISTINCT ?text WHERE {{ {pattern} }}")
    assert len(rows) > least
    for language in _OTHERS:
        with speaking(language):
            said = [row["text"] for row in in_language(store, rows)]
        assert {each.language for each in said if isinstance(each, ox.Literal)} == {language}


def test_it_is_the_same_in_english(store: Store) -> None:
    own_names = english_names(store)
    rows = store.values("SELECT ?act ?label WHERE { ?act a cse:TreatyAction ; rdfs:label ?label }")
    labels = {act: label for treaty in treaty_refs(store) for act, label in act_labels_of(store, treaty).items()}
    assert {act: labels[act].say(own_names) for act, _ in rows} == dict(rows)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", _OTHERS)
def test_so_are_the_acts_behind_each_status(store: Store, language: str) -> None:
    with speaking(language):
        said = {each.acts for each in status_intervals(store, None)}
        assert not any(map(is_english, said))
    assert len(said) > 1_000


@pytest.mark.parametrize(
    "text", ["Bound for ever.", "Ireland, OPSC: accession, 30 Feb 2003", "Ireland and the moon", "OPSC"]
)
def test_what_nothing_in_the_dataset_composes_stays_as_it_is(store: Store, text: str) -> None:
    assert not any(text in family(store) for family in FAMILIES)
    with speaking("fr"):
        [row] = in_language(store, store.select(f'SELECT ("{text} a"@en AS ?text) {{}}'))
    assert row["text"] == ox.Literal(f"{text} a", language=ENGLISH)

"""A store whose rows come in the current language."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from csekg.languages.current import current, speaking
from csekg.languages.marks import marked
from csekg.sparql.embedded import Store
from csekg.sparql.translating import Translated, said, translated

_NAMES = """
<urn:a> <urn:name> "Germany"@en , "Allemagne"@fr .
<urn:b> <urn:name> "Nowhere"@en .
<urn:c> <urn:name> "Germany" .
"""
_ASKED = "SELECT ?name WHERE { ?thing <urn:name> ?name FILTER(LANG(?name) IN ('en', '')) }"


@pytest.fixture
def named() -> Store:
    return Store(ox.serialize(
        ox.parse(_NAMES, ox.RdfFormat.TURTLE), format=ox.RdfFormat.N_TRIPLES
    ) or b"")  # fmt: skip


def test_only_english_texts_are_translated_and_the_others_marked(named: Store) -> None:
    with speaking("fr"):
        found = {name for (name,) in translated(named).values(_ASKED)}
    assert found == {"Allemagne", marked("Nowhere"), "Germany"}
    assert {name for (name,) in Translated(named).values(_ASKED)} == {"Germany", "Nowhere"}


def test_english_needs_no_other_store(named: Store) -> None:
    assert current() == "en"
    assert translated(named) is named


def test_what_strangers_ask_stays_as_it_is(named: Store) -> None:
    with speaking("fr"):
        rows = translated(named).query(_ASKED)
        assert isinstance(rows, ox.QuerySolutions)
        assert {str(row["name"]) for row in rows} == {'"Germany"@en', '"Nowhere"@en', '"Germany"'}
        assert said(named, "Germany") == "Allemagne"
        assert said(translated(named), "Germany") == "Allemagne"


def test_each_language_has_a_memory_of_its_own(named: Store) -> None:
    stores = []
    for language in ("fr", "es", "fr"):
        with speaking(language):
            memory = translated(named).memory()
            assert memory is not None
            stores.append(memory)
    assert stores[0] is stores[2]
    assert stores[0] is not stores[1]

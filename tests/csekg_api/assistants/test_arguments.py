"""Things by their names: case, accents and punctuation do not matter, and nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from csekg.errors import AmbiguousNameError, UnknownNameError
from csekg.sparql.oxigraph_store import Store
from csekg_api.assistants.tool import state_named, thing_named, treaty_named

TWO = """
@prefix cse: <https://w3id.org/csekg/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<urn:a> a cse:TreatyActor ; dcterms:identifier "AAA" ; rdfs:label "Atlantis" .
<urn:b> a cse:TreatyActor ; dcterms:identifier "BBB" ; rdfs:label "ATLANTIS!" .
"""


def test_a_name_of_two_is_not_guessed(tmp_path: Path) -> None:
    file = tmp_path / "two.ttl"
    file.write_text(TWO, encoding="utf-8")
    with pytest.raises(AmbiguousNameError, match=r"may mean .*: give the key"):
        state_named(Store.open(file), "atlantis")


@pytest.mark.parametrize("text", ["Fran", "", "x" * 500, "<>", "urn:x", "http://[", "..", "FRA/DEU"])
def test_what_is_no_thing_is_unknown(store: Store, text: str) -> None:
    for find in (state_named, treaty_named, thing_named):
        with pytest.raises(UnknownNameError):
            find(store, text)

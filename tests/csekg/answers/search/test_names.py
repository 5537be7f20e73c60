"""States and treaties by their names and codes: nothing is guessed."""

from __future__ import annotations

import pytest

from csekg.answers.search.indexes import Names
from csekg.errors import AmbiguousNameError, UnknownNameError
from csekg.sparql.oxigraph_store import Store

NAMES = "SELECT ?key ?name WHERE { ?a a cse:TreatyActor ; dcterms:identifier ?key ; %s ?name }"


@pytest.mark.parametrize(
    ("state", "key"),
    [
        ("France", "FRA"),
        ("Fr", "FRA"),
        ("250", "FRA"),
        ("Ivory Coast", "CIV"),
        ("cote d'ivoire", "CIV"),
        ("Côte d\N{RIGHT SINGLE QUOTATION MARK}Ivoire", "CIV"),
        ("the Netherlands", "NLD"),
        ("المانيا", "DEU"),
        ("European Union", "EUE"),
    ],
)
def test_a_state_is_known_by_any_of_its_names(names: Names, state: str, key: str) -> None:
    assert names.one("state", state).key == key


@pytest.mark.parametrize(
    ("treaty", "key"),
    [
        ("OPSC", "opsc"),
        ("IV-11-c", "opsc"),
        ("CETS 201", "cets201"),
        ("Convention de Lanzarote", "cets201"),
        ("ILO Convention No. 182", "c182"),
    ],
)
def test_a_treaty_is_known_by_title_and_number(names: Names, treaty: str, key: str) -> None:
    assert names.one("treaty", treaty).key == key


def test_each_name_and_code_leads_to_its_state_or_is_ambiguous(store: Store, names: Names) -> None:
    """No name is lost, whatever folding does to it, and none leads to another State."""
    seen = 0
    for path in (
        "skos:prefLabel",
        "skos:altLabel",
        "cse:formalName",
        "cse:iso2",
        "cse:isoNumeric",
        "dcterms:identifier",
        "rdfs:label",
    ):
        for key, name in store.values(NAMES % path):
            assert key in {entry.key for entry in names.exactly("state", name)}, (key, name)
            seen += 1
    assert seen > 3000


def test_an_unknown_name_comes_with_the_nearest(names: Names) -> None:
    with pytest.raises(UnknownNameError, match=r"DEU \(Germany\)"):
        names.one("state", "Germny")
    with pytest.raises(UnknownNameError, match="opsc"):
        names.one("treaty", "opcs")
    with pytest.raises(UnknownNameError, match=r"^unknown State 'zzzzzzz'\.$"):
        names.one("state", "zzzzzzz")


def test_a_name_of_two_states_is_not_guessed(names: Names) -> None:
    with pytest.raises(AmbiguousNameError, match=r"may mean .*: give the key"):
        names.one("state", "CS")

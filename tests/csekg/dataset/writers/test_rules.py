"""The rules on joining and leaving that the shapes use, and the recomputed dates."""

from __future__ import annotations

import pytest

from csekg.sparql.oxigraph_store import Store
from tests.records import all_facts, short


def links(store: Store, name: str) -> set[tuple[str, str]]:
    rows = store.values(f"SELECT ?treaty ?value WHERE {{ ?treaty cse:{name} ?value }}")
    return {(short(t).removeprefix("instrument/"), short(value)) for t, value in rows}


def test_what_one_must_have_joined_before(store: Store) -> None:
    assert links(store, "requiresPartyTo") == {
        ("tip", "instrument/untoc"),
        ("som", "instrument/untoc"),
        ("cets224", "instrument/ets185"),
        ("ets189", "instrument/ets185"),
        ("p029", "instrument/c029"),
    }
    # Any one of several parents is enough.
    assert links(store, "requiresPartyToOneOf") == {
        ("opic", f"instrument/{parent}") for parent in ("crc", "opac", "opsc")
    }
    consent = links(store, "consentRequiresActUnder")
    assert ("opsc", "instrument/crc") in consent
    assert "opac" not in {treaty for treaty, _ in consent}
    assert ("opac", "instrument/crc") in links(store, "signatureRequiresActUnder")


def test_whom_a_treaty_is_open_to(store: Store) -> None:
    ilo = {"c029", "c105", "c138", "c182"}
    assert links(store, "openToMembersOf") == {(treaty, "group/ilo") for treaty in ilo}
    assert links(store, "opensSignatureToMembersOf") == {
        (treaty, "group/coe") for treaty in ("ets185", "cets197", "cets201")
    }
    admitting = {treaty for treaty, value in links(store, "admitsOrganizations") if value == "true"}
    assert admitting == {"untoc", "tip", "som", "cyber", "cets197", "cets201"}
    unsigned = {treaty for treaty, value in links(store, "allowsSignature") if value == "false"}
    assert unsigned == {*ilo, "p029"}


@pytest.mark.parametrize(
    "name", ["allowsReservationTo", "requiresDeclarationUnder", "requiresCompetenceDeclarationUnder"]
)
def test_every_provision_named_is_a_provision(store: Store, name: str) -> None:
    assert links(store, name)
    dangling = store.values(f"SELECT ?p WHERE {{ ?t cse:{name} ?p FILTER NOT EXISTS {{ ?p a cse:Provision }} }}")
    assert dangling == []


def test_every_rule_stands_in_our_own_graph(store: Store) -> None:
    rows = store.values("""SELECT DISTINCT ?g WHERE { GRAPH ?g {
        ?t cse:allowsConsentKind|cse:denunciationMonths|cse:territorialMonths ?v } }""")
    assert [short(graph) for (graph,) in rows] == ["graph/editorial"]


def test_the_date_of_every_treaty_follows_from_its_deposits(store: Store) -> None:
    found = dict(links(store, "recomputedEntryIntoForce"))
    assert found == {
        key: str(treaty.facts["in_force_on"])
        for key, treaty in all_facts().treaties.items()
        if treaty.complete and "in_force_on" in treaty.facts
    }
    assert set(all_facts().treaties) - set(found) == {"cets224", "cyber"}
    assert found["som"] == "2004-01-28"

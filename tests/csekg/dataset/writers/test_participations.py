from __future__ import annotations

from dataclasses import replace
from datetime import date

import pyoxigraph as ox
import pytest

from csekg import namespaces as ns
from csekg.dataset.quads import Quads
from csekg.dataset.writers.names import english_names
from csekg.dataset.writers.participations import write_derived_acts
from csekg.namespaces import CSE, PROV, RDFS, XSD
from csekg.sparql.oxigraph_store import Store
from tests.graphs import stored, values
from tests.records import all_facts

DERIVED = "derived"


def consent(treaty: str, actor: str) -> ox.NamedNode:
    return next(act.iri for act in all_facts().acts if (act.treaty, act.actor, act.is_consent) == (treaty, actor, True))


def test_every_signature_and_consent_is_named_and_sourced(dataset_graphs: ox.Store) -> None:
    for act in all_facts().acts:
        (label,) = values(dataset_graphs, DERIVED, act.iri, RDFS.label)
        assert label.startswith(all_facts().actors[act.actor].name + ", ")
        sources = {ns.source(statement.source).value for statement in act.statements}
        assert values(dataset_graphs, DERIVED, act.iri, PROV.hadPrimarySource) == sources


def test_the_label_of_an_act_says_the_year_where_that_is_known(dataset_graphs: ox.Store) -> None:
    (act,) = (act for act in all_facts().acts if (act.treaty, act.actor) == ("c105", "MYS"))
    # One source gives the day, another the year alone.
    assert values(dataset_graphs, DERIVED, act.iri, RDFS.label) == {
        "Malaysia, Abolition of Forced Labour Convention: ratification, 13 Oct 1958"
    }
    quads = Quads()
    facts = all_facts()
    names = english_names(facts, facts.treaties)
    write_derived_acts(quads, facts.treaties, [replace(act, on=None, year=1958)], names)
    (label,) = values(stored(quads), DERIVED, act.iri, RDFS.label)
    assert label.endswith(": ratification, in 1958, day not known")
    left = ns.act("c105", "MYS", None, "denunciation")
    (label,) = values(dataset_graphs, DERIVED, left, RDFS.label)
    assert label.endswith(": denunciation, in 1990, day not known")


def test_the_values_we_follow_are_told_once(dataset_graphs: ox.Store) -> None:
    for act in all_facts().acts:
        on = {act.on.isoformat()} if act.on else set()
        assert values(dataset_graphs, DERIVED, act.iri, CSE.followedDate) == on
        dismissed = {"true"} if act.dismissed else set()
        assert values(dataset_graphs, DERIVED, act.iri, CSE.dismissed) == dismissed
    kind = values(dataset_graphs, DERIVED, consent("crc", "NLD"), CSE.followedKind)
    assert kind == {ns.concept("consent-kind", "acceptance").value}


@pytest.mark.parametrize(
    ("treaty", "actor", "computed", "alternative"),
    [
        ("opsc", "BEN", "2005-02-28", None),
        ("opsc", "VNM", "2002-01-18", "2002-01-20"),
        ("untoc", "MHL", "2011-07-15", None),
    ],
)
def test_a_computed_day_is_kept_apart_from_what_is_stated(
    dataset_graphs: ox.Store, treaty: str, actor: str, computed: str, alternative: str | None
) -> None:
    node = consent(treaty, actor)
    assert values(dataset_graphs, DERIVED, node, CSE.computedEntryIntoForce) == {computed}
    other = {alternative} if alternative else set()
    assert values(dataset_graphs, DERIVED, node, CSE.alternativeEntryIntoForce) == other
    assert not values(dataset_graphs, DERIVED, node, CSE.entersIntoForceOn)
    (sum_,) = values(dataset_graphs, DERIVED, node, CSE.arithmetic)
    assert str(date.fromisoformat(computed).year) in sum_
    graphs = {
        quad.graph_name for quad in dataset_graphs.quads_for_pattern(node, CSE.computedEntryIntoForce, None, None)
    }
    assert graphs == {ns.graph(DERIVED)}


def test_the_short_cuts_say_what_the_participations_say(store: Store) -> None:
    for short_cut, statuses in (
        ("partyTo", "status:party"),
        ("signatoryTo", "status:signatory"),
        ("notPartyTo", "status:signatory status:no-action status:no-act-read status:former-party"),
    ):
        long = store.values(f"""SELECT ?a ?t WHERE {{ VALUES ?s {{ {statuses} }}
            ?p a cse:Participation ; cse:actor ?a ; cse:treaty ?t ; cse:status ?s }}""")
        found = store.values(f"SELECT ?a ?t WHERE {{ ?a cse:{short_cut} ?t }}")
        assert sorted(found) == sorted(long)
        assert found


def test_a_state_that_may_not_join_is_not_called_a_non_party(store: Store) -> None:
    assert not store.query("ASK { ?a cse:notPartyTo instrument:c182 }")
    assert store.query("ASK { state:USA cse:notPartyTo instrument:crc }")
    assert not store.query("ASK { state:KEN cse:notPartyTo instrument:cets201 }")


def test_the_values_of_a_disagreement_are_typed(store: Store) -> None:
    found = store.values("""SELECT DISTINCT ?property (DATATYPE(?value) AS ?kind) WHERE {
        ?d cse:concernsProperty ?property ; cse:dissentingValue ?value }""")
    assert {row[0]: row[1] for row in found} == {
        CSE.date.value: XSD.date.value,
        CSE.entersIntoForceOn.value: XSD.date.value,
        CSE.consentKind.value: XSD.string.value,
        CSE.minimumAgeForWork.value: XSD.integer.value,
    }

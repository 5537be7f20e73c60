from __future__ import annotations

from collections import Counter
from datetime import date

import pyoxigraph as ox

from csekg import namespaces as ns
from csekg.facts.declarations import Event
from csekg.facts.statements import Statement
from csekg.namespaces import CSE, DCTERMS, RDF
from csekg.sparql.embedded import Store
from tests.graphs import values
from tests.records import all_facts, short


def test_every_declaration_stands_with_its_source(dataset_graphs: ox.Store) -> None:
    for made in all_facts().declarations:
        node = ns.act(made.treaty, made.actor, made.made_on, made.kind, str(made.number))
        assert CSE.TreatyStatement.value in values(dataset_graphs, made.source, node, RDF.type)
        touched = {ns.provision(made.treaty, printed).value for printed in made.provisions}
        assert values(dataset_graphs, made.source, node, CSE.concernsProvision) == touched
        age = {str(made.minimum_age)} - {"None"}
        assert values(dataset_graphs, made.source, node, CSE.declaredMinimumAge) == age


def test_our_words_and_readings_are_kept_apart(dataset_graphs: ox.Store) -> None:
    for made in all_facts().declarations:
        node = ns.act(made.treaty, made.actor, made.made_on, made.kind, str(made.number))
        assert values(dataset_graphs, "editorial", node, DCTERMS.description) == {made.gist} - {""}
        for predicate, scheme, key in (
            (CSE.effect, "effect", made.effect), (CSE.madeUpon, "made-upon", made.made_upon),
            (CSE.withdrawal, "withdrawal", made.withdrawn),
        ):  # fmt: skip
            expected = {ns.concept(scheme, key).value} if key else set()
            assert values(dataset_graphs, "editorial", node, predicate) == expected
            assert not values(dataset_graphs, made.source, node, predicate)
        assert not values(dataset_graphs, made.source, node, DCTERMS.description)


def test_every_provision_that_a_statement_touches_is_there(store: Store) -> None:
    touched = store.values("SELECT DISTINCT ?p WHERE { ?s cse:concernsProvision ?p }")
    articles = store.values("""SELECT DISTINCT ?p WHERE {
        ?s cse:concernsProvision ?p . ?p a cse:Provision }""")
    assert len(touched) > 50
    assert sorted(touched) == sorted(articles)


def test_no_two_acts_are_merged(store: Store) -> None:
    kinds = store.values("SELECT ?act WHERE { ?act a cse:TreatyStatement }")
    events = {all_facts().identities.of(e.row) for e in all_facts().events if e.kind not in (
        "invitation", "territorial-application", "territorial-exclusion", "denunciation",
    )}  # fmt: skip
    assert len(kinds) == len(all_facts().declarations) + len(events)


def test_events_of_each_kind_have_their_class(store: Store) -> None:
    of = all_facts().identities.of
    expected = Counter(kind for kind, _ in {(e.kind, of(e.row)) for e in all_facts().events})
    for kind, name in (
        ("invitation", "Invitation"), ("territorial-exclusion", "TerritorialExclusion"),
        ("authority-designation", "AuthorityDesignation"),
        ("reservation-withdrawal", "ReservationWithdrawal"), ("denunciation", "Denunciation"),
    ):  # fmt: skip
        ((found,),) = store.values(f"SELECT (COUNT(*) AS ?n) WHERE {{ ?act a cse:{name} }}")
        assert int(found) == expected[kind]


def test_an_event_stands_with_its_source(dataset_graphs: ox.Store) -> None:
    node = ns.act("ets185", "KEN", date(2024, 10, 9), "invitation")
    assert values(dataset_graphs, "nc4-go-ke", node, CSE.actor) == {ns.actor("KEN").value}
    assert values(dataset_graphs, "nc4-go-ke", node, CSE.date) == {"2024-10-09"}
    assert values(dataset_graphs, "nc4-go-ke", node, CSE.invitationEndsOn) == {"2029-10-09"}


def test_each_row_of_the_files_is_one_act(store: Store) -> None:
    acts = Counter(
        short(iri).split("/")[1]
        for (iri,) in store.values("""SELECT ?act WHERE {
            ?act a cse:TreatyAction
            FILTER NOT EXISTS { ?act a cse:Signature }
            FILTER NOT EXISTS { ?act a cse:ConsentToBeBound } }""")
    )
    it = all_facts()
    others: list[Statement | Event] = [*it.events, *(s for s in it.statements if s.territory)]
    expected = Counter(key for key, _ in {(o.treaty, it.identities.of(o.row)) for o in others})
    expected += Counter(declaration.treaty for declaration in it.declarations)
    assert acts == expected

from __future__ import annotations

from collections import Counter
from datetime import date

import pyoxigraph as ox

from csekg import namespaces as ns
from csekg.facts.declarations import Event
from csekg.facts.statements import Statement
from csekg.namespaces import CSE, DCTERMS, PROV, RDF
from csekg.sparql.oxigraph_store import Store
from tests.graphs import stating, values
from tests.records import all_facts, short


def test_every_declaration_stands_with_its_source(dataset_graphs: ox.Store) -> None:
    for made in all_facts().declaration_records:
        node, stated = made.iri, made.stated
        assert CSE.TreatyStatement.value in values(dataset_graphs, stated.source, node, RDF.type)
        touched = {ns.provision(stated.treaty, printed).value for printed in stated.provisions}
        assert values(dataset_graphs, stated.source, node, CSE.concernsProvision) == touched
        age = {str(stated.minimum_age)} - {"None"}
        assert values(dataset_graphs, stated.source, node, CSE.declaredMinimumAge) == age
        printed = {ns.concept("printed-as", heading).value for heading in stated.printed_as}
        assert not printed or values(dataset_graphs, stated.printed_in, node, CSE.printedAs) == printed
        assert stating(dataset_graphs, node, CSE.printedAs, None) == {stated.printed_in} - {""}
        places = {ns.territory(key).value for key in stated.territories}
        assert values(dataset_graphs, stated.source, node, CSE.territory) == places


def test_a_day_stands_in_the_graph_of_the_source_that_prints_it(dataset_graphs: ox.Store) -> None:
    for made in all_facts().declaration_records:
        graph = "derived" if made.day.computed_from else made.stated.made_on_source
        expected = {str(made.day.on)} - {"None"}
        assert values(dataset_graphs, graph, made.iri, CSE.date) == expected
        assert stating(dataset_graphs, made.iri, CSE.date, None) == ({graph} if expected else set())
        basis = "computed" if made.day.computed_from else "printed"
        known = {ns.concept("date-basis", basis).value} if expected else set()
        assert values(dataset_graphs, "derived", made.iri, CSE.dateBasis) == known
        origin = {made.day.computed_from.value} if made.day.computed_from else set()
        assert values(dataset_graphs, "derived", made.iri, PROV.wasDerivedFrom) == origin


def test_our_words_and_readings_are_kept_apart(dataset_graphs: ox.Store) -> None:
    for made in all_facts().declaration_records:
        node, stated = made.iri, made.stated
        gist = values(dataset_graphs, "editorial", node, DCTERMS.description)
        assert gist == {stated.gist} - {""}
        for predicate, scheme, key in (
            (CSE.effect, "effect", stated.effect),
            (CSE.madeUpon, "made-upon", stated.made_upon),
            (CSE.withdrawal, "withdrawal", made.withdrawal),
        ):
            expected = {ns.concept(scheme, key).value} if key else set()
            assert values(dataset_graphs, "editorial", node, predicate) == expected
            assert not values(dataset_graphs, stated.source, node, predicate)
        assert not values(dataset_graphs, stated.source, node, DCTERMS.description)


def test_a_withdrawal_leads_to_what_it_takes_back(dataset_graphs: ox.Store) -> None:
    withdrawal = ns.act("crc", "OMN", date(2014, 12, 9), "reservation-withdrawal")
    part = ns.act("crc", "OMN", None, "reservation", "5")
    found = values(dataset_graphs, "editorial", withdrawal, CSE.withdrawsPartOf)
    assert found == {part.value}
    # The statement on 7, and the reservations on 9, on Islamic law and on 21: all but those on means and on 14.
    assert {
        short(iri).partition("/undated/")[2] for iri in values(dataset_graphs, "editorial", withdrawal, CSE.withdraws)
    } == {"interpretative-declaration/1", "reservation/1", "reservation/2", "reservation/3"}
    assert values(dataset_graphs, "derived", part, CSE.partlyWithdrawnOn) == {"2014-12-09"}
    whole = ns.act("ets185", "SVK", date(2008, 1, 8), "reservation", "2")
    assert values(dataset_graphs, "derived", whole, CSE.withdrawnOn) == {"2021-04-30"}


def test_an_objection_leads_to_the_statement_or_to_the_state(dataset_graphs: ox.Store) -> None:
    known = ns.act("som", "POL", date(2024, 7, 30), "objection", "1")
    objected = ns.act("som", "BLR", date(2023, 7, 31), "interpretative-declaration", "1")
    found = values(dataset_graphs, "boe-a-2024-20998", known, CSE.objectsTo)
    assert found == {objected.value}
    open_ = ns.act("crc", "SWE", date(1998, 2, 9), "objection", "8")
    source = "untc-zmjones-declarations-4-11"
    assert values(dataset_graphs, source, open_, CSE.objectsTo) == {ns.actor("OMN").value}


def test_every_provision_that_a_statement_touches_is_there(store: Store) -> None:
    touched = store.values("SELECT DISTINCT ?p WHERE { ?s cse:concernsProvision ?p }")
    articles = store.values("""SELECT DISTINCT ?p WHERE {
        ?s cse:concernsProvision ?p . ?p a cse:Provision }""")
    assert len(touched) > 50
    assert sorted(touched) == sorted(articles)


def test_no_two_acts_are_merged(store: Store) -> None:
    kinds = store.values("SELECT ?act WHERE { ?act a cse:TreatyStatement }")
    statements = {
        each.iri
        for each in all_facts().other_acts
        if each.stated.kind not in ("invitation", "territorial-application", "territorial-exclusion", "denunciation")
    }
    assert len(kinds) == len(all_facts().declarations) + len(statements)
    assert len({each.iri for each in all_facts().declaration_records}) == len(all_facts().declarations)


def test_events_of_each_kind_have_their_class(store: Store) -> None:
    expected = Counter(kind for _, kind in {(e.iri, e.stated.kind) for e in all_facts().other_acts})
    for kind, name in (
        ("invitation", "Invitation"),
        ("territorial-exclusion", "TerritorialExclusion"),
        ("authority-designation", "AuthorityDesignation"),
        ("reservation-withdrawal", "ReservationWithdrawal"),
        ("denunciation", "Denunciation"),
    ):
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

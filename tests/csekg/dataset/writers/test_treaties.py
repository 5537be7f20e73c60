from __future__ import annotations

import pyoxigraph as ox

from csekg import namespaces as ns
from csekg.namespaces import CSE, DCTERMS, ELI, RDF, XSD
from csekg.sparql.oxigraph_store import Store
from tests.graphs import stating, values
from tests.records import all_facts, rows


def test_our_reading_stays_in_our_own_graph(dataset_graphs: ox.Store) -> None:
    node = ns.instrument("opsc")
    for predicate in (CSE.legalBasis, DCTERMS.description, CSE.statusSource, CSE.completeList):
        quads = list(dataset_graphs.quads_for_pattern(node, predicate, None, None))
        assert quads
        for quad in quads:
            translated = isinstance(quad.object, ox.Literal) and quad.object.language not in (None, "en")
            assert quad.graph_name == ns.graph("translations" if translated else "editorial")


def test_a_day_stands_with_the_source_of_its_clause(dataset_graphs: ox.Store) -> None:
    node = ns.instrument("opsc")
    for predicate, kind, value in (
        (CSE.adoptedOn, "adopted-on", "2000-05-25"),
        (ELI.first_date_entry_in_force, "treaty-eif-date", "2002-01-18"),
    ):
        clause = next(c for c in all_facts().treaties["opsc"].clauses if c.kind == kind)
        day = ox.Literal(value, datatype=XSD.date)
        assert stating(dataset_graphs, node, predicate, day) == {clause.source}


def test_every_clause_is_one_node_in_the_graph_of_its_source(dataset_graphs: ox.Store) -> None:
    total = 0
    for treaty in all_facts().treaties:
        for row in rows(f"treaties/{treaty}/clauses.csv"):
            node = ns.thing("instrument", treaty, "clause", row["fact"])
            graph = row["source"]
            expected = {row["value"]} - {""}
            assert values(dataset_graphs, graph, node, RDF.value) == expected, node
            assert values(dataset_graphs, graph, node, CSE.clauseOf) == {ns.instrument(treaty).value}
            total += 1
    # Who signs is the same for all treaties.
    total += len(list(rows("general_clauses.csv"))) * len(all_facts().treaties)
    assert total == sum(1 for _ in dataset_graphs.quads_for_pattern(None, CSE.clauseKind, None))


def test_a_clause_is_typed_and_leads_to_its_article(store: Store) -> None:
    node = ns.thing("instrument", "crc", "clause", "treaty-eif-date").value
    ((value, kind),) = store.values(f"SELECT ?v (DATATYPE(?v) AS ?d) WHERE {{ <{node}> rdf:value ?v }}")
    assert (value, kind) == ("1990-09-02", XSD.date.value)
    dangling = store.values("""SELECT ?clause ?article WHERE {
        ?clause a cse:FinalClause ; cse:statedIn ?article
        FILTER NOT EXISTS { ?article a cse:Provision } }""")
    assert dangling == []


def test_periods_are_of_days_or_of_months(store: Store) -> None:
    kinds = store.values(
        "SELECT DISTINCT (DATATYPE(?w) AS ?kind) (STRENDS(STR(?w), 'D') AS ?days) "
        "WHERE { ?r cse:waitingPeriod ?w } ORDER BY ?kind"
    )
    assert kinds == [(XSD.dayTimeDuration.value, "true"), (XSD.yearMonthDuration.value, "false")]

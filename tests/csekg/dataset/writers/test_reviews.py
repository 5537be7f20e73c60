"""The Universal Periodic Review in the dataset: who states what."""

from __future__ import annotations

import pytest

from csekg.sparql.oxigraph_store import Store

REPORTS = "un-upr-reports-2008-2014"


@pytest.mark.parametrize(
    ("terms", "graph"),
    [
        ("cse:recommendedBy cse:response cse:madeInReview", "reviews/upr"),
        ("cse:reportParagraph cse:foundInReport cse:reviewedOn cse:reportAdoptedOn cse:reportSymbol", REPORTS),
        ("cse:askedTopic cse:askedSubject cse:askedParagraph cse:askedMeasure", "editorial"),
    ],
)
def test_each_statement_is_in_the_graph_of_whoever_makes_it(store: Store, terms: str, graph: str) -> None:
    found = store.values(f"""SELECT DISTINCT ?term ?graph WHERE {{
        VALUES ?term {{ {terms} }} GRAPH ?graph {{ ?thing ?term ?value }} }}""")
    assert {term.rpartition("#")[2] for term, _ in found} == {term[4:] for term in terms.split()}
    assert {place.partition("/graph/")[2] for _, place in found} == {graph}


def test_a_recommendation_leads_to_state_treaty_and_report(store: Store) -> None:
    key = "https://w3id.org/csekg/id/recommendation/upr-8-ken-140"
    stated = {(name, value) for name, value in store.values(f"SELECT ?name ?value WHERE {{ <{key}> ?name ?value }}")}
    cse, report = "https://w3id.org/csekg/ontology#", "https://docs.un.org/en/A/HRC/15/8"
    assert {
        (f"{cse}reviewedState", "https://w3id.org/csekg/id/state/KEN"),
        (f"{cse}reportSymbol", "A/HRC/15/8"),
        (f"{cse}reportParagraph", "102.7"),
        ("http://purl.org/dc/terms/hasPart", f"{key}/opsc/join"),
        ("http://www.w3.org/2000/01/rdf-schema#seeAlso", report),
    } <= stated
    links = store.values(f"SELECT ?thing WHERE {{ ?thing a cse:StateReview ; rdfs:seeAlso <{report}> }}")
    assert links == [("https://w3id.org/csekg/id/review/8/KEN",)]

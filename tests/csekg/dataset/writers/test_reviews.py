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
    cse = "https://w3id.org/csekg/ontology#"
    assert {
        (f"{cse}madeInReview", "https://w3id.org/csekg/id/review/8/KEN"),
        (f"{cse}reportParagraph", "102.7"),
    } <= stated
    ((state, symbol, document, part),) = store.values(f"""
        SELECT ?state ?symbol ?document ?part WHERE {{
          <{key}> cse:madeInReview ?review . ?part dcterms:isPartOf <{key}> .
          ?review cse:reviewedState ?state ; cse:reportSymbol ?symbol ; rdfs:seeAlso ?document }}""")
    assert (state, part) == ("https://w3id.org/csekg/id/state/KEN", f"{key}/opsc/join")
    assert (symbol, document) == ("A/HRC/15/8", "https://docs.un.org/en/A/HRC/15/8")

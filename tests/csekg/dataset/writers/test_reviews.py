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

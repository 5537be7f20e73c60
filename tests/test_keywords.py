"""Keywords are found wherever the engine would read them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from csekg.keywords import may_use

USED = [
    "ASK { GRAPH ?g { ?s ?p ?o } }",
    "ask{graph?g{?s ?p ?o}}",
    "PREFIX : <urn:> ASK {GRAPH:g{?s ?p ?o}}",
    "ASK { { ?s ?p 1GRAPH ?g {} } UNION { GRAPH ?g { ?s ?p ?o } } }",
    "ASK { FILTER EXISTS { GRAPH <urn:g> { ?s ?p ?o } } }",
    "ASK { FILTER(1<2&&'>'!='')GRAPH ?g{?s ?p ?o} FILTER(''='') }",
    'ASK { FILTER("GRAPH" != "#") GRAPH ?g { ?s ?p ?o } }',
]
UNUSED = [
    "SELECT ?graph { ?graph ?p ?o } # GRAPH ?g {}",
    "ASK { ?s <urn:graph> 'GRAPH' }",
    "PREFIX e: <urn:> ASK { ?s e:graph ?o }",
    "ASK { ?s ?p ?o }",
]
WHOLE = ox.Store()
WHOLE.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("o"),
                  ox.NamedNode("urn:g")))  # fmt: skip


@pytest.mark.parametrize("query", USED)
def test_keyword_is_found(query: str) -> None:
    assert may_use(query, "GRAPH")
    assert may_use(query, "graph")
    # The engine does find what stands in the named graph.
    assert WHOLE.query(query)


@pytest.mark.parametrize("query", UNUSED)
def test_word_is_no_keyword_elsewhere(query: str) -> None:
    assert not may_use(query, "GRAPH")


@pytest.mark.parametrize(
    "query", ["ASK FROM<urn:g>{?s ?p ?o}", "PREFIX : <urn:> ASK FROM:g WHERE{?s ?p ?o}"]
)
def test_from_is_found(query: str) -> None:
    assert may_use(query, "FROM")
    assert WHOLE.query(query)

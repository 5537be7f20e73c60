"""A query that is not slow, not certainly equal or not understood is returned unchanged."""

from __future__ import annotations

import pytest

from csekg.errors import QueryError
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.saved_queries import saved_queries
from csekg.sparql.untrusted.planner import Statistics, rewrite, sortable

SLOW = "?x a cse:Ratification ; cse:treaty instrument:opsc ; cse:actor ?s"
UNTOUCHED = [
    # No filter to rewrite.
    "SELECT ?s { ?s a cse:State }",
    f"SELECT ?s {{ ?s a cse:State MINUS {{ {SLOW} }} }}",
    f"SELECT ?s {{ ?s a cse:State OPTIONAL {{ {SLOW} }} FILTER(BOUND(?x)) }}",
    # Fast already.
    "SELECT ?s { ?s a cse:State FILTER NOT EXISTS { ?s cse:partyTo instrument:opsc } }",
    "SELECT ?s { ?s a cse:State FILTER NOT EXISTS { ?s cse:memberOf ?m ; rdfs:label ?l } }",
    "SELECT ?s { ?s a cse:State FILTER NOT EXISTS { ?x cse:actor ?s . ?s rdfs:label ?l } }",
    "SELECT ?s { ?s a cse:State OPTIONAL { ?s cse:partyTo ?t } FILTER(!BOUND(?t)) }",
    # The words occur, but not as keywords.
    f"SELECT ?s {{ ?s a cse:State }} # FILTER NOT EXISTS {{ {SLOW} }}",
    f"SELECT ?s {{ ?s rdfs:label '''FILTER NOT EXISTS {{ {SLOW} }}''' }}",
    "SELECT ?exists { ?exists <http://example.org/NOT_EXISTS> 'OPTIONAL BOUND' }",
    "PREFIX exists: <http://example.org/> SELECT ?s { ?s exists:EXISTS ?bound, ?optional }",
    # The answer depends on the order of solutions, which a join may change.
    f"SELECT ?s {{ ?s a cse:State FILTER EXISTS {{ {SLOW} }} }} LIMIT 5",
    f"SELECT (SAMPLE(?s) AS ?one) {{ ?s a cse:State FILTER EXISTS {{ {SLOW} }} }}",
    # Within GRAPH ?g; within another group, whose variables may be substituted.
    f"SELECT ?s {{ GRAPH ?g {{ ?s a cse:State FILTER NOT EXISTS {{ {SLOW} }} }} }}",
    f"SELECT ?s {{ ?s a cse:State {{ ?s rdfs:label ?l FILTER NOT EXISTS {{ {SLOW} }} }} }}",
    f"SELECT ?s {{ ?x a cse:Treaty {{ SELECT ?s {{ ?s a cse:State FILTER NOT EXISTS {{ {SLOW} }} }} }} }}",
    # A pattern in two parts, and one with any property: large when evaluated once.
    "SELECT ?s { ?s a cse:State FILTER NOT EXISTS { ?x cse:actor ?s . ?y cse:treaty ?z } }",
    "SELECT ?s { ?s a cse:State FILTER NOT EXISTS { ?x ?p ?s . ?x cse:treaty ?t . ?t ?q ?z } }",
    # A path of length zero: whether it matches a term that is in no triple, engines answer each
    # in their way.
    "SELECT ?s { ?s a cse:State FILTER NOT EXISTS { ?x cse:actor ?s ; cse:treaty/cse:of* ?t } }",
    # A variable of the OPTIONAL alone occurs where another pattern may bind it.
    f"SELECT ?s ?x {{ {{ SELECT ?s ?x {{ ?s a cse:State OPTIONAL {{ {SLOW} }} FILTER(!BOUND(?x)) }}"
    " } ?x rdfs:label ?l }",
    # Not read: collections, triple terms, data after the WHERE.
    f"SELECT ?s {{ ?s a cse:State ; cse:list (1 2) FILTER NOT EXISTS {{ {SLOW} }} }}",
    f"SELECT ?s {{ ?s a cse:State . << ?a ?b ?c >> ?d ?e FILTER NOT EXISTS {{ {SLOW} }} }}",
    f"SELECT ?s {{ ?s a cse:State FILTER NOT EXISTS {{ {SLOW} }} }} VALUES ?t {{ 1 }}",
    # No queries.
    f"SELECT ?s {{ ?s a cse:State FILTER NOT EXISTS {{ {SLOW} }}",
    f"SELECT ?s {{ ?s a nowhere:State FILTER NOT EXISTS {{ {SLOW} }} }}",
    f"SELECT (1 AS ?s) {{ ?s a cse:State FILTER NOT EXISTS {{ {SLOW} }} }}",
    f"DELETE {{ ?s ?p ?o }} WHERE {{ ?s a cse:State FILTER NOT EXISTS {{ {SLOW} }} }}",
    "EXISTS",
    "",
    "{" * 100 + " EXISTS",
    "SELECT ?s { " * 99 + " FILTER NOT EXISTS {}",
]


@pytest.mark.parametrize("query", UNTOUCHED)
def test_comes_back_as_it_is(query: str) -> None:
    assert rewrite(query) is query


def test_a_very_long_query_comes_back_as_it_is() -> None:
    query = f"SELECT ?s {{ ?s a cse:State FILTER NOT EXISTS {{ {SLOW} }} }}"
    assert rewrite(query) != query
    long = query + " " * 20_000
    assert rewrite(long) is long


@pytest.mark.parametrize("name", sorted(saved_queries()))
def test_saved_queries_are_fast_as_they_stand(name: str) -> None:
    text = saved_queries()[name].text
    assert rewrite(text) == text


def test_an_error_is_told_of_the_query_that_was_sent() -> None:
    query = f"SELECT ?s {{\n ?s a cse:State FILTER NOT EXISTS {{ {SLOW} }} }} LIMIT x"
    with pytest.raises(QueryError, match="2:") as raised:
        Store(b"").query(query)
    assert "MINUS" not in str(raised.value)


@pytest.mark.parametrize(
    "nested",
    [
        "?s " + "(" * 3000 + "ex:p" + ")" * 3000 + " ?o",
        "?s " + "^(" * 3000 + ")" * 3000,
        "[ ex:p " * 2000 + "1" + "]" * 2000,
    ],
)
def test_what_is_nested_too_deeply_is_not_read(nested: str) -> None:
    query = f"ASK {{ {nested} FILTER EXISTS {{ ?s ex:q ?r }} }} ORDER BY ?s"
    assert rewrite(query) == query
    assert sortable(query, Statistics(0, {}, frozenset())) == query

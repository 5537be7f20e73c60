"""Each condition is needed: without it the rewriting would change the answer."""

from __future__ import annotations

from typing import NamedTuple

import pyoxigraph as ox
import pytest

from csekg.sparql.untrusted.planner import rewrite
from tests.csekg.sparql.untrusted.planner.test_equality import solutions

PREFIX = "PREFIX : <http://example.org/> "
#: Two States that acted on the treaty, and one that did not, which is near the first.
GRAPH = """
@prefix : <http://example.org/> .
:a a :State ; :since 1 . :b a :State ; :since 9 . :c a :State ; :since 5 ; :near :a .
:x a :Act ; :by :a ; :on :treaty ; :date 5 . :y a :Act ; :by :b ; :on :treaty ; :date 5 .
"""


@pytest.fixture(scope="module")
def graph() -> ox.Store:
    store = ox.Store()
    store.load(GRAPH.encode(), ox.RdfFormat.TURTLE)
    return store


class Case(NamedTuple):
    """A query that violates one condition, and the rewriting that the condition prevents."""

    why: str
    query: str
    wrong: str


def not_exists(why: str, outer: str, inner: str) -> Case:
    return Case(
        f"not exists: {why}",
        f"SELECT ?s {{ {outer} FILTER NOT EXISTS {{ {inner} }} }}",
        f"SELECT ?s {{ {outer} MINUS {{ {inner} }} }}",
    )


def exists(why: str, outer: str, inner: str) -> Case:
    return Case(
        f"exists: {why}",
        f"SELECT ?s {{ {outer} FILTER EXISTS {{ {inner} }} }}",
        f"SELECT ?s {{ {outer} {{ SELECT DISTINCT ?s {{ {inner} }} }} }}",
    )


def optional(why: str, outer: str, inner: str, after: str = "", bound: str = "?x") -> Case:
    return Case(
        f"optional: {why}",
        f"SELECT ?s {{ {outer} OPTIONAL {{ {inner} }} {after} FILTER(!BOUND({bound})) }}",
        f"SELECT ?s {{ {outer} MINUS {{ {inner} }} {after} }}",
    )


ACT = "?x a :Act ; :on :treaty ; :by ?s"
CASES = [
    not_exists("a variable is shared", "?s a :State", "?x a :Act ; :on :treaty ; :by ?z"),
    not_exists("shared ones are certain outside", "?z a :State OPTIONAL { ?z :near ?s }", ACT),
    not_exists("data outside is complete", "VALUES ?s { :a UNDEF }", ACT),
    not_exists("a computed value may be missing", "?z a :State BIND(1 / 0 AS ?s)", ACT),
    not_exists("one side of a union outside binds it", "{ ?s a :State } UNION { ?z a :State }", ACT),
    not_exists(
        "shared ones are certain inside", "?s a :State", "?x a :Act ; :on :treaty . { ?x :by ?s } UNION { ?x :date ?d }"
    ),
    not_exists("data inside is complete", "?s a :State", "VALUES ?s { UNDEF } ?x a :Act ; :on :treaty ; :date ?d"),
    not_exists("no OPTIONAL inside", "?s a :State", "?x a :Act ; :on ?t OPTIONAL { ?x :by ?s }"),
    not_exists(
        "filters inside see their own pattern only", "?s a :State ; :since ?day", ACT + " ; :date ?d FILTER(?d > ?day)"
    ),
    not_exists(
        "filters of a group inside see that group only",
        "?s a :State",
        "?x a :Act ; :by ?s . { ?x :date ?d FILTER(?s = :a) }",
    ),
    not_exists("no sub-query inside", "?s a :State", f"{{ SELECT ?s {{ {ACT} }} LIMIT 1 }}"),
    not_exists("no BIND inside", "?s a :State", "?x a :Act ; :by ?b BIND(:c AS ?s)"),
    exists("shared ones are certain outside", "?z a :State OPTIONAL { ?z :near ?s }", ACT),
    exists("data outside is complete", "VALUES ?s { :c UNDEF }", ACT),
    exists(
        "filters inside see their own pattern only", "?s a :State ; :since ?day", ACT + " ; :date ?d FILTER(?d > ?day)"
    ),
    optional("a variable is shared", "?s a :State", "?x a :Act ; :on :treaty ; :by ?z"),
    optional("shared ones are certain before it", "?z a :State OPTIONAL { ?z :near ?s }", ACT),
    optional(
        "it always binds the variable",
        "?s a :State",
        "?x a :Act ; :by ?s . { ?x :on :treaty } UNION { ?x :on :treaty ; :until ?d }",
        bound="?d",
    ),
    optional("nothing before binds the variable", "?s a :State OPTIONAL { ?s :near ?x }", ACT),
    optional("nothing after binds the variable", "?s a :State", ACT, "?x :date ?d"),
    optional(
        "its filters see its own pattern only", "?s a :State ; :since ?day", ACT + " ; :date ?d FILTER(?d > ?day)"
    ),
    Case(
        "a filter of an OPTIONAL sees what precedes",
        f"SELECT ?s ?n {{ ?s a :State OPTIONAL {{ ?n :near ?m FILTER NOT EXISTS {{ {ACT} ; :date "
        "?d . ?m :since ?e } } }",
        f"SELECT ?s ?n {{ ?s a :State OPTIONAL {{ ?n :near ?m MINUS {{ {ACT} ; :date ?d . ?m :since ?e }} }} }}",
    ),
    Case(
        "a disjunction is no conjunction",
        f"SELECT ?s {{ ?s a :State FILTER(?s = :a || NOT EXISTS {{ {ACT} }}) }}",
        f"SELECT ?s {{ ?s a :State MINUS {{ {ACT} }} FILTER(?s = :a || true) }}",
    ),
    Case(
        "a comparison with EXISTS is no EXISTS",
        f"SELECT ?s {{ ?s a :State FILTER(NOT EXISTS {{ {ACT} }} = false) }}",
        f"SELECT ?s {{ ?s a :State MINUS {{ {ACT} }} }}",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.why for case in CASES])
def test_a_query_that_violates_a_condition_is_left_alone(graph: ox.Store, case: Case) -> None:
    query, wrong = PREFIX + case.query, PREFIX + case.wrong
    assert rewrite(query) == query
    assert solutions(graph, query) != solutions(graph, wrong)


SOUND = [
    f"SELECT ?s {{ ?s a :State FILTER NOT EXISTS {{ {ACT} }} }}",
    f"SELECT ?s {{ ?s a :State FILTER(! (EXISTS {{ {ACT} }})) }}",
    f"SELECT ?s {{ FILTER(?s != :b && ((NOT EXISTS {{ {ACT} }}))) ?s a :State . }}",
    f"SELECT ?s {{ ?s a :State FILTER NOT EXISTS {{ {ACT} ; :date ?d FILTER(?d < 6) }} }}",
    f"SELECT ?s {{ ?s a :State ; FILTER EXISTS {{ {ACT} }} OPTIONAL {{ ?s :near ?n }} }}",
    f"SELECT ?s ?x {{ ?s a :State OPTIONAL {{ {ACT} }} FILTER(!BOUND(?x)) }}",
    f"SELECT * {{ ?s a :State OPTIONAL {{ {ACT} }} FILTER(?s != :a && !bound(?x)) }}",
    f"SELECT (COUNT(*) AS ?n) {{ {{ SELECT * {{ ?s a :State FILTER NOT EXISTS {{ {ACT} }} }} }} }}",
    "SELECT ?s { ?s a :State FILTER NOT EXISTS { ?s ^:by/:on :treaty } }",
    "SELECT ?s { ?s a :State FILTER NOT EXISTS { [] :by ?s ; :on :treaty ; a :Act } }",
    "SELECT ?s { ?s a :State FILTER NOT EXISTS { [ :by ?s ; :date 5 ] :on :treaty } }",
    "SELECT ?s { ?s a :State FILTER NOT EXISTS { _:x :by ?s FILTER(true) _:x :on :treaty } }",
    f"SELECT ?s {{ {{ ?s a :State FILTER NOT EXISTS {{ {ACT} }} }} UNION {{ ?s :near :a }} }}",
    f"ASK {{ ?s a :State # EXISTS\n FILTER NOT EXISTS {{ {ACT} # }}\n }} }}",
    f"CONSTRUCT {{ ?s a :Missing }} WHERE {{ ?s a :State FILTER NOT EXISTS {{ {ACT} }} }}",
    "SELECT ?s { VALUES ?t { :treaty } ?s a :State FILTER NOT EXISTS { ?x :on ?t ; :by ?s } }",
    f"SELECT ?s {{ {{ SELECT DISTINCT ?s {{ ?s :since ?day }} }} FILTER NOT EXISTS {{ {ACT} }} }}",
    f"SELECT ?s {{ {{ ?s :since 1 }} UNION {{ ?s a :State }} FILTER NOT EXISTS {{ {ACT} }} }}",
    "SELECT ?s { ?s a :State FILTER NOT EXISTS { { ?x :on :treaty } UNION { ?x :on :other } ?x a :Act ; :by ?s } }",
    "SELECT ?s { ?s a :State FILTER NOT EXISTS { VALUES ?k { :Act } ?x a ?k ; :on :treaty ; :by ?s } }",
]


@pytest.mark.parametrize("query", SOUND)
def test_a_query_that_meets_the_conditions_is_rewritten(graph: ox.Store, query: str) -> None:
    query = PREFIX + query
    rewritten = rewrite(query)
    assert rewritten != query
    if "SELECT" in query:
        assert solutions(graph, rewritten) == solutions(graph, query)
    elif "ASK" in query:
        assert bool(graph.query(rewritten)) == bool(graph.query(query)) == True  # noqa: E712
    else:
        assert set(map(str, graph.query(rewritten))) == set(map(str, graph.query(query)))  # type: ignore[arg-type]

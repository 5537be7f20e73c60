"""The planner is for Oxigraph 0.5: these tests fail once Oxigraph does its work, and it can go."""

from __future__ import annotations

import time

import pyoxigraph as ox
import pytest

from csekg.sparql.untrusted import rewrite

ADVICE = (
    "read 'When it can go' in src/csekg/sparql/untrusted/planner/README.md: Oxigraph may now do what the planner does"
)
#: Measured with Oxigraph 0.5.13: 2,700 and 27 times the processor time.
LEAST_RATIO = 5
EX = "http://example.org/"


def test_oxigraph_is_older_than_0_6() -> None:
    version = tuple(map(int, ox.__version__.split(".")[:2]))
    assert version < (0, 6), f"Oxigraph is {ox.__version__}: {ADVICE}"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s { ?s a :State FILTER NOT EXISTS { ?x a :Act ; :on :t1 ; :by ?s } }",
        "SELECT ?s { ?s a :State OPTIONAL { ?x a :Act ; :on :t1 ; :by ?s } FILTER(!BOUND(?x)) }",
    ],
    ids=["exists", "not bound"],
)
def test_oxigraph_alone_takes_many_times_as_long(query: str) -> None:
    store = _acts(states=60, treaties=50)
    query = f"PREFIX : <{EX}> {query}"
    rewritten = rewrite(query)
    alone, planned = _seconds(store, query), _seconds(store, rewritten)
    assert alone > LEAST_RATIO * planned, f"{alone * 1000:.1f} and {planned * 1000:.1f} ms: {ADVICE}"


def _acts(states: int, treaties: int) -> ox.Store:
    lines = [f"<{EX}s{state}> a <{EX}State> ." for state in range(states)]
    lines += [
        f"<{EX}x{state}-{treaty}> a <{EX}Act> ; <{EX}by> <{EX}s{state}> ; <{EX}on> <{EX}t{treaty}> ."
        for state in range(states)
        for treaty in range(treaties)
    ]
    store = ox.Store()
    store.load("\n".join(lines), ox.RdfFormat.TURTLE)
    return store


def _seconds(store: ox.Store, query: str) -> float:
    """Return the least processor time of three evaluations."""
    times = []
    for _ in range(3):
        began = time.process_time()
        results = store.query(query)
        assert isinstance(results, ox.QuerySolutions)
        list(results)
        times.append(time.process_time() - began)
    return min(times)

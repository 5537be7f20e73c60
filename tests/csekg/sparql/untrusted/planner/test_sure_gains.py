"""A query that repeats much is planned at once; where the counts leave doubt, its text goes first."""

from __future__ import annotations

import pytest

from csekg.sparql.untrusted import Statistics, surely_gains
from csekg.sparql.untrusted.planner.joins.statistics import Property

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
COUNTS = Statistics(
    100_000,
    {TYPE: Property(20_000, 3), "x:by": Property(10_000, 200), "x:on": Property(10_000, 50)},
    {"x:State": 200, "x:Act": 10_000},
    {},
    {},
)
ACT = "?x a <x:Act> ; <x:on> <x:t> ; <x:by> ?s"


@pytest.mark.parametrize(
    ("query", "sure"),
    [
        (f"SELECT ?s {{ ?s a <x:State> FILTER NOT EXISTS {{ {ACT} }} }}", True),
        (f"SELECT ?s {{ ?s a <x:State> FILTER EXISTS {{ {ACT} }} }}", True),
        # One State only, and an act that is found by it.
        (f"SELECT ?s {{ ?s a <x:State> VALUES ?s {{ <x:s> }} FILTER NOT EXISTS {{ {ACT} }} }}", False),
        ("SELECT ?s { ?s a <x:State> FILTER NOT EXISTS { ?x <x:by> ?s } }", False),
        # Evaluated once already.
        (f"SELECT ?s {{ ?s a <x:State> MINUS {{ {ACT} }} }}", False),
        ("SELECT ?s { ?s a <x:State> FILTER NOT EXISTS {", False),
    ],
)
def test_the_counts_decide(query: str, sure: bool) -> None:
    assert surely_gains(query, COUNTS) is sure

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from csekg.errors import QueryError
from csekg.sparql.store import bind

TREATY = NamedNode("https://w3id.org/csekg/id/instrument/crc")


def test_the_default_gives_way_to_the_value() -> None:
    bound = bind("SELECT ?x { VALUES ?treaty { instrument:opsc } ?x ?y ?treaty }", {"treaty": TREATY})
    assert bound == f"SELECT ?x {{ VALUES ?treaty {{ {TREATY} }} ?x ?y ?treaty }}"


def test_nothing_to_set_leaves_the_query_as_it_is() -> None:
    query = "SELECT ?x { VALUES ?on { 1 } VALUES (?a ?b) { (1 2) } }"
    assert bind(query, {}) == query


def test_every_block_of_a_name_is_set_and_no_other() -> None:
    query = "{ VALUES ?on { 1 } { VALUES\n ?on {1} } VALUES ?other { 1 } VALUES ?only { 1 } }"
    five = str(Literal(5))
    assert bind(query, {"on": Literal(5)}) == (
        f"{{ VALUES ?on {{ {five} }} {{ VALUES ?on {{ {five} }} }} VALUES ?other {{ 1 }} VALUES ?only {{ 1 }} }}"
    )


def test_a_value_cannot_break_out_of_its_block() -> None:
    evil = Literal('x" } VALUES ?on { 1 } { ?s ?p "\n\\')
    bound = bind("{ VALUES ?topic { 0 } VALUES ?on { 2 } }", {"topic": evil, "on": Literal(3)})
    assert bound == f"{{ VALUES ?topic {{ {evil} }} VALUES ?on {{ {Literal(3)} }} }}"


@pytest.mark.parametrize("query", ["SELECT ?on { ?s ?p ?on }", "{ VALUES (?on ?b) { (1 2) } }"])
def test_a_name_without_a_block_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match=r"no parameter on: VALUES \?on \{ \.\.\. \}"):
        bind(query, {"on": Literal(1)})

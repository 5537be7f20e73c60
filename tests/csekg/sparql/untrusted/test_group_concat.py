"""GROUP_CONCAT of values of every kind, which Oxigraph alone leaves unbound."""

from __future__ import annotations

import time

import pyoxigraph as ox
import pytest

from csekg.errors import QueryError
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import read, rows_of
from csekg.sparql.untrusted import read_query

VALUES = "{ VALUES ?x { 1 1.50 <urn:a> 'b'@en 'b'@fr 'b' true '2001-02-03'^^xsd:date } }"


def answer(expression: str, where: str = VALUES) -> str | None:
    """Return the one value that a stranger's query gives, None if it is unbound."""
    rows = read(Store(b"").query(f"SELECT ({expression} AS ?all) {where}"), rows_of)
    value = rows[0]["all"]
    assert value is None or (isinstance(value, ox.Literal) and value.datatype.value.endswith("#string"))
    return value and value.value


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("GROUP_CONCAT(?x)", "1 1.5 urn:a b b b true 2001-02-03"),
        ("group_concat(?x; separator = ', ')", "1, 1.5, urn:a, b, b, b, true, 2001-02-03"),
        ("GROUP_CONCAT(DISTINCT ?x; SEPARATOR='|')", "1|1.5|urn:a|b|b|b|true|2001-02-03"),
        ("GROUP_CONCAT(STR(?x); SEPARATOR='')", "11.5urn:abbbtrue2001-02-03"),
        ("GROUP_CONCAT(DISTINCT (STR(?x)))", "1 1.5 urn:a b true 2001-02-03"),
        ("GROUP_CONCAT(isIRI(?x) || isNumeric(?x); SEPARATOR=';')", "true;true;true;false;false;false;false;false"),
        (
            "CONCAT(GROUP_CONCAT(?x), ';', GROUP_CONCAT(DISTINCT ?x))",
            "1 1.5 urn:a b b b true 2001-02-03;1 1.5 urn:a b b b true 2001-02-03",
        ),
        (
            "GROUP_CONCAT(EXISTS { SELECT (GROUP_CONCAT(?y; SEPARATOR=';') AS ?z) { VALUES ?y { 1 } } })",
            "true true true true true true true true",
        ),
    ],
)
def test_values_of_every_kind_are_joined(expression: str, expected: str) -> None:
    assert answer(expression) == expected


@pytest.mark.parametrize("distinct", ["", "DISTINCT "])
def test_the_result_has_no_language(distinct: str) -> None:
    assert answer(f"GROUP_CONCAT({distinct}?x)", "{ VALUES ?x { 'a'@en 'b'@en } }") == "a b"


def test_what_has_no_string_leaves_it_unbound() -> None:
    assert answer("GROUP_CONCAT(?x)", "{ BIND(BNODE() AS ?x) }") is None
    assert answer("GROUP_CONCAT(?x)", "{ }") is None
    assert answer("GROUP_CONCAT(?x)", "{ FILTER(false) }") == ""


def test_oxigraph_alone_leaves_it_unbound() -> None:
    # Once this fails, `csekg.sparql.untrusted.group_concat` can go.
    results = ox.Store().query("SELECT (GROUP_CONCAT(?x) AS ?all) { VALUES ?x { <urn:a> } }")
    assert isinstance(results, ox.QuerySolutions)
    assert next(results)["all"] is None


@pytest.mark.parametrize(
    ("query", "line_and_column"),
    [
        ("SELECT (GROUP_CONCAT(?x ?y) AS ?z) { }", "1:29"),
        ("SELECT\n(GROUP_CONCAT(DISTINCT ?x; SEPARATOR=', ') ?z) { }", "2:46"),
        ("SELECT (GROUP_CONCAT(", "1:22"),
        ("SELECT (GROUP_CONCAT ?x) { }", "1:22"),
    ],
)
def test_errors_speak_of_the_text_that_was_sent(query: str, line_and_column: str) -> None:
    with pytest.raises(QueryError, match=f"error at {line_and_column}:"):
        Store(b"").query(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x { ?x rdfs:label 'GROUP_CONCAT(?x)' }",
        "SELECT (GROUP_CONCAT(STR(?x)) AS ?y) { ?x ?p 'a' }",
        "SELECT ?GROUP_CONCAT { ?GROUP_CONCAT ?p ?o }",
    ],
)
def test_nothing_else_is_changed(query: str) -> None:
    assert "COALESCE" not in read_query(query).text
    assert read_query(query).text.count("STR(") == query.count("STR(")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT " + "(GROUP_CONCAT(DISTINCT " * 3000 + "?x" + ") AS ?y)" * 3000,
        "SELECT (" + "GROUP_CONCAT(DISTINCT EXISTS{SELECT(" * 2000 + "?x" + " AS ?y){}})" * 2000,
        "SELECT (GROUP_CONCAT(" + "(" * 20_000 + "?x" + ")" * 20_000 + ") AS ?y) {}",
    ],
)
def test_a_nested_text_takes_time_in_proportion(query: str) -> None:
    started = time.process_time()
    assert len(read_query(query).text) < 4 * len(query)
    assert time.process_time() - started < 5

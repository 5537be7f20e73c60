"""How the gate writes a query from outside anew, and what it refuses."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from csekg.errors import QueryError
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.saved_queries import saved_queries
from csekg.sparql.tokens import KEYWORDS
from csekg.sparql.untrusted import read_query, unknown_function, unparsable

REFUSED = [
    "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }",
    "SELECT * { service silent ?e { ?s ?p ?o } }",
    "SELECT * { ?s ?p 'a' . SERVICE?e{?s ?p ?o} }",
    "SELECT * { ?s ?p ?o } #\nVALUES ?x {1} \nSELECT * {SERVICE<http://example.org/>{}}",
    "PREFIX service: <http://example.org/> SELECT * { SERVICE service:x { ?s ?p ?o } }",
    'SELECT * { ?s ?p "it\'s" . SERVICE <http://example.org/> { ?s ?p "#" } }',
    "SELECT * { ?s ?p '''a'b''' . SERVICE <http://example.org/> { ?s ?p ?o } }",
    "SELECT * { FILTER(?a<?b) SERVICE <http://example.org/> { ?s ?p ?o } FILTER(?c>?d) }",
    "SELECT * { ?s ?p 1SERVICE<http://example.org/>{ ?s ?p ?o } }",
    "PREFIX : <http://example.org/> SELECT * { ?s ?p :.SERVICE<http://example.org/>{ ?s ?p ?o } }",
    "SELECT * { FILTER(?a<?b&&'>'='')SERVICE<http://example.org/>{ ?s ?p ?o } FILTER(''='') }",
    "SELECT * { FILTER(?a<?b&&'>#'!='')SERVICE<http://example.org/>{ ?s ?p ?o } }",
]
#: Oxigraph reads SERVICE in these, the specification does not: they are refused or harmless.
UNREADABLE = [
    ("SELECT * { ?s ?p trueSERVICE <http://e.org/> {} }", "error at 1:18: 'trueSERVICE' is no word"),
    ("SELECT * { SERVICESILENT<http://e.org/>{ } }", "error at 1:12: 'SERVICESILENT' is no word"),
    ("SELECT * {\n SERVICEe:x { } }", "error at 2:2: the prefix 'SERVICEe' is not declared"),
    ("SELCT * { }", "error at 1:1: 'SELCT' is no word of SPARQL. Did you mean SELECT"),
    ("ASK { ?s cso:p ?o }", "error at 1:10: the prefix 'cso' is not declared. Did you mean cse"),
    ("ASK { ?s <a> ?o }", "error at 1:10: <a> is relative, and there is no base"),
    ("ASK { ?s ?p '\\q' }", r"error at 1:13: \\q is no escape"),
    ("ASK { ?s ?p '\\uD800' }", "error at 1:13: .* is no character"),
    ("ASK { ?s <http://e.org/\\u0020> ?o }", "error at 1:10: an escape stands for a character"),
    ("PREFIX a.b <x:y> ASK {}", "error at 1:8: PREFIX wants a prefix with its colon"),
    ("PREFIX a: b:c ASK {}", "error at 1:11: PREFIX wants an IRI"),
    ('VERSION """1.2""" ASK {}', "error at 1:9: VERSION wants a string between one pair"),
    ("BASE <urn:a> VERSION '''1.2''' ASK {}", "error at 1:22: VERSION wants a string between one pair"),
]
WRITTEN = [
    ("PREFIX x: <urn:x:> ASK{x:a.b.c x:%41\\.b 'it''s'}", 'ASK { <urn:x:a.b.c> <urn:x:%41.b> "it" "s" }'),
    (
        "select * where {$s ?p \"a\nb\"@en . # c\n?s a 'x'^^xsd:date}".replace("\n", " ", 1),
        'SELECT * WHERE { ?s ?p "a b"@en . ?s a "x" ^^ <http://www.w3.org/2001/XMLSchema#date> }',
    ),
    ("ASK { ?s ?p '''a\n\"b\"\\t\\u0041''' }", 'ASK { ?s ?p "a\\n\\"b\\"\tA" }'),
    ("VERSION \"1.2\" VERSION '' ASK { }", "ASK { }"),
    ("ASK { _:a.b ?p _:a-b }", "ASK { _:a-db ?p _:a-mb }"),
    ("ASK{FILTER(?a<?b&&1-1=0&&True)}", "ASK { FILTER( ?a < ?b && 1 -1 = 0 && true ) }"),
    ("PREFIX SERVICE: <urn:> ASK { SERVICE:x ?service 'SERVICE' } # SERVICE", 'ASK { <urn:x> ?service "SERVICE" }'),
    (
        "BASE <http://e.org/a/> PREFIX : <#> ASK { :x <b> <../c> }",
        "BASE <http://e.org/a/> ASK { <http://e.org/a/#x> <b> <../c> }",
    ),
]


@pytest.mark.parametrize("query", REFUSED)
def test_refuses_to_call_another_machine(query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is refused"):
        read_query(query)


@pytest.mark.parametrize(("query", "message"), UNREADABLE)
def test_says_where_it_cannot_read(query: str, message: str) -> None:
    with pytest.raises(QueryError, match=f"the query cannot be parsed: {message}"):
        read_query(query)


@pytest.mark.parametrize(("query", "text"), WRITTEN)
def test_writes_the_query_anew(query: str, text: str) -> None:
    assert read_query(query).text == text


@pytest.mark.parametrize("name", sorted(saved_queries()))
def test_means_what_was_sent(small_store: Store, name: str) -> None:
    text = saved_queries()[name].text
    ours, plain = (_answer(results) for results in (small_store.query(text), small_store.ask(text)))
    assert ours == plain


def _answer(results: object) -> object:
    if isinstance(results, ox.QueryTriples):
        return {str(triple) for triple in results}
    if isinstance(results, ox.QueryBoolean):
        return bool(results)
    assert isinstance(results, ox.QuerySolutions)
    names = [variable.value for variable in results.variables]
    return names, sorted([str(row[name]) for name in names] for row in results)


def test_words_and_form() -> None:
    reading = read_query("CONSTRUCT { ?s ?p 'FROM' } { GRAPH ?from { ?s ?p ?o } }")
    assert reading.form == "CONSTRUCT"
    assert reading.words == {"CONSTRUCT", "GRAPH"}


def test_only_known_words_are_read() -> None:
    """A word unknown here might be read as two words by a parser."""
    for word in KEYWORDS - {"SERVICE"}:
        assert read_query(f"ASK {{ {word} }}").text == f"ASK {{ {word} }}".replace("TRUE", "true").replace(
            "FALSE", "false"
        )


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("SELECT *\n{ ?s\n  ?p }", "3:7"),
        ("PREFIX x: <urn:x:> # one\nSELECT * {\n\tx:a x:b 'ö' x:c }", "3:14"),
        ("SELECT * { } }", "1:15"),
        ("", "1:1"),
    ],
)
def test_an_error_says_where_in_what_was_sent(query: str, place: str) -> None:
    reading = read_query(query)
    with pytest.raises(SyntaxError) as raised:
        ox.Store().query(reading.text)
    assert f"error at {place}" in str(unparsable(reading, raised.value))


def test_an_unknown_function_says_where() -> None:
    reading = read_query("PREFIX e: <http://e.org/>\nASK { FILTER( e:f(1) ) }")
    with pytest.raises(RuntimeError) as raised:
        ox.Store().query(reading.text)
    error = unknown_function(reading, raised.value)
    assert str(error) == (
        "the query cannot be evaluated: error at 2:15: the function <http://e.org/f> is not known here"
    )


def test_relative_iris_are_resolved_against_the_base() -> None:
    query = "SELECT ?iri { VALUES ?iri { <a> <#b> <http://e.org/c> } }"
    reading = read_query(query, "http://x.org/sparql")
    assert reading.base == "http://x.org/sparql"
    results = ox.Store().query(reading.text, base_iri=reading.base)
    assert isinstance(results, ox.QuerySolutions)
    assert [row["iri"].value for row in results] == ["http://x.org/a", "http://x.org/sparql#b", "http://e.org/c"]
    # Without relative IRIs the base makes no difference.
    assert read_query("ASK { ?s <urn:p> ?o }", "http://x.org/sparql").base is None

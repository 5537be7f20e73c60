"""The dataset of a query: FROM, FROM NAMED, and graphs given with the request."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from csekg.errors import QueryError
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.untrusted.sanitizer import QueryDataset, read_query

A, B, C = (f"http://example.org/{name}" for name in "abc")
# Two graphs share a triple; the default graph of the file has one more.
SHARED = """
<urn:s> <urn:p> <urn:o> <http://example.org/a> .
<urn:s> <urn:p> <urn:o> <http://example.org/b> .
<urn:s> <urn:p> <urn:other> <http://example.org/b> .
<urn:s> <urn:p> <urn:third> <http://example.org/c> .
<urn:s> <urn:p> <urn:none> .
"""
COUNT = "SELECT (COUNT(*) AS ?n) {} WHERE {{ {} }}"
TRIPLES, QUADS = "?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"


@pytest.fixture(scope="module")
def shared() -> Store:
    return Store(SHARED.encode())


def count(store: Store, clauses: str, pattern: str, default: list[str], named: list[str]) -> int:
    results = store.query(COUNT.format(clauses, pattern), default_graphs=default, named_graphs=named)
    assert isinstance(results, ox.QuerySolutions)
    return int(next(results)["n"].value)


@pytest.mark.parametrize(
    ("query", "default", "named"),
    [
        ("SELECT * FROM <http://example.org/a> { ?s ?p ?o }", [A], []),
        ("SELECT*FROM<http://example.org/a>{?s ?p ?o}", [A], []),
        ("ask from ex:a from ex:b { ?s ?p ?o }", [A, B], []),
        ("ASK FROM ex:a FROM NAMED ex:b FROM ex:a FROM NAMED ex:c {}", [A], [B, C]),
        ("PREFIX e: <http://example.org/> DESCRIBE e:x FROM e:a", [A], []),
        ("BASE <http://example.org/x/> ASK FROM <../a> FROM NAMED <../b> {}", [A], [B]),
        ("PREFIX select: <http://example.org/> SELECT * FROM select:a {}", [A], []),
        ("CONSTRUCT { ?s ?p 'FROM <x:y>' } FROM ex:a # FROM ex:b\nFROM ex:c {}", [A, C], []),
        ("ASK FROM # which\n <http://example.org/a> {}", [A], []),
        ("ASK FROM <http://example.org/\\u0061> {}", [A], []),
        ("ASK FROM NAMED ex:b { FILTER('''it's FROM ex:a''' != \"from\") }", [], [B]),
        ("PREFIX from: <http://example.org/> ASK FROM from:a { ?from from:b from:from }", [A], []),
    ],
)
def test_clauses_are_read(query: str, default: list[str], named: list[str]) -> None:
    query = f"PREFIX ex: <http://example.org/> {query}"
    dataset = QueryDataset.given_or_stated([], [], read_query(query))
    assert dataset
    assert [name.value for name in dataset.default] == default
    assert [name.value for name in dataset.named] == named


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT * { ?from ?p 'FROM ex:a' } # FROM ex:a",
        "PREFIX ex: <urn:> SELECT * { ?s ex:FROM <http://example.org/FROM> }",
        # Oxigraph refuses what it cannot parse.
        "SELECT * FROM",
        "FROM FROM NAMED NAMED",
    ],
)
def test_no_clause_is_made_up(query: str) -> None:
    assert QueryDataset.given_or_stated([], [], read_query(query)) is None


def test_a_relative_clause_needs_a_base() -> None:
    with pytest.raises(QueryError, match=r"error at 1:15: <a> is relative"):
        read_query("SELECT * FROM <a> {}")
    assert read_query("SELECT * FROM <a> {}", "http://e.org/x").default == ("http://e.org/a",)


@pytest.mark.parametrize(
    ("default", "named", "triples", "quads"),
    [
        ([A], [], 1, 0),
        ([A, B], [], 2, 0),
        ([A, B, A], [], 2, 0),
        ([A, B, C], [A, B], 3, 3),
        ([], [A, B, A], 0, 3),
        ([B], [C], 2, 1),
        (["urn:missing"], ["urn:missing"], 0, 0),
        (["urn:missing", A], [], 1, 0),
    ],
)
def test_graphs_in_the_query_and_beside_it_mean_the_same(
    shared: Store, default: list[str], named: list[str], triples: int, quads: int
) -> None:
    clauses = " ".join([f"FROM <{iri}>" for iri in default] + [f"FROM NAMED <{i}>" for i in named])
    for pattern, expected in ((TRIPLES, triples), (QUADS, quads)):
        assert count(shared, clauses, pattern, [], []) == expected
        assert count(shared, "", pattern, default, named) == expected
        # Graphs given with the request replace those of FROM.
        assert count(shared, f"FROM <{C}> FROM NAMED <{C}>", pattern, default, named) == expected


def test_without_graphs_everything_is_asked(shared: Store) -> None:
    assert count(shared, "", TRIPLES, [], []) == 4
    assert count(shared, "", QUADS, [], []) == 4


def test_an_error_keeps_its_position_in_the_query(shared: Store) -> None:
    for clause in ("FROM <urn:a>", "FROM <urn:a> FROM <urn:b>"):
        with pytest.raises(QueryError, match=r"error at 2:3"):
            shared.query(f"SELECT * {clause}\n{{ x }}")


@pytest.mark.parametrize("iri", ["", "a", "../a", "http://example.org/a b", "<urn:a>"])
def test_a_graph_has_an_absolute_iri(shared: Store, iri: str) -> None:
    for default, named in (([iri], []), ([A], [A, iri])):
        with pytest.raises(QueryError, match="not named by an absolute IRI"):
            shared.query("ASK {}", default_graphs=default, named_graphs=named)


def test_a_blank_node_of_several_graphs_stays_one() -> None:
    store = Store(b"""
        _:x <urn:p> "1 .\\n" <urn:a> .
        _:x <urn:q> "2" <urn:b> .
        _:x <urn:r> "3" <urn:c> .
    """)
    results = store.query(
        "SELECT * { ?x <urn:p> ?one ; <urn:q> ?two . GRAPH <urn:c> { ?x <urn:r> ?three } }",
        default_graphs=["urn:a", "urn:b"],
        named_graphs=["urn:c"],
    )
    assert isinstance(results, ox.QuerySolutions)
    assert [row["one"].value for row in results] == ["1 .\n"]


def test_results_outlive_the_store_that_merged_them(shared: Store) -> None:
    results = shared.query("CONSTRUCT WHERE { ?s ?p ?o }", default_graphs=[A, B, C])
    assert len(list(results)) == 3  # type: ignore[arg-type]


def test_the_graphs_of_all_sources_merge_to_the_union(small_store: Store) -> None:
    names = [name.value for name in small_store.named_graphs()]
    everything = count(small_store, "", TRIPLES, [], [])
    assert count(small_store, "", TRIPLES, names, []) == everything
    # There are duplicates: the graphs together have more triples than their merge.
    assert count(small_store, "", QUADS, [], names) > everything

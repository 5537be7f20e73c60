"""The query engine: what it answers, and how it says that it cannot."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from csekg import namespaces as ns
from csekg.dataset.cache import contents_of, make, open_kept
from csekg.errors import CsekgError, QueryError
from csekg.namespaces import CSE
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.saved_queries import saved_queries
from csekg.sparql.store import read, rows_of
from tests.csekg.sparql.untrusted.listening import listening

IN_TWO_GRAPHS = """
<urn:s> <urn:p> <urn:o> <urn:g1> .
<urn:s> <urn:p> <urn:o> <urn:g2> .
<urn:s> <urn:p> <urn:other> <urn:g2> .
"""
DATED = "?action cse:treaty instrument:opsc ; cse:actor state:FRA ; a cse:ConsentToBeBound"


def count(store: Store, pattern: str) -> int:
    ((number,),) = store.values(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
    return int(number)


def test_a_triple_of_two_graphs_counts_once() -> None:
    store = Store(IN_TWO_GRAPHS.encode())
    assert count(store, "?s ?p ?o") == 2
    assert count(store, "GRAPH ?g { ?s ?p ?o }") == 3


def test_a_fact_that_several_sources_state_counts_once(store: Store) -> None:
    fact = f"{DATED} ; cse:date ?on"
    assert count(store, f"GRAPH ?g {{ {fact} }}") == 5
    assert count(store, fact) == 1


def test_the_default_graph_is_the_set_of_all_triples(small_store: Store, small_dataset: bytes) -> None:
    quads = list(ox.parse(small_dataset, ox.RdfFormat.N_QUADS))
    triples = {quad.triple for quad in quads}
    assert len(triples) < len(quads)
    assert count(small_store, "?s ?p ?o") == len(triples)
    assert sum(1 for _ in small_store.quads()) == len(triples)


def test_graphs_are_listed_and_read(store: Store) -> None:
    names = store.named_graphs()
    assert ns.graph("derived") in names
    assert names == sorted(names, key=lambda name: name.value)
    quads = list(store.quads(ns.graph("ilo-members")))
    assert len(quads) == 187
    assert {quad.predicate for quad in quads} == {CSE.memberOf}
    assert sum(1 for _ in store.quads()) == count(store, "?s ?p ?o")


def test_prefixes_need_no_declaration(store: Store) -> None:
    assert store.query("ASK { instrument:opsc a cse:Treaty ; cse:legalBasis ?basis }")


def test_a_syntax_error_gives_the_position(store: Store) -> None:
    with pytest.raises(QueryError, match=r"the query cannot be parsed: error at 2:\d+: expected"):
        store.query("SELECT * WHERE {\n  ?s ?p }")


@pytest.mark.parametrize(
    ("update", "word"),
    [
        ("INSERT DATA { <urn:s> <urn:p> <urn:o> }", "INSERT"),
        ("# ASK\nPREFIX : <urn:> BASE <urn:x>\n delete where { ?s ?p ?o }", "DELETE"),
        ("LOAD <file:///etc/hostname>", "LOAD"),
        ("DROP ALL", "DROP"),
    ],
)
def test_an_update_is_no_query(store: Store, update: str, word: str) -> None:
    before = count(store, "?s ?p ?o")
    with pytest.raises(QueryError, match=f"cannot be parsed: .*; {word} .* this store is read-only"):
        store.query(update)
    assert count(store, "?s ?p ?o") == before


def test_a_query_with_an_error_is_not_taken_for_an_update(store: Store) -> None:
    with pytest.raises(QueryError) as caught:
        store.query("ASK { ?s INSERT ?o }")
    assert "read-only" not in str(caught.value)


def test_a_parameter_cannot_smuggle_in_another_machine(store: Store) -> None:
    text = 'SELECT ?x WHERE { VALUES ?x { "a" } }'
    value = ox.Literal('" } SERVICE <http://example.org/> { ?s ?p "')
    assert store.values(text, {"x": value}) == [(value.value,)]


def test_a_parameter_is_set_in_the_query(store: Store) -> None:
    text = "SELECT ?key WHERE { VALUES ?t { instrument:opsc } ?t dcterms:identifier ?key }"
    assert store.values(text) == [("opsc",)]
    assert store.values(text, {"t": ns.instrument("crc")}) == [("crc",)]
    with pytest.raises(QueryError, match="the query has no parameter treaty"):
        store.values(text, {"treaty": ns.instrument("crc")})


def test_rows_name_their_variables_and_leave_the_unbound_empty(store: Store) -> None:
    text = "SELECT ?t ?x WHERE { VALUES ?t { instrument:crc } OPTIONAL { ?t cse:supplements ?x } }"
    assert store.select(text) == [{"t": ns.instrument("crc"), "x": None}]
    assert store.values(text) == [(ns.instrument("crc").value, "")]


@pytest.mark.parametrize("query", ["ASK { ?s ?p ?o }", "DESCRIBE instrument:opsc"])
def test_only_a_select_query_has_rows(store: Store, query: str) -> None:
    with pytest.raises(QueryError, match="this is no SELECT query"):
        store.select(query)


@pytest.mark.parametrize(
    ("name", "content", "graphs"),
    [
        ("d.nq", IN_TWO_GRAPHS, 2),
        ("d.trig", "<urn:g1> { <urn:s> <urn:p> <urn:o>, <urn:other> }", 1),
        ("d.nt", "<urn:s> <urn:p> <urn:o> .\n<urn:s> <urn:p> <urn:other> .", 0),
        ("D.TTL", "<urn:s> <urn:p> <urn:o>, <urn:other> .", 0),
    ],
)
def test_a_file_is_opened_by_its_ending(tmp_path: Path, name: str, content: str, graphs: int) -> None:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    store = Store.open(file)
    assert len(store.named_graphs()) == graphs
    assert count(store, "<urn:s> <urn:p> ?o") == 2


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("d.json", b"{}", "the ending '.json' is not known; give one of .nq, .nt, .trig, .ttl"),
        ("d", b"", "the ending '' is not known"),
        ("d.nq", b"no quads\n", r"cannot read .*d\.nq: .* line 1 "),
        ("d.ttl", b"<urn:s> <urn:p> .\n", r"cannot read .*d\.ttl: .* line 1 "),
        ("d.nt", b'<urn:s> <urn:p> "\xff" .\n', "UTF-8"),
        ("missing.nq", None, r"cannot read .*missing\.nq: No such file"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CsekgError, match=message):
        Store.open(tmp_path / name)


def test_the_dataset_is_opened_whole(tmp_path: Path, small_dataset: bytes, small_store: Store) -> None:
    file = tmp_path / "csekg.nq"
    file.write_bytes(small_dataset)
    assert Store.open(file).n_quads() == small_store.n_quads()


@pytest.fixture(scope="module")
def cached(small_dataset: bytes, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The dataset as the cache has it."""
    folder = tmp_path_factory.mktemp("cached") / "d"
    make(folder, contents_of(small_dataset, Store(small_dataset)))
    return open_kept(folder)


def test_a_cached_dataset_holds_the_same(small_store: Store, cached: Store) -> None:
    triples = [quad.triple for quad in cached.quads()]
    assert set(triples) == {quad.triple for quad in small_store.quads()}
    assert len(triples) == len(set(triples)) == cached.triples() == small_store.triples()
    assert cached.named_graphs() == small_store.named_graphs()
    assert cached.n_quads() == small_store.n_quads()
    assert cached.statistics.to_json() == small_store.statistics.to_json()


@pytest.mark.parametrize(
    "query",
    [
        *(query.text for query in saved_queries().values()),
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
        "SELECT (COUNT(*) AS ?n) { ?s cse:treaty ?t GRAPH ?g { ?s cse:treaty ?t } }",
        "SELECT (COUNT(*) AS ?n) FROM <https://w3id.org/csekg/id/graph/derived> { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) FROM NAMED <https://w3id.org/csekg/id/graph/derived> "
        "{ GRAPH ?g { ?s a cse:Participation } }",
        "SELECT (COUNT(DISTINCT ?o) AS ?n) { instrument:crc (cse:supplements|^cse:treaty)* ?o }",
        "SELECT (COUNT(*) AS ?n) { ?x dcterms:isPartOf* ?y }",
        "SELECT (COUNT(*) AS ?n) { ?x a cse:State FILTER NOT EXISTS { ?x cse:partyTo ?t } }",
        "SELECT (COUNT(*) AS ?n) { ?x a cse:State MINUS { ?x cse:partyTo instrument:opsc } }",
    ],
)
def test_a_cached_dataset_answers_the_same(small_store: Store, cached: Store, query: str) -> None:
    assert cached.values(query) == small_store.values(query)
    answers = [read(engine.query(query), rows_of) for engine in (small_store, cached)]
    assert answers[0] == answers[1]


def test_not_even_a_query_of_our_own_calls_another_machine(store: Store) -> None:
    with listening() as listener:
        with pytest.raises(QueryError, match="SERVICE is refused"):
            store.ask(f"ASK {{ service <{listener.address}> {{ ?s ?p ?o }} }}")
        assert listener.settled() == 0
    text = "SELECT ?x { VALUES ?x { 1 } }"
    assert store.values(text, {"x": ox.Literal('a" SERVICE <x>')}) == [('a" SERVICE <x>',)]

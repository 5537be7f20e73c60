"""The query engine: what it answers, and how it says that it cannot."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pyoxigraph as ox
import pytest

from csekg import namespaces as ns
from csekg.errors import CsekgError, QueryError
from csekg.namespaces import CSE
from csekg.sparql.embedded import Store
from csekg.sparql.loading import Built, Foreign
from csekg.sparql.saved_queries import saved_queries
from tests.csekg.sparql.strangers.listening import listening

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


def test_a_fact_that_two_sources_state_counts_once(store: Store) -> None:
    fact = f"{DATED} ; cse:date ?on"
    assert count(store, f"GRAPH ?g {{ {fact} }}") == 3
    assert count(store, fact) == 1


def test_who_asks_before_the_dataset_is_loaded_waits_for_it() -> None:
    store, asking = Store(None), Event()

    def ask() -> list[int]:
        asking.set()
        return [store.triples(), count(store, "?s ?p ?o"), len(store.named_graphs())]

    with ThreadPoolExecutor(1) as beside:
        answer = beside.submit(ask)
        asking.wait()
        store.load(Built(IN_TWO_GRAPHS.encode()))
        assert answer.result() == [2, 2, 2]


def test_who_waits_for_what_cannot_be_loaded_is_told(tmp_path: Path) -> None:
    store = Store(None)
    with ThreadPoolExecutor(1) as beside:
        answer = beside.submit(store.query, "ASK {}")
        with pytest.raises(CsekgError, match="cannot read"):
            store.load(Foreign(tmp_path / "missing.nq"))
        with pytest.raises(CsekgError, match="cannot read"):
            answer.result()


def test_the_default_graph_is_the_set_of_all_triples(store: Store, dataset: bytes) -> None:
    quads = list(ox.parse(dataset, ox.RdfFormat.N_QUADS))
    triples = {quad.triple for quad in quads}
    assert len(triples) < len(quads)
    assert count(store, "?s ?p ?o") == len(triples)
    assert len(store) == len(triples) + len(quads)


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


def test_an_unknown_prefix_is_an_error(store: Store) -> None:
    with pytest.raises(QueryError, match="cannot be parsed"):
        store.query("ASK { ?s nowhere:p ?o }")


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
    before = len(store)
    with pytest.raises(
        QueryError, match=f"cannot be parsed: .*; {word} .* this store is read-only"
    ):
        store.query(update)
    assert len(store) == before


def test_a_query_with_an_error_is_not_taken_for_an_update(store: Store) -> None:
    with pytest.raises(QueryError) as caught:
        store.query("ASK { ?s INSERT ?o }")
    assert "read-only" not in str(caught.value)


def test_other_machines_are_not_asked(store: Store) -> None:
    with pytest.raises(QueryError, match="SERVICE is refused"):
        store.query("SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }")


def test_a_parameter_cannot_smuggle_in_another_machine(store: Store) -> None:
    text = 'SELECT ?x WHERE { VALUES ?x { "a" } }'
    value = ox.Literal('" } SERVICE <http://example.org/> { ?s ?p "')
    assert store.values(text, {"x": value}) == [(value.value,)]


def test_a_parameter_is_set_in_the_query(store: Store) -> None:
    text = "SELECT ?title WHERE { VALUES ?t { instrument:opsc } ?t cse:shortTitle ?title }"
    assert store.values(text) == [("OPSC",)]
    assert store.values(text, {"t": ns.instrument("crc")}) == [("CRC",)]
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
def test_a_file_is_opened_by_its_ending(
    tmp_path: Path, name: str, content: str, graphs: int
) -> None:
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
def test_a_file_that_cannot_be_read_is_told(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CsekgError, match=message):
        Store.open(tmp_path / name)


def test_the_dataset_is_opened_whole(tmp_path: Path, dataset: bytes, store: Store) -> None:
    file = tmp_path / "csekg.nq"
    file.write_bytes(dataset)
    assert len(Store.open(file)) == len(store)


def test_the_union_alone_answers_as_the_whole_store(dataset: bytes) -> None:
    store = Store(dataset)
    queries = [query.text for query in saved_queries().values()]
    queries += ["ASK { GRAPH ?g { ?s ?p ?o } }", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"]
    before = [store.values(text) if text[:3] != "ASK" else store.query(text) for text in queries]
    for _ in store.hold_union_alone():
        assert store._union is None
    assert store._union is not None
    assert len(store._union) == count(store, "?s ?p ?o")
    after = [store.values(text) if text[:3] != "ASK" else store.query(text) for text in queries]
    assert after == before


@pytest.mark.parametrize(
    "query",
    [
        "ASK { GRAPH <urn:g1> { ?s ?p ?o } }",
        "PREFIX : <urn:> ASK{graph :g1{?s ?p ?o}}",
        "ASK { { ?s ?p 1GRAPH ?g {} } UNION { GRAPH ?g { ?s ?p ?o } } }",
        "ASK { FILTER(1<2&&'>'!='')GRAPH ?g{?s ?p ?o} FILTER(''='') }",
        "ASK FROM <urn:g1> { ?s ?p <urn:o> }",
        "ASK FROM NAMED <urn:g1> { GRAPH ?g { ?s ?p ?o } }",
    ],
)
def test_the_union_alone_is_not_asked_for_a_graph(query: str) -> None:
    store = Store(IN_TWO_GRAPHS.encode())
    assert list(store.hold_union_alone())
    assert store.query(query)
    assert store.values("SELECT ?o { ?s ?p ?o } ORDER BY ?o") == [("urn:o",), ("urn:other",)]


def test_not_even_a_query_of_our_own_calls_another_machine(store: Store) -> None:
    with listening() as listener:
        with pytest.raises(QueryError, match="SERVICE is refused"):
            store.ask(f"ASK {{ service <{listener.address}> {{ ?s ?p ?o }} }}")
        assert listener.settled() == 0
    text = "SELECT ?x { VALUES ?x { 1 } }"
    assert store.values(text, {"x": ox.Literal('a" SERVICE <x>')}) == [('a" SERVICE <x>',)]

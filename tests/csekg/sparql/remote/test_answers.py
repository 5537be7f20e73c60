"""Everything that queries a store answers alike over a server and over the embedded store."""

from __future__ import annotations

from datetime import date

import pyoxigraph as ox
import pytest

from csekg import namespaces as ns
from csekg.answers.common import groups
from csekg.answers.common.references import actor_ref
from csekg.answers.entities import actors
from csekg.answers.status import status_answers
from csekg.errors import CsekgError
from csekg.network.graph import network_graph
from csekg.sparql.errors import EndpointTimeoutError
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.remote import RemoteStore
from csekg.sparql.saved_queries import SavedQuery, check_keys, saved_queries
from csekg.sparql.store import QueryEngine, read, rows_of
from csekg.validation import read_shapes, shapes_dir, validate
from csekg.validation.shapes import Component
from tests.csekg.sparql.remote.servers import Restarted

QUERIES = saved_queries()
#: Queries that Virtuoso answers differently; see docs/remote.md.
VIRTUOSO_DIFFERS = {
    # It returns a computed truth value as the number 0 or 1.
    "bound-on-adoption-day",
    "footnotes",
    "gap-urged",
    "not-party",
    "paragraph-to-states",
    "parties-by-treaty",
    "signed-never-ratified",
    "state-at-a-glance",
    "stated-differs-from-computed",
    "status-reasons",
    "where-does-this-date-come-from",
    "who-was-bound-on",
    # It divides integers to an integer.
    "universal-or-not",
    # Sums over a sub-query come out differently.
    "accepted-against-noted",
    # It joins what GRAPH and a sub-query exclude.
    "actors-outside-the-un",
}

#: They take Virtuoso up to nine seconds, or it refuses them (groups-coverage); see docs/remote.md.
SLOW_ON_VIRTUOSO = {"groups-coverage", "assessors-disagree", "bound-and-not-conforming", "findings-that-changed"}


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_a_saved_query_answers_the_same(small_store: Store, small_remote: RemoteStore, query: SavedQuery) -> None:
    assert small_remote.select(query.text, query.bindings({})) == small_store.select(query.text)


def test_keys_are_looked_up_on_the_server(small_remote: RemoteStore) -> None:
    query = QUERIES["who-was-bound-on"]
    check_keys(small_remote, query, query.bindings({}))
    with pytest.raises(CsekgError, match="instrument/opcs is not known"):
        check_keys(small_remote, query, query.bindings({"treaty": "opcs"}))


@pytest.mark.long
@pytest.mark.parametrize("name", sorted({*QUERIES} - SLOW_ON_VIRTUOSO))
def test_a_saved_query_answers_the_same_from_another_kind_of_server(
    store: Store, on_virtuoso: RemoteStore, name: str
) -> None:
    # A query that agrees must be removed from the list.
    same = on_virtuoso.values(QUERIES[name].text) == store.values(QUERIES[name].text)
    assert same == (name not in VIRTUOSO_DIFFERS)


@pytest.mark.long
def test_a_query_that_takes_too_long_takes_no_other_along(virtuoso_server: Restarted) -> None:
    server = virtuoso_server.server()
    store = RemoteStore(server.settings())
    store._connection._settings = server.settings(timeout=0.3)
    with pytest.raises(EndpointTimeoutError):
        # It takes nine seconds, and the next one must not wait for it.
        store.values(QUERIES["assessors-disagree"].text)
    store.close()
    RemoteStore(server.settings(timeout=5)).close()


#: Which States have not ratified; unchanged it takes Oxigraph long, and on the whole data ten seconds.
NOT_RATIFIED = """
SELECT ?s WHERE {
  ?s a cse:State
  FILTER NOT EXISTS { ?act a cse:Ratification ; cse:treaty instrument:opsc ; cse:actor ?s }
}
"""


def test_a_rewritten_query_answers_the_same(small_store: Store, small_remote: RemoteStore) -> None:
    theirs = read(small_remote.query(NOT_RATIFIED), rows_of)
    ours = read(small_store.query(NOT_RATIFIED), rows_of)
    assert sorted(map(str, theirs)) == sorted(map(str, ours))
    assert len(ours) > 10


def test_the_library_answers_the_same(small_store: Store, small_remote: RemoteStore) -> None:
    def answers(store: QueryEngine) -> list[object]:
        return [
            status_answers.status(store, "crc", date(2007, 4, 27)),
            status_answers.gaps(store, "opsc"),
            status_answers.state(store, "FRA"),
            actor_ref(store, "Francia"),
            actors.actors(store),
            actors.actor(store, "USA"),
            groups.groups(store),
        ]

    assert answers(small_remote) == answers(small_store)


def test_the_network_and_the_validation_are_the_same(small_store: Store, small_remote: RemoteStore) -> None:
    here, there = network_graph(small_store), network_graph(small_remote)
    assert dict(there.nodes(data=True)) == dict(here.nodes(data=True))
    assert sorted(there.edges(data="kind")) == sorted(here.edges(data="kind"))
    assert validate(small_remote) == validate(small_store)
    assert small_remote.n_quads() == small_store.n_quads()


def test_graphs_are_the_same(both: tuple[RemoteStore, Store]) -> None:
    there, here = both
    name = ns.graph("ilo-members")
    assert there.named_graphs() == here.named_graphs()
    assert set(there.quads(name)) == set(here.quads(name))
    assert there.has_graph(name)
    assert not there.has_graph(ns.graph("release"))
    size = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert there.values(size) == here.values(size)


def test_results_are_of_the_same_kinds(both: tuple[RemoteStore, Store]) -> None:
    there, _ = both
    known = there.query("ASK { instrument:opsc ?p ?o }")
    unknown = there.query("ASK { <urn:nothing> ?p ?o }")
    assert isinstance(known, ox.QueryBoolean)
    assert isinstance(unknown, ox.QueryBoolean)
    assert (bool(known), bool(unknown)) == (True, False)
    described = there.query("DESCRIBE instrument:opsc")
    assert isinstance(described, ox.QueryTriples)
    assert sum(1 for _ in described) > 10


def test_the_lists_of_allowed_values_are_checked_alike(both: tuple[RemoteStore, Store]) -> None:
    # Virtuoso's sameTerm once caused ten thousand violations.
    there, here = both
    listing = [
        shape for shape in read_shapes(shapes_dir()) if any(c.component is Component.one_of for c in shape.constraints)
    ]
    assert len(listing) > 2
    assert validate(there, listing) == validate(here, listing)


def test_graphs_of_the_protocol_stand_in_place_of_those_of_the_query(both: tuple[RemoteStore, Store]) -> None:
    there, here = both
    name = ns.graph("ilo-members")
    rows = there.query("SELECT (COUNT(*) AS ?n) FROM id:nowhere { ?s ?p ?o }", default_graphs=[name.value])
    assert isinstance(rows, ox.QuerySolutions)
    members = len(set(here.quads(name)))
    assert [int(row["n"].value) for row in rows] == [members]
    assert members > 10

"""Everything that queries a store answers alike over a server and over the embedded store."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pyoxigraph as ox
import pytest

from csekg import namespaces as ns
from csekg.answers.common import groups
from csekg.answers.common.references import find_actor
from csekg.answers.entities import actors
from csekg.answers.status import status_answers
from csekg.network.graph import network_graph
from csekg.sparql.errors import EndpointTimeoutError
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.remote import RemoteStore
from csekg.sparql.saved_queries import SavedQuery, check_keys, saved_queries
from csekg.sparql.store import read, rows_of
from csekg.validation import read_shapes, shapes_dir, validate
from csekg.validation.shapes import Component
from tests.csekg.sparql.remote.servers import Reply, Restarted, Server, answering

QUERIES = saved_queries()
#: Queries that Virtuoso answers differently; see docs/remote.md.
VIRTUOSO_DIFFERS = {
    # It returns a computed truth value as the number 0 or 1.
    "footnotes",
    "gap-urged",
    "signed-never-ratified",
    "stated-differs-from-computed",
    "where-does-this-date-come-from",
    # It divides integers to an integer.
    "groups-coverage",
    "universal-or-not",
    # It joins what GRAPH and a sub-query exclude.
    "actors-outside-the-un",
}

#: They take Virtuoso up to nine seconds; see docs/remote.md.
SLOW_ON_VIRTUOSO = {"assessors-disagree", "bound-and-not-conforming", "findings-that-changed"}


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_a_saved_query_answers_the_same(store: Store, remote: RemoteStore, query: SavedQuery) -> None:
    check_keys(remote, query, query.bindings({}))
    assert remote.select(query.text, query.bindings({})) == store.select(query.text)


@pytest.mark.parametrize("name", sorted({*QUERIES} - SLOW_ON_VIRTUOSO))
def test_a_saved_query_answers_the_same_from_another_kind_of_server(
    store: Store, other: RemoteStore, name: str
) -> None:
    # A query that agrees must be removed from the list.
    same = other.values(QUERIES[name].text) == store.values(QUERIES[name].text)
    assert same == (name not in VIRTUOSO_DIFFERS)


def test_a_query_that_takes_too_long_takes_no_other_along(virtuoso_server: Restarted) -> None:
    server = virtuoso_server.server()
    store = RemoteStore(server.settings())
    store._connection._settings = server.settings(timeout=0.3)
    with pytest.raises(EndpointTimeoutError):
        # It takes nine seconds, and the next one must not wait for it.
        store.values(QUERIES["assessors-disagree"].text)
    store.close()
    RemoteStore(server.settings(timeout=5)).close()


def test_a_server_that_no_longer_answers_is_started_once_more() -> None:
    replies = iter([Reply(), Reply(), Reply(500), Reply(500)])
    servers = Restarted(lambda: started(replies))
    first = servers.server()
    assert servers.server() == first
    assert servers.server() != first
    with pytest.raises(AssertionError, match="for the second time"):
        servers.server()
    servers.close()


@contextmanager
def started(replies: Iterator[Reply]) -> Iterator[Server]:
    with answering(lambda *_: next(replies)) as (server, _):
        yield server


#: Which States have not ratified; unchanged it takes Oxigraph ten seconds.
NOT_RATIFIED = """
SELECT ?s WHERE {
  ?s a cse:State
  FILTER NOT EXISTS { ?act a cse:Ratification ; cse:treaty instrument:opsc ; cse:actor ?s }
}
"""


def test_what_is_slow_as_asked_is_fast_and_the_same(store: Store, remote: RemoteStore) -> None:
    started = time.monotonic()
    theirs = read(remote.query(NOT_RATIFIED), rows_of)
    assert time.monotonic() - started < 5
    ours = read(store.query(NOT_RATIFIED), rows_of)
    assert sorted(map(str, theirs)) == sorted(map(str, ours))
    assert len(ours) > 50


def test_the_library_answers_the_same(store: Store, remote: RemoteStore) -> None:
    day = date(2007, 4, 27)
    assert status_answers.status(remote, "crc", day) == status_answers.status(store, "crc", day)
    assert status_answers.gaps(remote, "opsc") == status_answers.gaps(store, "opsc")
    assert status_answers.state(remote, "FRA") == status_answers.state(store, "FRA")
    assert find_actor(remote, "Francia") == find_actor(store, "Francia")
    assert actors.actors(remote) == actors.actors(store)
    assert actors.actor(remote, "USA") == actors.actor(store, "USA")
    assert groups.groups(remote) == groups.groups(store)


def test_the_network_and_the_validation_are_the_same(store: Store, remote: RemoteStore) -> None:
    here, there = network_graph(store), network_graph(remote)
    assert dict(there.nodes(data=True)) == dict(here.nodes(data=True))
    assert sorted(there.edges(data="kind")) == sorted(here.edges(data="kind"))
    assert validate(remote) == validate(store)


def test_graphs_are_the_same(store: Store, remote: RemoteStore, other: RemoteStore) -> None:
    name = ns.graph("ilo-members")
    for server in (remote, other):
        assert server.named_graphs() == store.named_graphs()
        assert set(server.quads(name)) == set(store.quads(name))
        assert server.has_graph(name)
        assert not server.has_graph(ns.graph("release"))
        assert server.values("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == store.values(
            "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
        )
    assert remote.n_quads() == store.n_quads()


def test_results_are_of_the_same_kinds(remote: RemoteStore, other: RemoteStore) -> None:
    for server in (remote, other):
        known = server.query("ASK { instrument:opsc ?p ?o }")
        unknown = server.query("ASK { <urn:nothing> ?p ?o }")
        assert isinstance(known, ox.QueryBoolean)
        assert isinstance(unknown, ox.QueryBoolean)
        assert (bool(known), bool(unknown)) == (True, False)
        described = server.query("DESCRIBE instrument:opsc")
        assert isinstance(described, ox.QueryTriples)
        assert sum(1 for _ in described) > 10


def test_the_lists_of_allowed_values_are_checked_alike(store: Store, remote: RemoteStore, other: RemoteStore) -> None:
    # Virtuoso's sameTerm once caused ten thousand violations.
    listing = [
        shape for shape in read_shapes(shapes_dir()) if any(c.component is Component.one_of for c in shape.constraints)
    ]
    assert len(listing) > 2
    for server in (remote, other):
        assert validate(server, listing) == validate(store, listing)


def test_graphs_of_the_protocol_stand_in_place_of_those_of_the_query(remote: RemoteStore, other: RemoteStore) -> None:
    text = "SELECT (COUNT(*) AS ?n) FROM id:nowhere { ?s ?p ?o }"
    for server in (remote, other):
        rows = server.query(text, default_graphs=[ns.graph("ilo-members").value])
        assert isinstance(rows, ox.QuerySolutions)
        assert [row["n"].value for row in rows] == ["187"]

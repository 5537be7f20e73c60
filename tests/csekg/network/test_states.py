"""States in the network, each figure computed a second time by igraph."""

from __future__ import annotations

import io
from collections import Counter

import igraph
import networkx as nx
import pytest

from csekg.answers.status.declarations import declarations
from csekg.errors import UnknownNameError
from csekg.network.graph import gexf
from csekg.network.states import co_ratification, joining, next_treaties, objections, peers
from csekg.sparql.oxigraph_store import Store

_NOW = """
SELECT ?actor ?treaty WHERE {
  ?p a cse:Participation ; cse:status status:party ; cse:actor/dcterms:identifier ?actor ;
     cse:treaty/dcterms:identifier ?treaty
}
"""


@pytest.fixture(scope="module")
def bipartite(store: Store) -> igraph.Graph:
    """Who is bound by which treaty, as igraph has it."""
    rows = store.values(_NOW)
    actors, treaties = ({row[place] for row in rows} for place in (0, 1))
    graph = igraph.Graph()
    graph.add_vertices(sorted(actors), {"type": [False] * len(actors)})
    graph.add_vertices(sorted(treaties), {"type": [True] * len(treaties)})
    graph.add_edges(rows)
    return graph


def test_co_ratification_is_igraphs_cocitation(store: Store, bipartite: igraph.Graph) -> None:
    actors = [vertex.index for vertex in bipartite.vs if not vertex["type"]]
    names, common = bipartite.vs["name"], bipartite.cocitation(actors)
    expected = {
        frozenset((names[one], names[other])): int(common[place][other])
        for place, one in enumerate(actors)
        for other in actors
        if one < other and common[place][other]
    }
    graph = co_ratification(store)
    assert {
        frozenset(end.removeprefix("state/") for end in ends): data["weight"] for *ends, data in graph.edges(data=True)
    } == expected


def test_peers_are_those_of_igraphs_jaccard(store: Store, bipartite: igraph.Graph) -> None:
    names = bipartite.vs["name"]
    alike = bipartite.similarity_jaccard(vertices=None, loops=False)[names.index("SOM")]
    found = peers(store, "SOM", 300)
    assert len(found) > 190
    for peer in found:
        assert peer.alike == pytest.approx(alike[names.index(peer.key)])
    assert [peer.alike for peer in found] == sorted((peer.alike for peer in found), reverse=True)
    with pytest.raises(UnknownNameError):
        peers(store, "XYZ")


def test_the_next_treaty_is_one_that_the_closest_peers_joined(store: Store, bipartite: igraph.Graph) -> None:
    own = set(bipartite.vs[bipartite.neighbors("SOM")]["name"])
    closest = [peer.key for peer in peers(store, "SOM", 10)]
    found = next_treaties(store, "SOM", 10)
    assert found
    for treaty in found:
        assert treaty.key not in own
        bound = set(bipartite.vs[bipartite.neighbors(treaty.key)]["name"])
        assert treaty.peers == len(bound & set(closest))


def test_objections_are_those_of_the_answers(store: Store) -> None:
    graph = objections(store)
    expected = Counter((each.actor.key, each.objected_actor.key) for each in declarations(store) if each.objected_actor)
    assert {tuple(end.removeprefix("state/") for end in ends) for ends in graph.edges} == set(expected)
    assert sum(data["weight"] for *_, data in graph.edges(data=True)) >= expected.total()
    other = igraph.Graph.TupleList(
        [(*ends, data["weight"]) for *ends, data in graph.edges(data=True)], directed=True, weights=True
    )
    received = dict(zip(other.vs["name"], other.strength(mode="in", weights="weight"), strict=True))
    assert received == dict(graph.in_degree(weight="weight"))


def test_gexf_has_days_and_weights_and_the_same_bytes(small_store: Store) -> None:
    graph = joining(small_store)
    content = gexf(graph)
    assert content == gexf(joining(small_store))
    assert b"lastmodified" not in content
    assert b'mode="dynamic"' in content
    assert b'timeformat="date"' in content
    read = nx.read_gexf(io.BytesIO(content))
    assert read.number_of_nodes() == graph.number_of_nodes()
    assert read.number_of_edges() == graph.number_of_edges()
    france = {"state/FRA", "treaty/opsc"}
    days = [data["start"] for *ends, data in read.edges(data=True) if set(ends) == france]
    assert days == ["2003-03-05"]
    assert b'start="2003-03-05"' in content

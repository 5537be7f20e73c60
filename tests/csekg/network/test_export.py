from __future__ import annotations

from io import BytesIO
from typing import Any

import networkx as nx

from csekg.network.graph import graphml, network_graph
from csekg.sparql.oxigraph_store import Store


def test_what_is_read_back_is_what_was_written(graph: Any) -> None:
    back = nx.read_graphml(BytesIO(graphml(graph)), force_multigraph=True)
    assert dict(back.nodes(data=True)) == dict(graph.nodes(data=True))

    def links(network: Any) -> list[Any]:
        rows = [(a, b, sorted(data.items())) for a, b, data in network.edges(data=True)]
        return sorted(rows)

    ids = [data.pop("id", None) for *_, data in back.edges(data=True)]
    assert len(set(ids)) == len(ids) or set(ids) == {None}
    assert links(back) == links(graph)


def test_attributes_are_text_or_whole_numbers(graph: Any) -> None:
    for *_, data in (*graph.nodes(data=True), *graph.edges(data=True)):
        for key, value in data.items():
            assert type(value) is (int if key == "cost" else str)


def test_the_bytes_are_the_same_each_time(graph: Any, store: Store) -> None:
    again = network_graph(store)
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(again.nodes(data=True))))
    turned.add_edges_from(reversed(list(again.edges(data=True))))
    assert graphml(turned) == graphml(graph)

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

from csekg.network.centrality import centrality
from csekg.network.instruments import instrument_graph
from csekg.sparql.embedded import Store


def test_all_instruments_and_nothing_else(graph: Any, store: Store) -> None:
    expected = store.values("SELECT ?key { ?i a cse:Instrument ; dcterms:identifier ?key }")
    assert sorted(row.key for row in centrality(graph)) == sorted(key for (key,) in expected)


def test_the_shares_add_up(graph: Any) -> None:
    rows = centrality(graph)
    assert sum(row.pagerank for row in rows) == pytest.approx(1)
    assert all(0 <= row.betweenness <= 1 for row in rows)


def test_the_conventions_lead_and_the_resolution_holds_the_web_together(graph: Any) -> None:
    rows = centrality(graph)
    assert rows[0].key == "crc"
    assert {"untoc", "ets185"} <= {row.key for row in rows[:5]}
    between = sorted(rows, key=lambda row: row.betweenness)
    assert [row.key for row in between[-2:]] == ["crc", "ccpcj-16-2"]


def test_many_links_weigh_more_than_one(graph: Any) -> None:
    shares = {row.key: row.pagerank for row in centrality(graph)}
    # The resolution is all that links to these two: by 70 correspondences, by one citation.
    assert shares["cets201"] > 1.2 * shares["a-61-299"]


def test_links_of_provisions_count_for_their_instruments(graph: Any, store: Store) -> None:
    ((count,),) = store.values("""
        SELECT (COUNT(?c) AS ?n) { ?c cse:provision/cse:provisionOf instrument:cets201 }""")
    link = instrument_graph(graph).edges["ccpcj-16-2", "cets201"]
    assert link["links"] == int(count) == len(link["kinds"]["corresponds to"])


def test_a_footnote_does_not_count_its_citation_twice(graph: Any) -> None:
    link = instrument_graph(graph).edges["ccpcj-16-2", "ets185"]
    assert link["kinds"]["cites"] == ("taking-note",)
    assert set(link["kinds"]) == {"cites", "corresponds to"}
    # It is named in a footnote alone.
    assert not instrument_graph(graph).has_edge("ccpcj-16-2", "congress-9-report")


def test_a_report_points_to_the_resolution_printed_in_it(graph: Any) -> None:
    instruments = instrument_graph(graph)
    assert instruments.has_edge("congress-9-report", "congress-9-res-7")
    assert nx.number_of_selfloops(instruments) == 0


def test_the_order_does_not_depend_on_that_of_the_network(graph: Any) -> None:
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from(reversed(list(graph.edges(data=True))))
    assert centrality(turned) == centrality(graph)

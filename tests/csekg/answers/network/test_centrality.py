from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

from csekg.answers.network.centrality import centrality, instrument_graph, left_out
from csekg.sparql.oxigraph_store import Store


def test_instruments_that_others_link_to_and_not_the_centre(graph: Any, store: Store) -> None:
    expected = store.values("SELECT ?key { ?i a cse:Instrument ; dcterms:identifier ?key }")
    rows = centrality(graph)
    assert len(rows) + left_out(graph) + 1 == len(expected)
    assert {row.key for row in rows} < {key for (key,) in expected} - {"ccpcj-16-2"}
    # A report to which only the resolution points, and one to which nothing does.
    assert "a-61-299" in {row.key for row in rows}
    assert "un-study-violence" not in {row.key for row in rows}


def test_figures_are_shares_and_counts(graph: Any) -> None:
    instruments = instrument_graph(graph)
    for row in centrality(graph):
        assert 0 < row.pagerank < 1
        assert 0 <= row.betweenness <= 1
        assert row.from_resolution + row.from_others == instruments.in_degree(row.key, weight="links")


def test_the_conventions_lead_and_hold_their_protocols_together(graph: Any) -> None:
    rows = centrality(graph)
    assert rows[0].key == "crc"
    assert {"untoc", "ets185"} <= {row.key for row in rows[:5]}
    # With the resolution gone, its protocols meet in the convention, and nothing meets in these.
    between = {row.key: row.betweenness for row in rows}
    assert max(between, key=lambda key: between[key]) == "crc"
    assert between["cets201"] == between["a-61-299"] == 0


def test_pagerank_is_that_of_networkx_with_scipy(graph: Any) -> None:
    instruments = instrument_graph(graph)
    assert max(links for _start, _end, links in instruments.edges(data="links")) > 10
    ranks = nx.pagerank(instruments, alpha=0.85, weight="links", tol=1e-12, max_iter=500)
    # Some have no link to follow: the reader starts again.
    assert 0 in dict(instruments.out_degree()).values()
    for row in centrality(graph):
        assert row.pagerank == pytest.approx(ranks[row.key], abs=1e-8)


def test_many_links_weigh_more_than_one(graph: Any) -> None:
    shares = {row.key: row.pagerank for row in centrality(graph)}
    # The resolution is all that links to these two: by 70 correspondences, by one citation.
    assert shares["cets201"] > 1.2 * shares["a-61-299"]


def test_links_of_provisions_count_for_their_instruments(graph: Any, store: Store) -> None:
    ((count,),) = store.values("""
        SELECT (COUNT(?c) AS ?n) {
          ?c a cse:Correspondence ; cse:provision/cse:provisionOf instrument:cets201 }""")
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

from __future__ import annotations

from io import BytesIO
from typing import Any

import networkx as nx
import pytest

from csekg.answers.network.graph import COSTS, find_node, graphml, network_graph
from csekg.errors import UnknownNameError
from csekg.sparql.oxigraph_store import Store


def test_every_instrument_and_provision_is_a_node(graph: Any, store: Store) -> None:
    texts = store.values("""
        SELECT DISTINCT ?text { VALUES ?class { cse:Instrument cse:Provision } ?text a ?class }""")
    iris = {data["iri"] for _, data in graph.nodes(data=True)}
    assert {iri for (iri,) in texts} <= iris
    others = {d["kind"] for _, d in graph.nodes(data=True) if (d["iri"],) not in texts}
    assert others == {"meeting", "body"}


def test_every_correspondence_and_named_citation_is_a_link(graph: Any, store: Store) -> None:
    for kind, pattern in (
        ("corresponds to", "?x a cse:Correspondence"),
        ("cites", "?x cse:citedInstrument ?y"),
        ("supplements", "?x cse:supplements ?y"),
    ):
        expected = store.values(f"SELECT DISTINCT ?x ?y {{ {pattern} }}")
        links = [link for link in graph.edges(data="kind") if link[2] == kind]
        assert len(links) == len(expected) > 0


def test_a_protocol_is_no_plain_treaty(graph: Any) -> None:
    assert graph.nodes["opsc"]["kind"] == "protocol"
    assert graph.nodes["crc"]["kind"] == "treaty"


def test_bodies_that_link_no_document_are_left_out(graph: Any) -> None:
    assert "body/ga" in graph
    assert "body/unodc" not in graph


def test_a_link_points_from_the_act_to_the_treaty_in_its_annex(graph: Any) -> None:
    assert graph.has_edge("ga-55-25", "tip")
    assert not graph.has_edge("tip", "ga-55-25")


def test_the_verbs_are_kept_apart(graph: Any) -> None:
    (link,) = graph.get_edge_data("ccpcj-16-2/pp/12", "ets185").values()
    title = graph.nodes["ets185"]["title"]
    assert link["forward"] == (f"Preambular paragraph 12 of CCPCJ resolution 16/2 takes note of the {title}.")
    assert link["backward"] == (f"The {title} is taken note of in preambular paragraph 12 of CCPCJ resolution 16/2.")


def test_a_citation_in_a_request_says_what_is_asked_of_whom(graph: Any) -> None:
    (link,) = graph.get_edge_data("ccpcj-16-2/op/3", "opsc").values()
    assert "it urges Member States not yet party to consider joining" in link["forward"]
    said = "carry out the Convention on the Rights of the Child and its sale-of-children Protocol in full."
    assert f", and States parties to {said}" in link["forward"]
    assert "is named in operative paragraph 3" in link["backward"]


def test_a_correspondence_costs_less_the_closer_it_is_and_less_than_belonging_together() -> None:
    strengths = ("equivalent", "implements", "supports", "related")
    costs = [COSTS[f"corresponds to:{strength}"] for strength in strengths]
    assert costs == sorted(set(costs))
    assert costs[-1] < COSTS["part of the instrument"]


def test_every_link_has_its_sentences(graph: Any) -> None:
    for _, _, data in graph.edges(data=True):
        for sentence in (data["forward"], data["backward"]):
            assert sentence[0].isupper() or sentence[0].isdigit()
            assert sentence.endswith(".")
            assert not sentence.endswith("..")
            assert "{" not in sentence
            assert " the the " not in sentence.casefold()


@pytest.mark.parametrize(
    "text",
    ["crc/article/34", "CRC/Article/34", "https://w3id.org/csekg/id/instrument/crc/article/34", " crc/article/34/ "],
)
def test_a_node_is_found_by_path_or_iri(graph: Any, text: str) -> None:
    assert find_node(graph, text) == "crc/article/34"


def test_an_unknown_node_is_refused_with_the_closest(graph: Any) -> None:
    with pytest.raises(UnknownNameError, match=r"unknown node 'crc/artcle/34'.*crc/article/34"):
        find_node(graph, "crc/artcle/34")


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


def test_the_bytes_of_graphml_are_the_same_each_time(graph: Any, store: Store) -> None:
    again = network_graph(store)
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(again.nodes(data=True))))
    turned.add_edges_from(reversed(list(again.edges(data=True))))
    assert graphml(turned) == graphml(graph)

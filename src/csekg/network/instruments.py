"""The network of the instruments alone: the links of provisions count for their instruments."""

from __future__ import annotations

from typing import Any

import networkx as nx

from csekg.network.graph import INSTRUMENTS

# A footnote prints the reference of a citation, which is counted already.
_REPEATS = ("has footnote", "refers to", "takes up")


def instrument_graph(graph: Any) -> Any:
    """Return the instruments of a network as a `networkx.DiGraph`.

    Nodes keep their attributes. A link has the number of `links` that it stands for and, in
    `kinds`, for each kind of them the sorted words (verb or strength). Meetings, bodies, footnotes
    and links within an instrument are left out.
    """
    instruments = nx.DiGraph()
    instruments.add_nodes_from(
        (node, data) for node, data in sorted(graph.nodes(data=True))
        if data["kind"] in INSTRUMENTS
    )  # fmt: skip
    for start, end, data in sorted(graph.edges(data=True), key=_ends):
        a, b = (graph.nodes[node]["instrument"] or node for node in (start, end))
        if data["kind"] == "part of":
            # The link from a report points to the texts printed in it, as that of an adopting
            # resolution does to the texts in its annex.
            a, b = b, a
        if data["kind"] in _REPEATS or a == b or a not in instruments or b not in instruments:
            continue
        if not instruments.has_edge(a, b):
            instruments.add_edge(a, b, links=0, kinds={})
        link = instruments.edges[a, b]
        link["links"] += 1
        words = link["kinds"].get(data["kind"], ())
        link["kinds"][data["kind"]] = tuple(sorted((*words, data["word"])))
    return instruments


def _ends(link: tuple[str, str, dict[str, Any]]) -> tuple[str, str, str, str]:
    a, b, data = link
    return a, b, data["kind"], data["word"]

"""The network at the level of instruments: links of provisions counted for their instruments."""

from __future__ import annotations

from typing import Any

import networkx as nx

from csekg.network.graph import INSTRUMENTS

# A footnote prints the reference of a citation that is counted already.
_REPEATS = ("has footnote", "refers to", "takes up")


def fold(graph: Any) -> Any:
    """Return a `networkx.DiGraph` of the instruments alone.

    Nodes keep their attributes. A link carries `links` (how many it stands for) and, for every
    kind among them, the sorted tuple of words (verb or strength) of that kind in `kinds`.
    Meetings, bodies and footnotes are left out, as are links within an instrument.
    """
    folded = nx.DiGraph()
    folded.add_nodes_from(
        (node, data) for node, data in sorted(graph.nodes(data=True))
        if data["kind"] in INSTRUMENTS
    )  # fmt: skip
    for start, end, data in sorted(graph.edges(data=True), key=_ends):
        a, b = (graph.nodes[node]["instrument"] or node for node in (start, end))
        if data["kind"] == "part of":
            # A report presents the texts printed in it, as an act does those in its annex.
            a, b = b, a
        if data["kind"] in _REPEATS or a == b or a not in folded or b not in folded:
            continue
        if not folded.has_edge(a, b):
            folded.add_edge(a, b, links=0, kinds={})
        link = folded.edges[a, b]
        link["links"] += 1
        words = link["kinds"].get(data["kind"], ())
        link["kinds"][data["kind"]] = tuple(sorted((*words, data["word"])))
    return folded


def _ends(link: tuple[str, str, dict[str, Any]]) -> tuple[str, str, str, str]:
    a, b, data = link
    return a, b, data["kind"], data["word"]

"""The centrality of the instruments in the network: PageRank and betweenness, and their meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import networkx as nx

from csekg.network.instruments import instrument_graph

#: The meaning of each figure, and its limits, for the command's output.
MEANING = (
    "PageRank: the share of the time that a reader would spend on an instrument who follows the"
    " links from text to text at random, more often where there are more of them, and now and then"
    " starts again at any. All shares add up to 1.",
    "Betweenness: the share of the shortest connections between two other instruments that run"
    " through this one; links are walked in either direction, each counted as one step.",
    "Limits: the data follows the references of resolution 16/2, not those of the treaties to each"
    " other. Nearly all links start there, so its betweenness is high by design; most of them are"
    " our judgement that a paragraph and an article correspond, and a treaty gains where its"
    " articles were split finely. Neither figure measures legal rank, importance or effect.",
)


@dataclass(frozen=True, slots=True)
class Centrality:
    """The centrality of an instrument.

    `pagerank` and `betweenness` are shares between 0 and 1; `links_in` and `links_out` count the
    links of its provisions.
    """

    key: str
    title: str
    kind: str
    pagerank: float
    betweenness: float
    links_in: int
    links_out: int


def centrality(graph: Any) -> list[Centrality]:
    """Return the centrality of every instrument, by falling PageRank, then by key."""
    instruments = instrument_graph(graph)
    pagerank = nx.pagerank(instruments, weight="links")
    between = nx.betweenness_centrality(instruments.to_undirected())
    found = [
        Centrality(
            node, data["title"], data["kind"], float(pagerank[node]), float(between[node]),
            instruments.in_degree(node, weight="links"),
            instruments.out_degree(node, weight="links"),
        )
        for node, data in instruments.nodes(data=True)
    ]  # fmt: skip
    # Rounded, so that equal instruments are in the order of their keys on every processor.
    return sorted(found, key=lambda row: (-round(row.pagerank, 9), row.key))

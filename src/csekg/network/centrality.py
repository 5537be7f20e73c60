"""Which instruments hold the web together: PageRank and betweenness, and what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import networkx as nx

from csekg.network.instruments import fold

#: What each figure says and what it does not.
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
    """The place of one instrument in the web; `links_out` and `links_in` count single links."""

    key: str
    title: str
    kind: str
    pagerank: float
    betweenness: float
    links_in: int
    links_out: int


def centrality(graph: Any) -> list[Centrality]:
    """Return all instruments, those with the highest PageRank first, then by key."""
    web = fold(graph)
    pagerank = nx.pagerank(web, weight="links")
    between = nx.betweenness_centrality(web.to_undirected())
    found = [
        Centrality(
            node, data["title"], data["kind"], float(pagerank[node]), float(between[node]),
            web.in_degree(node, weight="links"), web.out_degree(node, weight="links"),
        )
        for node, data in web.nodes(data=True)
    ]  # fmt: skip
    # Rounded, so that equal places stay in the order of their keys on every processor.
    return sorted(found, key=lambda row: (-round(row.pagerank, 9), row.key))

"""The centrality of the instruments in the network: PageRank and betweenness, and their meaning.

The network is a star: nearly all links start at the resolution. What that alone decides is left
out: the resolution itself, shortest connections through it, and instruments to which nothing links.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import networkx as nx

from csekg.answers.network.graph import INSTRUMENTS
from csekg.namespaces import RESOLUTION

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
        (node, data) for node, data in sorted(graph.nodes(data=True)) if data["kind"] in INSTRUMENTS
    )
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


#: The meaning of each figure, and its limits, for the command's output.
MEANING = (
    "PageRank: the share of the time that a reader would spend on an instrument who follows the"
    " links from text to text at random, more often where there are more of them, and now and then"
    " starts again at any. It is high where many provisions are pointed at, mostly by resolution"
    " 16/2: how much of the resolution an instrument answers, not how much it matters.",
    "Betweenness: the share of the shortest connections between two other instruments that run"
    " through this one, with resolution 16/2 taken away: which instruments hold the others together"
    " by themselves. Links are walked in either direction, each counted as one step.",
    "Limits: the data follows the references of resolution 16/2, not those of the treaties to each"
    " other; most links are our judgement that a paragraph and an article correspond, and a treaty"
    " gains where its articles were split finely. Neither figure measures legal rank, importance or"
    " effect.",
)
#: The probability that a reader follows a link, the usual one.
_FOLLOWS = 0.85
#: A step that changes all ranks together by less than this is the last one; each step reduces the
#: change to 0.85 of it at most, so that it comes after some 140.
_PRECISION = 1e-10
_MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class Centrality:
    """The centrality of an instrument.

    `pagerank` and `betweenness` are shares between 0 and 1, the latter without the resolution;
    `from_resolution`, `from_others` and `links_out` count the links of its provisions.
    """

    key: str
    title: str
    kind: str
    pagerank: float
    betweenness: float
    from_resolution: int
    from_others: int
    links_out: int


def centrality(graph: Any) -> list[Centrality]:
    """Return the centrality of the instruments that others link to, by falling PageRank and key.

    The resolution is left out, and instruments that nothing links to: the share of each is that of
    a reader who starts anywhere, and says nothing of it.
    """
    instruments = instrument_graph(graph)
    pagerank = _pagerank(instruments)
    without = nx.subgraph_view(instruments, filter_node=lambda node: node != RESOLUTION)
    between = nx.betweenness_centrality(without.to_undirected())
    rows = []
    for node, data in instruments.nodes(data=True):
        links_in = instruments.in_degree(node, weight="links")
        if node == RESOLUTION or not links_in:
            continue
        of_centre = instruments.edges.get((RESOLUTION, node), {"links": 0})["links"]
        rows.append(
            Centrality(
                node,
                data["title"],
                data["kind"],
                pagerank[node],
                float(between[node]),
                of_centre,
                links_in - of_centre,
                instruments.out_degree(node, weight="links"),
            )
        )
    # Rounded, so that equal instruments are in the order of their keys on every processor.
    return sorted(rows, key=lambda row: (-round(row.pagerank, 9), row.key))


def _pagerank(instruments: nx.DiGraph) -> dict[str, float]:
    """Return the PageRank of each instrument by power iteration, each link weighted by `links`.

    Brin and Page, 1998: the reader starts again at any instrument with probability 0.15, and always
    where no link leads on. That of networkx needs SciPy, which takes 170 MB with NumPy.
    """
    number = len(instruments)
    out = dict(instruments.out_degree(weight="links"))
    rank = dict.fromkeys(instruments, 1 / number)
    for _step in range(_MOST_STEPS):
        without_links = sum(rank[node] for node in instruments if not out[node])
        anywhere = (1 - _FOLLOWS + _FOLLOWS * without_links) / number
        following = dict.fromkeys(instruments, anywhere)
        for start, end, links in instruments.edges(data="links"):
            following[end] += _FOLLOWS * rank[start] * links / out[start]
        change = sum(abs(following[node] - rank[node]) for node in instruments)
        rank = following
        if change < _PRECISION:
            break
    return rank


def left_out(graph: Any) -> int:
    """Return how many instruments beside the resolution nothing links to."""
    instruments = instrument_graph(graph)
    return sum(not degree and node != RESOLUTION for node, degree in instruments.in_degree())

"""Finds the shortest connections between two nodes of the network, with a sentence per link."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import networkx as nx

from csekg.errors import CsekgError
from csekg.network.graph import find_node


@dataclass(frozen=True, slots=True)
class Step:
    """A link of a connection, in the direction from `start` to `end` of the connection.

    `cost` is low where the link says much about both ends (`csekg.network.graph.COSTS`).
    """

    start: str
    end: str
    kind: str
    cost: int
    sentence: str
    why: str


def paths(graph: Any, start: str, end: str) -> list[tuple[Step, ...]]:
    """Return all connections of least cost between two nodes, sorted; empty if there is none.

    Links count in both directions, with the cost in `csekg.network.graph.COSTS`. Raises
    UnknownNameError for an unknown node, and CsekgError where both are the same.
    """
    a, b = find_node(graph, start), find_node(graph, end)
    if a == b:
        raise CsekgError(f"{start!r} and {end!r} are the same node: give two different ones")
    undirected = _undirected(graph)
    if not nx.has_path(undirected, a, b):
        return []
    routes = sorted(nx.all_shortest_paths(undirected, a, b, weight="cost"))
    return [_steps(undirected, route) for route in routes]


def _undirected(graph: Any) -> Any:
    """Return the network as an undirected graph, with the cheapest link between any two nodes."""
    undirected = nx.Graph()
    for a, b, data in sorted(graph.edges(data=True), key=_preference):
        if not undirected.has_edge(a, b):
            undirected.add_edge(a, b, source=a, **data)
    return undirected


def _preference(link: tuple[str, str, dict[str, Any]]) -> tuple[int, str, str, str]:
    a, b, data = link
    return data["cost"], data["forward"], a, b


def _steps(undirected: Any, route: list[str]) -> tuple[Step, ...]:
    steps = []
    for a, b in pairwise(route):
        data = undirected.edges[a, b]
        text = data["forward"] if data["source"] == a else data["backward"]
        steps.append(Step(start=a, end=b, kind=data["kind"], cost=data["cost"], sentence=text, why=data["why"]))
    return tuple(steps)

"""Writes the network as GraphML, for Gephi, yEd, Cytoscape, igraph and the like."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import networkx as nx


def graphml(graph: Any) -> bytes:
    """Return the network as GraphML in UTF-8; the same dataset gives the same bytes.

    Nodes and links have the attributes of `csekg.network.graph.network_graph`; the id of a link is
    its position in the file.
    """
    ordered = nx.MultiDiGraph()
    ordered.add_nodes_from(sorted(graph.nodes(data=True)))
    links = sorted(graph.edges(data=True), key=lambda link: (link[0], link[1], str(link[2])))
    for number, (start, end, data) in enumerate(links):
        ordered.add_edge(start, end, key=number, **data)
    file = BytesIO()
    nx.write_graphml_xml(ordered, file)
    return file.getvalue()

"""Writes networks as GraphML and GEXF, for Gephi, yEd, Cytoscape, igraph and the like."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter


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


def gexf(graph: Any) -> bytes:
    """Return a graph as GEXF in UTF-8, with days where edges have `start` or `end`.

    The same dataset gives the same bytes: no day of writing stands in the file.
    """
    dynamic = any("start" in data for *_, data in graph.edges(data=True))
    copied = graph.copy()
    copied.graph.update({"mode": "dynamic"} if dynamic else {})
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(copied)
    for meta in writer.xml.findall("meta"):
        writer.xml.remove(meta)
    writer.graph_element.set("timeformat", "date")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()

"""The network: a networkx graph built from the dataset by three queries.

The name of a node is its path below `id/instrument/` (`crc/article/34`), for meetings and bodies
that below `id/` (`body/ga`). A link points from the text to what it refers to, from the part to the
whole, and from the adopting resolution to what it adopts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networkx as nx

from csekg.errors import UnknownNameError
from csekg.namespaces import ID
from csekg.network.queries import CITATIONS, LINKS, NODES
from csekg.network.sentences import Name, asking, name, sentences
from csekg.sparql.store import QueryEngine

#: The cost of a link in a shortest path, in whole numbers so that ties are exact. A low cost means
#: that the link says much about both ends. A correspondence or a citation does. Being part of the
#: same paragraph says a little, being part of the same treaty next to nothing: two articles of a
#: long convention are no closer than two of different ones. A footnote only says where a cited text
#: is printed. Having the same author says least.
COSTS = {
    "corresponds to:equivalent": 2,
    "corresponds to:implements": 3,
    "corresponds to:supports": 4,
    "corresponds to:related": 6,
    "cites": 3,
    "supplements": 3,
    "adopts": 4,
    "cited through": 4,
    "answers": 4,
    "part of": 3,
    "part of the instrument": 8,
    "has footnote": 7,
    "refers to": 7,
    "takes up": 7,
    "due at": 8,
    "adopted at": 8,
    "adopted by": 12,
    "held by": 12,
}
#: The kinds of node that are instruments.
INSTRUMENTS = (
    "treaty", "protocol", "resolution", "political commitment", "report", "guidelines", "mandate",
)  # fmt: skip


def short(iri: str) -> str:
    """Return the name of the node with an IRI."""
    return iri.removeprefix(ID).removeprefix("instrument/")


def network_graph(store: QueryEngine, words: Callable[[str], str] = str) -> Any:
    """Return the network as a `networkx.MultiDiGraph`; `words` gives a name as it is shown.

    Nodes have the attributes `iri`, `kind`, `label`, `title`, `instrument` (of a provision),
    `legal_basis` and `official_text`. Links have `kind`, `word` (verb or strength), `cost`,
    `forward` and `backward` (a sentence in either direction) and `why`. All are text except `cost`.
    """
    graph = nx.MultiDiGraph()
    # The query gives a protocol twice, as a treaty first, so that the narrower kind is kept.
    for iri, kind, label, title, instrument, basis, url in store.values(NODES):
        graph.add_node(
            short(iri), iri=iri, kind=kind, label=label, title=title or label,
            instrument=short(instrument), legal_basis=basis, official_text=url,
        )  # fmt: skip
    names = {node: _name(graph, node) for node in graph}
    _add_citations(graph, names, store)
    for kind, start, end, word, why in store.values(LINKS):
        a, b = short(start), short(end)
        if a in graph and b in graph:
            subject = graph.nodes[a]["kind"] if kind in ("adopted by", "adopted at") else word
            texts = sentences(kind, subject, (a, names[a]), (b, names[b]))
            _link(graph, a, b, kind, word, why, texts)
    # A body or a meeting that links no documents is left out.
    graph.remove_nodes_from([node for node in graph if "/" in node and not graph.degree(node)])
    for node in graph.nodes.values():
        node.update({name: words(node[name]) for name in ("label", "title")})
    return graph


def _name(graph: Any, node: str) -> Name:
    instrument = graph.nodes[node]["instrument"]
    whole = graph.nodes[instrument or node]
    part = node.removeprefix(f"{instrument}/") if instrument else ""
    return name(whole["title"], whole["kind"], part, instrument)


def _add_citations(graph: Any, names: dict[str, Name], store: QueryEngine) -> None:
    found: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for citation, start, end, verb, addressee, asks in store.values(CITATIONS):
        requests = found.setdefault((citation, short(start), short(end), verb), [])
        if asks:
            requests.append((addressee, asks))
    for (_, a, b, verb), requests in found.items():
        ends = (a, names[a]), (b, names[b])
        texts = asking(*ends, verb, requests) if requests else sentences("cites", verb, *ends)
        _link(graph, a, b, "cites", verb, "", texts)


def _link(graph: Any, a: str, b: str, kind: str, word: str, why: str, texts: list[str]) -> None:
    within = kind == "part of" and graph.nodes[a]["instrument"] == b
    key = "part of the instrument" if within else f"{kind}:{word}"
    cost = COSTS[key if key in COSTS else kind]
    graph.add_edge(
        a, b, kind=kind, word=word, cost=cost, forward=texts[0], backward=texts[1], why=why
    )


def find_node(graph: Any, text: str) -> str:
    """Return the node with a name (`ccpcj-16-2/op/4/a`, `crc`) or an IRI, in any case.

    Raises UnknownNameError, with the closest nodes, for an unknown one.
    """
    wanted = short(text.strip().rstrip("/")).casefold()
    for node in graph:
        if node.casefold() == wanted:
            return str(node)
    raise UnknownNameError("node", text, graph.nodes)

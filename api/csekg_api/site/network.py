"""The network of instruments on a page: the picture, and a table that says the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from csekg.network.instruments import instrument_graph
from csekg.network.layout import CENTRE
from csekg.network.picture import svg_element
from csekg_api.site.links import Links

#: What a link says of the instrument it starts from; `{}` stands for the other.
_SAYS = {
    "supplements": "protocol to {}",
    "adopts": "adopted {}",
    "part of": "contains {}",
    "cited through": "through it {} is cited",
}


@dataclass(frozen=True, slots=True)
class Row:
    """An instrument: where its page is, how the resolution treats it, and its other links."""

    name: str
    title: str
    href: str
    kind: str
    basis: str
    verbs: tuple[str, ...]
    correspondences: int
    others: tuple[str, ...]


class Network:
    """The folded network, drawn and as rows: instruments with the most links first."""

    def __init__(self, graph: Any, links: Links) -> None:
        """Draw the network of a dataset."""
        web = instrument_graph(graph)

        def address(node: str) -> str:
            return links.of(str(web.nodes[node]["iri"]))

        self.rows = sorted(
            (_row(web, node, address(node)) for node in web if node != CENTRE),
            key=lambda row: (-row.correspondences, not row.verbs, row.name),
        )
        self._graph, self._address = graph, address

    def svg(self, root: str) -> str:
        """Return the picture as an SVG element; its links begin with the path of the service."""
        return svg_element(self._graph, lambda node: root + self._address(node))


def _row(web: Any, node: str, href: str) -> Row:
    data = web.nodes[node]
    kinds = web.edges.get((CENTRE, node), {"kinds": {}})["kinds"]
    others = [
        _SAYS[kind].format(web.nodes[other]["title"])
        for _, other, link in web.out_edges(node, data=True)
        for kind in link["kinds"]
        if kind in _SAYS
    ]
    return Row(
        data["title"], data["label"], href, data["kind"], data["legal_basis"],
        tuple(dict.fromkeys(kinds.get("cites", ()))), len(kinds.get("corresponds to", ())),
        tuple(others),
    )  # fmt: skip

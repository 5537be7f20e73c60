"""The network of instruments on a page: a picture, and a table with the same content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from csekg.answers.common.base import alphabetical
from csekg.answers.network.centrality import instrument_graph
from csekg.answers.network.picture import CENTRE, svg, svg_element
from csekg.answers.pages.links import Links
from csekg.languages.words import later
from csekg_api.web.words import _

#: A link in words, about the instrument from which it starts; `{other}` stands for the other one.
_SAYS = {
    "supplements": later("protocol to {other}"),
    "adopts": later("adopted {other}"),
    "part of": later("contains {other}"),
    "answers": later("answers paragraphs of {other}"),
    "cited through": later("through it {other} is cited"),
}


#: The kinds of instruments (`csekg.answers.network.graph`) in words.
_KINDS = {
    "treaty": later("treaty"),
    "protocol": later("protocol"),
    "resolution": later("resolution"),
    "political commitment": later("political commitment"),
    "report": later("report"),
    "guidelines": later("guidelines"),
    "mandate": later("mandate"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """An instrument: the path of its page, its links with the resolution, and other links."""

    name: str
    title: str
    href: str
    kind: str
    basis: str
    verbs: tuple[str, ...]
    correspondences: int
    others: tuple[str, ...]


class Network:
    """The folded network as a picture and as rows, instruments with the most links first."""

    def __init__(self, graph: Any, links: Links) -> None:
        """Fold a graph of `csekg.answers.network.graph.network_graph`; `links` gives the paths of pages."""
        web = instrument_graph(graph)

        def address(node: str) -> str:
            return links.of(str(web.nodes[node]["iri"]))

        self._rows = [_row(web, node, address(node)) for node in web if node != CENTRE]
        self._graph = graph
        self._address = address

    @property
    def rows(self) -> list[Row]:
        """The instruments, those with the most links first."""
        return sorted(self._rows, key=lambda row: (-row.correspondences, not row.verbs, alphabetical(row.name)))

    def svg(self, root: str) -> str:
        """Return the picture as an SVG element, its links below the root path of the service."""
        return svg_element(self._graph, lambda node: root + self._address(node))

    def file(self) -> bytes:
        """Return the picture as an SVG file, which has its own heading, legend and style."""
        return svg(self._graph)


def _row(web: Any, node: str, href: str) -> Row:
    data = web.nodes[node]
    kinds = web.edges.get((CENTRE, node), {"kinds": {}})["kinds"]
    others = [
        _(_SAYS[kind], other=web.nodes[other]["title"])
        for _from, other, link in web.out_edges(node, data=True)
        for kind in link["kinds"]
        if kind in _SAYS
    ]
    return Row(
        data["title"],
        data["label"],
        href,
        _(_KINDS[data["kind"]]),
        data["legal_basis"],
        tuple(dict.fromkeys(kinds.get("cites", ()))),
        len(kinds.get("corresponds to", ())),
        tuple(others),
    )

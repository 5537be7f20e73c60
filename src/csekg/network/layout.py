"""Where each instrument stands in the picture: designed columns, no forces and no chance.

From left to right: the documents that the resolution cites, the resolution, the treaties by how
the resolution treats them, and the resolutions that adopted treaties.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

#: Size of the picture in pixels.
WIDTH, HEIGHT = 1600, 1000
CENTRE = "ccpcj-16-2"
_TOP, _BOTTOM = 100, 900
_ROW, _BOX, _HEADING = 37, 30, 36
_BASES = {
    "urged": "Urged: States are asked to consider joining",
    "recalled": "Recalled: no State is asked to join",
    "noted": "Taken note of, which is neutral",
    "related": "Not named in the resolution, related in subject",
}
_MANNERS = {
    "recalling": "Recalled",
    "reaffirming": "Reaffirmed",
    "welcoming": "Welcomed",
    "noting-with-appreciation": "Noted with appreciation",
    "noting": "Noted",
    "taking-note": "Taken note of, which is neutral",
    "": "Not cited themselves",
}


@dataclass(frozen=True, slots=True)
class Box:
    """The place of an instrument: left, top, width, height; `style` is its class."""

    node: str
    x: float
    y: float
    width: float
    height: float
    style: str

    @property
    def middle(self) -> float:
        """Return the height of the middle."""
        return self.y + self.height / 2

    @property
    def right(self) -> float:
        """Return where the box ends."""
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Layout:
    """All boxes by node, and the headings of the groups as left, baseline and words."""

    boxes: dict[str, Box]
    headings: list[tuple[float, float, str]]


def layout(web: Any) -> Layout:
    """Return the places of all instruments of a folded network."""
    boxes = {CENTRE: Box(CENTRE, 524, 450, 176, 100, "centre")}
    headings: list[tuple[float, float, str]] = []
    acts = sorted({a for a, _, data in web.edges(data=True) if "adopts" in data["kinds"]})
    treaties = [(words, _treaties(web, basis), basis) for basis, words in _BASES.items()]
    others = [n for n, d in web.nodes(data=True)
              if not d["legal_basis"] and n != CENTRE and n not in acts]  # fmt: skip
    documents = [
        (words, [node for node in others if _manner(web, node) == verb], "document")
        for verb, words in _MANNERS.items()
    ]
    _column(boxes, headings, 812, 414, treaties)
    _column(boxes, headings, 56, 370, documents)
    for node, middle in _spread(web, boxes, acts):
        boxes[node] = Box(node, 1322, middle - _BOX / 2, 262, _BOX, "document")
    if acts:
        headings.append((1322, min(boxes[act].y for act in acts) - 10, "Adopted treaties"))
    return Layout(boxes, headings)


def _manner(web: Any, node: str) -> str:
    """Return the verb under which the resolution cites a document, empty where it does not."""
    link = web.edges.get((CENTRE, node), {"kinds": {}})
    verbs = [verb for verb in _MANNERS if verb in link["kinds"].get("cites", ())]
    return verbs[0] if verbs else ""


def _column(
    boxes: dict[str, Box],
    headings: list[tuple[float, float, str]],
    x: float,
    width: float,
    groups: Iterable[tuple[str, list[str], str]],
) -> None:
    filled = [group for group in groups if group[1]]
    height = len(filled) * _HEADING + sum(len(nodes) for _, nodes, _ in filled) * _ROW
    # A column that grows beyond the picture is set closer.
    scale = min(1.0, (_BOTTOM - _TOP) / height)
    y = (_TOP + _BOTTOM - height * scale) / 2
    for words, nodes, style in filled:
        headings.append((x, y + (_HEADING - 10) * scale, words))
        y += _HEADING * scale
        for node in nodes:
            boxes[node] = Box(node, x, y, width, _BOX * scale, style)
            y += _ROW * scale


def _treaties(web: Any, basis: str) -> list[str]:
    """Return the treaties of one legal basis, each followed by its protocols.

    Protocols to treaties of the groups above come first, those of the lowest treaty before the
    others, so that the lines from protocol to treaty nest and do not cross.
    """
    nodes = [node for node, data in web.nodes(data=True) if data["legal_basis"] == basis]
    ranks = {node: (list(_BASES).index(web.nodes[node]["legal_basis"]), node) for node in web.nodes
             if web.nodes[node]["legal_basis"]}  # fmt: skip

    def place(node: str) -> tuple[int, str, bool, str]:
        parents = [b for _, b, data in web.out_edges(node, data=True)
                   if "supplements" in data["kinds"]]  # fmt: skip
        root = parents[0] if parents else node
        # The treaties that the resolution urges come first; the Convention before its Protocol.
        return -ranks[root][0], root, bool(parents), node

    own = sorted((n for n in nodes if place(n)[0] == -list(_BASES).index(basis)), key=place)
    return sorted((n for n in nodes if n not in own), key=place) + own


def _spread(web: Any, boxes: dict[str, Box], acts: list[str]) -> list[tuple[str, float]]:
    """Return the acts, each beside the first treaty it adopted, or as close below as fits."""
    wanted = []
    for act in acts:
        heights = [boxes[b].middle for _, b, data in web.out_edges(act, data=True)
                   if "adopts" in data["kinds"]]  # fmt: skip
        wanted.append((min(heights), act))
    placed, last = [], 0.0
    for height, act in sorted(wanted):
        last = max(height, last + _ROW)
        placed.append((act, last))
    return placed

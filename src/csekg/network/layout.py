"""Places the instruments in the picture: in fixed columns, without force simulation or chance.

From left to right: the documents that the resolution cites, the resolution, the treaties by their
legal basis in the resolution, and the resolutions that adopted treaties.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from csekg.languages.messages import _
from csekg.languages.words import later
from csekg.namespaces import RESOLUTION

#: The size of the picture in pixels.
WIDTH, HEIGHT = 1600, 1000
CENTRE = RESOLUTION
_TOP, _BOTTOM = 100, 900
_ROW, _BOX, _HEADING = 37, 30, 36
_BASES = {
    "urged": later("Urged: States are asked to consider joining"),
    "recalled": later("Recalled: no State is asked to join"),
    "noted": later("Taken note of, which is neutral"),
    "related": later("Not named in the resolution, related in subject"),
}
_MANNERS = {
    "recalling": later("Recalled"),
    "reaffirming": later("Reaffirmed"),
    "welcoming": later("Welcomed"),
    "noting-with-appreciation": later("Noted with appreciation"),
    "noting": later("Noted"),
    "taking-note": later("Taken note of, which is neutral"),
    "answers": later("Later documents that answer paragraphs"),
    "": later("Not cited themselves"),
}


@dataclass(frozen=True, slots=True)
class Box:
    """The box of an instrument: left, top, width and height in pixels, and its CSS class."""

    node: str
    x: float
    y: float
    width: float
    height: float
    style: str

    @property
    def middle(self) -> float:
        """The vertical position of the middle, in pixels from the top."""
        return self.y + self.height / 2

    @property
    def right(self) -> float:
        """The horizontal position of the right edge, in pixels from the left."""
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Layout:
    """The boxes by node, and the headings of the groups as left, baseline and text."""

    boxes: dict[str, Box]
    headings: list[tuple[float, float, str]]


def layout(instruments: Any) -> Layout:
    """Return the layout of a graph of instruments (`csekg.network.instruments`)."""
    boxes = {CENTRE: Box(CENTRE, 524, 450, 176, 100, "centre")}
    headings: list[tuple[float, float, str]] = []
    adopting = sorted(
        {a for a, _to, data in instruments.edges(data=True) if "adopts" in data["kinds"]}
    )
    treaties = [(_(words), _treaties(instruments, basis), basis) for basis, words in _BASES.items()]
    others = [n for n, d in instruments.nodes(data=True)
              if not d["legal_basis"] and n != CENTRE and n not in adopting]  # fmt: skip
    documents = [
        (_(words), [node for node in others if _manner(instruments, node) == verb], "document")
        for verb, words in _MANNERS.items()
    ]
    _column(boxes, headings, 812, 414, treaties)
    _column(boxes, headings, 56, 370, documents)
    for node, middle in _spread(instruments, boxes, adopting):
        boxes[node] = Box(node, 1322, middle - _BOX / 2, 262, _BOX, "document")
    if adopting:
        headings.append((1322, min(boxes[node].y for node in adopting) - 10, _("Adopted treaties")))
    return Layout(boxes, headings)


def _manner(instruments: Any, node: str) -> str:
    """Return the verb with which the resolution cites a document.

    It is `answers` for a later document that answers it, and empty for any other.
    """
    if "answers" in instruments.edges.get((node, CENTRE), {"kinds": {}})["kinds"]:
        return "answers"
    link = instruments.edges.get((CENTRE, node), {"kinds": {}})
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
    # A column that would be higher than the picture is compressed.
    scale = min(1.0, (_BOTTOM - _TOP) / height)
    y = (_TOP + _BOTTOM - height * scale) / 2
    for words, nodes, style in filled:
        headings.append((x, y + (_HEADING - 10) * scale, words))
        y += _HEADING * scale
        for node in nodes:
            boxes[node] = Box(node, x, y, width, _BOX * scale, style)
            y += _ROW * scale


def _treaties(instruments: Any, basis: str) -> list[str]:
    """Return the treaties of one legal basis, each followed by its protocols.

    Protocols to treaties of the groups above come first, those of the lowest treaty before the
    others, so that the lines from protocol to treaty nest and do not cross.
    """
    bases = instruments.nodes(data="legal_basis")
    ranks = {node: list(_BASES).index(each) for node, each in bases if each}

    def place(node: str) -> tuple[int, str, bool, str]:
        parents = [b for _, b, data in instruments.out_edges(node, data=True)
                   if "supplements" in data["kinds"]]  # fmt: skip
        root = parents[0] if parents else node
        # The lowest group comes first, and a convention before its protocol.
        return -ranks[root], root, bool(parents), node

    nodes = [node for node, each in bases if each == basis]
    own = sorted((n for n in nodes if place(n)[0] == -list(_BASES).index(basis)), key=place)
    return sorted((n for n in nodes if n not in own), key=place) + own


def _spread(
    instruments: Any, boxes: dict[str, Box], adopting: list[str]
) -> list[tuple[str, float]]:
    """Return the adopting resolutions with the vertical position of each.

    Each is at the height of the first treaty it adopted, or as close below as there is room.
    """
    wanted = []
    for node in adopting:
        heights = [boxes[b].middle for _, b, data in instruments.out_edges(node, data=True)
                   if "adopts" in data["kinds"]]  # fmt: skip
        wanted.append((min(heights), node))
    placed, last = [], 0.0
    for height, node in sorted(wanted):
        last = max(height, last + _ROW)
        placed.append((node, last))
    return placed

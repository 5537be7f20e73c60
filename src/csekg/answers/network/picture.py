"""Draws the network of the instruments as an SVG picture, without force simulation or chance.

From left to right: the documents that the resolution cites, the resolution, the treaties by their
legal basis in the resolution, and the resolutions that adopted treaties.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise
from math import sqrt
from typing import Any
from xml.etree import ElementTree as ET

from csekg.answers.network.centrality import instrument_graph
from csekg.languages.current import current
from csekg.languages.messages import _, ngettext
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
    """Return the layout of a graph of instruments (`csekg.answers.network.centrality`)."""
    boxes = {CENTRE: Box(CENTRE, 524, 450, 176, 100, "centre")}
    headings: list[tuple[float, float, str]] = []
    adopting = sorted({a for a, _to, data in instruments.edges(data=True) if "adopts" in data["kinds"]})
    treaties = [(_(words), _treaties(instruments, basis), basis) for basis, words in _BASES.items()]
    others = [n for n, d in instruments.nodes(data=True) if not d["legal_basis"] and n != CENTRE and n not in adopting]
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
    ranks = {node: list(_BASES).index(basis_of) for node, basis_of in bases if basis_of}

    def place(node: str) -> tuple[int, str, bool, str]:
        parents = [b for _, b, data in instruments.out_edges(node, data=True) if "supplements" in data["kinds"]]
        root = parents[0] if parents else node
        # The lowest group comes first, and a convention before its protocol.
        return -ranks[root], root, bool(parents), node

    nodes = [node for node, basis_of in bases if basis_of == basis]
    own = sorted((n for n in nodes if place(n)[0] == -list(_BASES).index(basis)), key=place)
    return sorted((n for n in nodes if n not in own), key=place) + own


def _spread(instruments: Any, boxes: dict[str, Box], adopting: list[str]) -> list[tuple[str, float]]:
    """Return the adopting resolutions with the vertical position of each.

    Each is at the height of the first treaty it adopted, or as close below as there is room.
    """
    wanted = []
    for node in adopting:
        heights = [
            boxes[b].middle for _, b, data in instruments.out_edges(node, data=True) if "adopts" in data["kinds"]
        ]
        wanted.append((min(heights), node))
    placed, last = [], 0.0
    for height, node in sorted(wanted):
        last = max(height, last + _ROW)
        placed.append((node, last))
    return placed


def draw_lines(root: ET.Element, instruments: Any, boxes: dict[str, Box]) -> None:
    """Draw every link of a graph of instruments between the boxes of its ends."""
    group = ET.SubElement(root, "g", {"aria-hidden": "true"})
    for start, end, data in instruments.edges(data=True):
        a, b = boxes[start], boxes[end]
        kinds = data["kinds"]
        line = {"class": f"line {_style(kinds)}", "d": _way(a, b, boxes)}
        if CENTRE in (start, end):
            # The width grows with the square root: 70 links stay distinct, 1 link stays visible.
            line["stroke-width"] = f"{0.8 + sqrt(data['links']) / 2.5:.2f}"
        ET.SubElement(group, "path", line)


def _style(kinds: dict[str, Any]) -> str:
    for kind, style in (("cites", "cites"), ("corresponds to", "corresponds"), ("supplements", "supplements")):
        if kind in kinds:
            return style
    return "contains"


def _way(a: Box, b: Box, boxes: dict[str, Box]) -> str:
    if a.x == b.x:
        return _arc(a, b)
    if a.x > b.x:
        return _curve(a.x, a.middle, b.right, b.middle)
    between = [box for box in boxes.values() if a.right < box.x and box.right < b.x]
    if not between:
        return _curve(a.right, a.middle, b.x, b.middle)
    # Through the gap nearest to the target, between the last row of a group and the next heading.
    column = sorted(between, key=lambda box: box.y)
    gaps = [upper.y + upper.height + 6 for upper, lower in pairwise(column) if lower.y - upper.y - upper.height > 20]
    # If there is one group only, the gap is below it.
    below = column[-1].y + column[-1].height + 6
    y = min(gaps, key=lambda gap: abs(gap - b.middle), default=below)
    left, right = column[0].x, column[0].right
    first = _curve(a.right, a.middle, left, y)
    return f"{first}H{right:g}{_curve(right, y, b.x, b.middle).partition(' ')[2]}"


def _arc(a: Box, b: Box) -> str:
    """Return an arc beside a column: for documents on its left, for treaties on its right.

    The farther apart the two boxes, the wider the arc, so that arcs nest. It starts below and ends
    above the middle, or the reverse, so that two links of one box do not share a point.
    """
    distance = abs(a.middle - b.middle)
    outward = -1 if a.style == "document" else 1
    x = a.x if outward < 0 else a.right
    turn = x + outward * min(24 + distance / 7, 80 if outward > 0 else 44)
    shift = 6 if b.middle > a.middle else -6
    start, end = a.middle + shift, b.middle - shift
    return f"M{x:g} {start:g} C{turn:g} {start:g} {turn:g} {end:g} {x:g} {end:g}"


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    half = (x1 + x2) / 2
    return f"M{x1:g},{y1:g} C{half:g} {y1:g} {half:g} {y2:g} {x2:g} {y2:g}"


#: The style sheet of the picture. Whatever colours convey, shapes and texts convey as well.
CSS = "\n" + resources.files("csekg.answers.network").joinpath("picture.css").read_text(encoding="utf-8")

#: The legend of the lines: class, text, and distance to the next entry in pixels.
LEGEND = (
    ("cites", later("cited by the resolution"), 230),
    ("corresponds", later("not cited, provisions correspond"), 290),
    ("supplements", later("protocol to a treaty"), 220),
    ("contains", later("adopts, contains, answers, or leads to it"), 300),
)


_TITLE = later("The instruments around CCPCJ resolution 16/2")
_SUBTITLE = later(
    "What the resolution of 2007 against the sexual exploitation of children cites, the treaties"
    " it rests on, and how they belong together"
)
_DESCRIPTION = later(
    "Left: documents around the resolution, by the manner of citing. Centre: the resolution."
    " Right of it: {treaties} treaties in four groups, by how the resolution treats them, each with"
    " the number of its links to the resolution. Far right: the resolutions that adopted treaties."
)

#: The height of the heading in the file, in pixels; the columns begin below it.
_HEAD = 84


def svg(graph: Any) -> bytes:
    """Return the picture as an SVG file in UTF-8; the same dataset gives the same bytes.

    Each instrument links to its official text where the dataset has one.
    """
    instruments = instrument_graph(graph)
    # The declaration on the root element applies to all names, so they need no prefix.
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {WIDTH} {HEIGHT}",
            "width": str(WIDTH),
            "height": str(HEIGHT),
            "role": "group",
            "lang": current(),
            "aria-labelledby": "title description",
        },
    )
    _describe(root, instruments, "title", "description")
    ET.SubElement(root, "style").text = CSS
    ET.SubElement(root, "rect", {"class": "ground", "width": "100%", "height": "100%"})
    _text(root, 56, 46, _(_TITLE), "title")
    _text(root, 56, 72, _(_SUBTITLE), "note")
    _draw(root, instruments, lambda node: str(instruments.nodes[node]["official_text"]))
    ET.indent(root)
    file: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return file + b"\n"


def svg_element(graph: Any, address: Callable[[str], str]) -> str:
    """Return the picture as an SVG element for an HTML page, which has the heading and the style.

    `address` returns the link of a node, empty for none. The page styles the class `network` like
    `csekg.answers.network.picture`.
    """
    instruments = instrument_graph(graph)
    root = ET.Element(
        "svg",
        {
            "viewBox": f"0 {_HEAD} {WIDTH} {HEIGHT - _HEAD}",
            "class": "network",
            "role": "group",
            "aria-labelledby": "network-title network-description",
        },
    )
    _describe(root, instruments, "network-title", "network-description")
    _draw(root, instruments, address)
    return ET.tostring(root, encoding="unicode")


def _describe(root: ET.Element, instruments: Any, title: str, description: str) -> None:
    treaties = sum(1 for _, data in instruments.nodes(data=True) if data["legal_basis"])
    ET.SubElement(root, "title", id=title).text = _(_TITLE)
    ET.SubElement(root, "desc", id=description).text = _(_DESCRIPTION, treaties=treaties)


def _draw(root: ET.Element, instruments: Any, address: Callable[[str], str]) -> None:
    plan = layout(instruments)
    draw_lines(root, instruments, plan.boxes)
    for x, y, heading in plan.headings:
        _text(root, x, y, heading, "heading")
    for box in sorted(plan.boxes.values(), key=lambda box: (box.x, box.y)):
        _draw_box(root, instruments, box, address(box.node))
    _draw_legend(root)


def _draw_box(root: ET.Element, instruments: Any, box: Box, url: str) -> None:
    data = instruments.nodes[box.node]
    place = ET.SubElement(root, "a", href=url) if url else ET.SubElement(root, "g")
    count = instruments.edges.get((CENTRE, box.node), {"links": 0})["links"]
    counted = ngettext(
        "{name}: {number} link with the resolution",
        "{name}: {number} links with the resolution",
        count,
        name=data["label"],
    )
    ET.SubElement(place, "title").text = str(counted if data["legal_basis"] else data["label"])
    ET.SubElement(
        place,
        "rect",
        {
            "class": f"box {box.style}",
            "x": f"{box.x:g}",
            "y": f"{box.y:g}",
            "width": f"{box.width:g}",
            "height": f"{box.height:g}",
            "rx": "3",
        },
    )
    # The baseline of a text is a third of the font size below the middle.
    base = box.middle + 4.5
    if box.style == "centre":
        _text(place, box.x + box.width / 2, base, data["title"], "label centre")
    else:
        _text(place, box.x + 10, base, data["title"], "label")
    if data["legal_basis"]:
        _text(place, box.right - 10, base, str(count), "note end")


def _draw_legend(root: ET.Element) -> None:
    x = 56.0
    for style, words, width in LEGEND:
        ET.SubElement(root, "path", {"class": f"line {style}", "d": f"M{x:g} 945h40", "stroke-width": "1.6"})
        _text(root, x + 50, 949, _(words), "note")
        x += width
    _text(
        root,
        56,
        974,
        _(
            "The number in a treaty's box counts its links with the resolution: "
            "citations, and provisions that correspond to a paragraph in our judgement. "
            "A thicker line stands for more of them."
        ),
        "note",
    )


def _text(parent: ET.Element, x: float, y: float, words: str, style: str) -> None:
    ET.SubElement(parent, "text", {"class": style, "x": f"{x:g}", "y": f"{y:g}"}).text = str(words)

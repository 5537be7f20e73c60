"""Draws the network of the instruments as an SVG picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

from csekg.languages.current import current
from csekg.languages.messages import _, ngettext
from csekg.languages.words import later
from csekg.network.instruments import instrument_graph
from csekg.network.layout import CENTRE, HEIGHT, WIDTH, Box, layout
from csekg.network.lines import draw_lines
from csekg.network.style import CSS, LEGEND

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
    root = ET.Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDTH} {HEIGHT}",
        "width": str(WIDTH), "height": str(HEIGHT), "role": "group", "lang": current(),
        "aria-labelledby": "title description",
    })  # fmt: skip
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
    `csekg.network.style`.
    """
    instruments = instrument_graph(graph)
    root = ET.Element("svg", {
        "viewBox": f"0 {_HEAD} {WIDTH} {HEIGHT - _HEAD}", "class": "network",
        "role": "group", "aria-labelledby": "network-title network-description",
    })  # fmt: skip
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
        "{name}: {number} link with the resolution", "{name}: {number} links with the resolution",
        count, name=data["label"],
    )  # fmt: skip
    ET.SubElement(place, "title").text = str(counted if data["legal_basis"] else data["label"])
    ET.SubElement(place, "rect", {
        "class": f"box {box.style}", "x": f"{box.x:g}", "y": f"{box.y:g}",
        "width": f"{box.width:g}", "height": f"{box.height:g}", "rx": "3",
    })  # fmt: skip
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
        ET.SubElement(
            root, "path", {"class": f"line {style}", "d": f"M{x:g} 945h40", "stroke-width": "1.6"}
        )
        _text(root, x + 50, 949, _(words), "note")
        x += width
    _text(root, 56, 974, _("The number in a treaty's box counts its links with the resolution: "
          "citations, and provisions that correspond to a paragraph in our judgement. "
          "A thicker line stands for more of them."), "note")  # fmt: skip


def _text(parent: ET.Element, x: float, y: float, words: str, style: str) -> None:
    ET.SubElement(parent, "text", {"class": style, "x": f"{x:g}", "y": f"{y:g}"}).text = str(words)

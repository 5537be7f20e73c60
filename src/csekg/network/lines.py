"""Draws the lines of the picture: the style and the route of each link."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt
from typing import Any
from xml.etree import ElementTree as ET

from csekg.network.layout import CENTRE, Box


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
    for kind, style in (
        ("cites", "cites"), ("corresponds to", "corresponds"), ("supplements", "supplements"),
    ):  # fmt: skip
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
    gaps = [
        upper.y + upper.height + 6
        for upper, lower in pairwise(column)
        if lower.y - upper.y - upper.height > 20
    ]
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

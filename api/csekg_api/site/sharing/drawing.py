"""Draws pictures as SVG files that stand for themselves: maps and charts.

Colours stand in attributes and not in a style sheet, so that office programs show them as well. The
ground is white: a picture is put into a document or on a slide.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from textwrap import wrap
from unicodedata import east_asian_width
from xml.etree import ElementTree as ET

from csekg.languages.current import current
from csekg.languages.forms import direction, semicolon
from csekg.languages.texts import joined
from csekg_api.site.shared.chart import Curve
from csekg_api.site.shared.world_map import WorldMap

#: The colours of statuses on a light ground, as in static/pages.css.
COLOURS = {
    "party": "#1f5f8b",
    "contracting-state": "#4f86ad",
    "signatory": "#a8680a",
    "no-action": "#a63d33",
    "no-act-read": "#9c6b4f",
    "needs-invitation": "#75579a",
    "must-join-first": "#8a5a86",
    "former-party": "#2f3a44",
    "unknown": "#827a3e",
    "not-eligible": "#79838b",
    "did-not-exist": "#79838b",
}
INK, SOFT, LINE = "#1c2126", "#545d66", "#cfd4d6"
_FONT = "'Source Sans Pro', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"
MARGIN, _HEAD, _TITLE_HEIGHT, _LINE_HEIGHT = 24, 58, 26, 20
#: The width of a letter, on average, as a share of its height.
LETTER = 0.52
#: What stands together in a line of Chinese: words of other letters, a character with the stops behind it.
_PARTS = re.compile(r"[!-~]+ ?|[^!-~][\u3001\u3002\u300b\u201d\uff09\uff0c\uff1a\uff1b]*")


def letters(text: str) -> int:
    """Return the length of a text in letters; a Chinese character is as wide as two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in str(text))


def lines(text: str, width: float, size: int) -> list[str]:
    """Return a text in lines of a width; of wide letters fewer stand in a line, and a line may end at each."""
    said, most = str(text), max(2, int(width / (LETTER * size)))
    if letters(said) == len(said):
        return wrap(said, most)
    found = [""]
    for part in _PARTS.findall(said):
        if letters(found[-1] + part.rstrip()) > most and found[-1]:
            found.append("")
        found[-1] += part
    return [line.rstrip() for line in found]


def frame(
    width: float, content: float, title: str, notes: Sequence[str], source: Sequence[str]
) -> tuple[ET.Element, float]:
    """Return a picture with its heading and its foot, and where the content begins, which is so many pixels high.

    Each of the `notes` below the title and of the sentences at the foot begins a line.
    """
    whole = width + 2 * MARGIN
    titles, foot = lines(title, width, 22), [line for text in source for line in lines(text, width, 12)]
    noted = [line for text in notes for line in lines(text, width, 14)]
    below = _HEAD + len(titles) * _TITLE_HEIGHT - 18
    head = below + 18 + (len(noted) - 1) * _LINE_HEIGHT
    bottom = head + content
    height = bottom + 16 + len(foot) * _LINE_HEIGHT + MARGIN / 2
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {whole:g} {height:g}",
            "width": f"{whole:g}",
            "height": f"{height:g}",
            "role": "img",
            "lang": current(),
            "direction": direction(current()),
            "aria-labelledby": "title note",
            "font-family": _FONT,
        },
    )
    add(root, "title", {"id": "title"}, title)
    add(root, "desc", {"id": "note"}, joined(semicolon(), notes))
    add(root, "rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
    start = from_start(MARGIN, whole)
    for number, words in enumerate(titles):
        text_at(root, start, 40 + number * _TITLE_HEIGHT, words, 22, fill=INK, weight="bold")
    for number, words in enumerate(noted):
        text_at(root, start, below + number * _LINE_HEIGHT, words, 14, fill=SOFT)
    for number, words in enumerate(foot):
        text_at(root, start, bottom + 24 + number * _LINE_HEIGHT, words, 12, fill=SOFT)
    return root, head


def from_start(x: float, whole: float) -> float:
    """Return where a line of text begins, which is at the right where its language does.

    There a text that is anchored at its start stands left of that point.
    """
    return whole - x if direction(current()) == "rtl" else x


#: The side of the square of a colour in a legend.
_SQUARE = 14


class Legend:
    """What colours mean, in rows of a width; `of` has each colour and its words."""

    def __init__(self, of: Sequence[tuple[str, str]], width: float) -> None:
        """Take what colours mean."""
        self._of, self._width = of, width
        self._places: list[tuple[float, int]] = []
        x, row = 0.0, 0
        for _colour, words in of:
            length = _SQUARE + 26 + 7.4 * letters(words)
            if x and x + length > width:
                x, row = 0.0, row + 1
            self._places.append((x, row))
            x += length
        self.height = (row + 1) * 22 if of else 0

    def draw(self, root: ET.Element, top: float) -> None:
        """Draw the colours with their words, the first row on a base line."""
        whole = self._width + 2 * MARGIN
        for (colour, words), (x, row) in zip(self._of, self._places, strict=True):
            base = top + row * 22
            left = min(from_start(MARGIN + x + edge, whole) for edge in (0, _SQUARE))
            add(root, "rect", {"x": left, "y": base - 11, "width": _SQUARE, "height": _SQUARE, "fill": colour})
            text_at(root, from_start(MARGIN + x + _SQUARE + 7, whole), base, words, 14, fill=INK)


def add(parent: ET.Element, name: str, attributes: Mapping[str, object], text: str = "") -> ET.Element:
    """Return a new element within another one."""
    texts = {key: f"{v:g}" if isinstance(v, float) else str(v) for key, v in attributes.items()}
    element = ET.SubElement(parent, name, texts)
    element.text = str(text) or None
    return element


def text_at(
    parent: ET.Element, x: float, y: float, words: str, size: int, *, fill: str = "", anchor: str = "", weight: str = ""
) -> None:
    """Draw a line of text, its base line at `y`."""
    styled = {"fill": fill, "text-anchor": anchor, "font-weight": weight}
    attributes = {key: value for key, value in styled.items() if value}
    add(parent, "text", {"x": float(x), "y": float(y), "font-size": size, **attributes}, words)


def file_of(root: ET.Element) -> bytes:
    """Return a picture as a file in UTF-8."""
    file: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return file + b"\n"


_LAND, _SEA = "#c9d1d6", "#e9eef1"
#: The width of the picture of a map, whatever part of the world it shows.
MAP_WIDTH = 960


def map_svg(
    world: WorldMap, title: str, notes: Sequence[str], legend: Sequence[tuple[str, str, int]], source: Sequence[str]
) -> bytes:
    """Return a map as an SVG file in UTF-8.

    `notes` stand below the title, `legend` gives code, words and number of each status, `source`
    are the sentences at the foot.
    """
    scale = MAP_WIDTH / world.width
    height = round(world.height * scale, 1)
    entries = [(COLOURS[code], f"{words} {number}") for code, words, number in legend]
    entries.append((_LAND, world.blank))
    key = Legend(entries, MAP_WIDTH)
    root, head = frame(MAP_WIDTH, height + 28 + key.height, title, notes, (*world.notes, *source))
    sea = {"x": MARGIN, "y": head, "width": MAP_WIDTH, "height": height, "fill": _SEA}
    add(root, "rect", sea)
    # An inner picture cuts off what lies outside the part that is shown.
    part = add(
        root,
        "svg",
        {
            "x": MARGIN,
            "y": head,
            "width": MAP_WIDTH,
            "height": height,
            "viewBox": f"{world.left:g} {world.top:g} {world.width:g} {world.height:g}",
        },
    )
    stroke = round(0.6 / scale, 3)
    land = add(part, "g", {"stroke": "#ffffff", "stroke-width": stroke})
    dashes = {"stroke": INK, "stroke-width": stroke * 2, "stroke-dasharray": f"{stroke * 5:g} {stroke * 3:g}"}
    add(part, "path", {"d": world.unsettled, "fill": "none", **dashes})
    points = add(part, "g", {"stroke": "#ffffff", "stroke-width": stroke})
    for place in world.places:
        fill = COLOURS[place.standing.status] if place.standing else _LAND
        if place.path:
            shape = add(land, "path", {"d": place.path, "fill": fill})
        else:
            radius = round((2.5 if place.is_territory else 4) / scale, 2)
            shape = add(points, "circle", {"cx": place.x, "cy": place.y, "r": radius, "fill": fill})
        add(shape, "title", {}, world.title(place))
    key.draw(root, head + height + 28)
    return file_of(root)


def chart_svg(curve: Curve, title: str, notes: Sequence[str], source: Sequence[str]) -> bytes:
    """Return a number of parties over time as an SVG file in UTF-8."""
    root, head = frame(curve.width, curve.height, title, notes, source)
    # Time goes from left to right in every language.
    chart = add(root, "g", {"transform": f"translate({MARGIN} {head})", "fill": SOFT, "direction": "ltr"})
    for tick in curve.counts:
        add(chart, "path", {"d": f"M{curve.left} {tick.at}H{curve.width}", "stroke": LINE})
        text_at(chart, curve.left - 8, tick.at + 4, tick.label, 12, anchor="end")
    for tick in curve.years:
        add(chart, "path", {"d": f"M{tick.at} {curve.base}v5", "stroke": LINE})
        text_at(chart, tick.at, curve.base + 20, tick.label, 12, anchor="middle")
    line = {"d": curve.line, "fill": "none", "stroke": COLOURS["party"], "stroke-width": 2.5, "stroke-linecap": "butt"}
    add(chart, "path", line)
    if curve.mark:
        add(chart, "path", {"d": f"M{curve.mark.at} 12V{curve.base}", "stroke": SOFT, "stroke-dasharray": "3 3"})
        text_at(chart, curve.mark.at - 6, 22, curve.mark.label, 12, anchor="end")
    return file_of(root)

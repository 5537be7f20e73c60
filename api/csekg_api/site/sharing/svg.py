"""Draws the map of a treaty and the number of its parties as SVG files that stand for themselves.

Colours stand in attributes and not in a style sheet, so that office programs show them as well. The
ground is white: a picture is put into a document or on a slide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from unicodedata import east_asian_width
from xml.etree import ElementTree as ET

from csekg.languages.current import current
from csekg.languages.forms import direction
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
_INK, _SOFT, _LINE, _LAND, _SEA = "#1c2126", "#545d66", "#cfd4d6", "#c9d1d6", "#e9eef1"
_FONT = "'Source Sans Pro', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"
_MARGIN, _HEAD, _TITLE_HEIGHT, _LINE_HEIGHT = 24, 58, 26, 20
#: The width of a letter, on average, as a share of its height.
_LETTER = 0.52
#: The width of the picture of a map, whatever part of the world it shows.
MAP_WIDTH = 960


def map_svg(
    world: WorldMap, title: str, note: str, legend: Sequence[tuple[str, str, int]], source: Sequence[str]
) -> bytes:
    """Return a map as an SVG file in UTF-8.

    `note` stands below the title, `legend` gives code, words and number of each status, `source`
    are the sentences at the foot.
    """
    scale = MAP_WIDTH / world.width
    height = round(world.height * scale, 1)
    entries = [(COLOURS[code], f"{words} {number}") for code, words, number in legend]
    entries.append((_LAND, world.blank))
    rows = _legend_rows(entries, MAP_WIDTH)
    root, head = _frame(MAP_WIDTH, height + 28 + rows * 22, title, note, (*world.notes, *source))
    sea = {"x": _MARGIN, "y": head, "width": MAP_WIDTH, "height": height, "fill": _SEA}
    _add(root, "rect", sea)
    # An inner picture cuts off what lies outside the part that is shown.
    part = _add(
        root,
        "svg",
        {
            "x": _MARGIN,
            "y": head,
            "width": MAP_WIDTH,
            "height": height,
            "viewBox": f"{world.left:g} {world.top:g} {world.width:g} {world.height:g}",
        },
    )
    stroke = round(0.6 / scale, 3)
    land = _add(part, "g", {"stroke": "#ffffff", "stroke-width": stroke})
    dashes = {"stroke": _INK, "stroke-width": stroke * 2, "stroke-dasharray": f"{stroke * 5:g} {stroke * 3:g}"}
    _add(part, "path", {"d": world.unsettled, "fill": "none", **dashes})
    points = _add(part, "g", {"stroke": "#ffffff", "stroke-width": stroke})
    for place in world.places:
        fill = COLOURS[place.standing.status] if place.standing else _LAND
        if place.path:
            shape = _add(land, "path", {"d": place.path, "fill": fill})
        else:
            shape = _add(points, "circle", {"cx": place.x, "cy": place.y, "r": round(4 / scale, 2), "fill": fill})
        _add(shape, "title", {}, world.title(place))
    _draw_legend(root, entries, MAP_WIDTH, head + height + 28)
    return _file(root)


def chart_svg(curve: Curve, title: str, note: str, source: Sequence[str]) -> bytes:
    """Return the number of parties over time as an SVG file in UTF-8."""
    root, head = _frame(curve.width, curve.height, title, note, source)
    # Time goes from left to right in every language.
    chart = _add(root, "g", {"transform": f"translate({_MARGIN} {head})", "fill": _SOFT, "direction": "ltr"})
    for tick in curve.counts:
        _add(chart, "path", {"d": f"M{curve.left} {tick.at}H{curve.width}", "stroke": _LINE})
        _text(chart, curve.left - 8, tick.at + 4, tick.label, 12, anchor="end")
    for tick in curve.years:
        _add(chart, "path", {"d": f"M{tick.at} {curve.base}v5", "stroke": _LINE})
        _text(chart, tick.at, curve.base + 20, tick.label, 12, anchor="middle")
    line = {"d": curve.line, "fill": "none", "stroke": COLOURS["party"], "stroke-width": 2.5}
    _add(chart, "path", line)
    return _file(root)


def letters(text: str) -> int:
    """Return the length of a text in letters; a Chinese character is as wide as two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in str(text))


def _lines(text: str, width: float, size: int) -> list[str]:
    """Return a text in lines of a width; of wide letters fewer stand in a line."""
    return wrap(text, int(width / (_LETTER * size) * len(text) / letters(text))) if text else []


def _frame(width: float, content: float, title: str, note: str, source: Sequence[str]) -> tuple[ET.Element, float]:
    """Return a picture with its heading and its foot, and where the content begins, which is so many pixels high."""
    whole = width + 2 * _MARGIN
    titles, foot = _lines(title, width, 22), [line for text in source for line in _lines(text, width, 12)]
    head = _HEAD + len(titles) * _TITLE_HEIGHT
    bottom = head + content
    height = bottom + 16 + len(foot) * _LINE_HEIGHT + _MARGIN / 2
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
    _add(root, "title", {"id": "title"}, title)
    _add(root, "desc", {"id": "note"}, note)
    _add(root, "rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
    start = _from_start(_MARGIN, whole)
    for number, words in enumerate(titles):
        _text(root, start, 40 + number * _TITLE_HEIGHT, words, 22, fill=_INK, weight="bold")
    _text(root, start, head - 18, note, 14, fill=_SOFT)
    for number, words in enumerate(foot):
        _text(root, start, bottom + 24 + number * _LINE_HEIGHT, words, 12, fill=_SOFT)
    return root, head


def _from_start(x: float, whole: float) -> float:
    """Return where a line of text begins, which is at the right where its language does.

    There a text that is anchored at its start stands left of that point.
    """
    return whole - x if direction(current()) == "rtl" else x


def _places(legend: Sequence[tuple[str, str]], width: float) -> list[tuple[float, int]]:
    """Return where each entry begins, and in which row."""
    places, x, row = [], 0.0, 0
    for _colour, words in legend:
        length = 40 + 7.4 * letters(words)
        if x and x + length > width:
            x, row = 0.0, row + 1
        places.append((x, row))
        x += length
    return places


def _legend_rows(legend: Sequence[tuple[str, str]], width: float) -> int:
    return _places(legend, width)[-1][1] + 1 if legend else 0


def _draw_legend(root: ET.Element, legend: Sequence[tuple[str, str]], width: float, top: float) -> None:
    for (colour, words), (x, row) in zip(legend, _places(legend, width), strict=True):
        whole, base = width + 2 * _MARGIN, top + row * 22
        edges = [_from_start(_MARGIN + x + edge, whole) for edge in (0, 14)]
        mark = {"x": min(edges), "y": base - 11, "width": 14, "height": 14, "fill": colour}
        _add(root, "rect", mark)
        _text(root, _from_start(_MARGIN + x + 21, whole), base, words, 14, fill=_INK)


def _add(parent: ET.Element, name: str, attributes: Mapping[str, object], text: str = "") -> ET.Element:
    texts = {key: f"{v:g}" if isinstance(v, float) else str(v) for key, v in attributes.items()}
    element = ET.SubElement(parent, name, texts)
    element.text = str(text) or None
    return element


def _text(
    parent: ET.Element, x: float, y: float, words: str, size: int, *, fill: str = "", anchor: str = "", weight: str = ""
) -> None:
    styled = {"fill": fill, "text-anchor": anchor, "font-weight": weight}
    attributes = {key: value for key, value in styled.items() if value}
    _add(parent, "text", {"x": float(x), "y": float(y), "font-size": size, **attributes}, words)


def _file(root: ET.Element) -> bytes:
    file: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return file + b"\n"

"""Draws the map of a treaty and the number of parties over time as SVG files that stand for themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from csekg_api.site.shared.chart import Chart, Curve
from csekg_api.site.shared.world_map import WorldMap
from csekg_api.site.sharing.drawing import COLOURS, INK, LINE, MARGIN, SOFT, Legend, add, file_of, frame, text_at

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


#: Colours, dashes and ends of the lines of a chart, as in static/pages.css.
_LINES = (
    (COLOURS["party"], "", "butt"),
    (COLOURS["signatory"], "7 3", "butt"),
    (COLOURS["no-action"], "2 3", "butt"),
    (COLOURS["needs-invitation"], "10 3 2 3", "butt"),
    (COLOURS["former-party"], "1 5", "round"),
)


def chart_svg(
    curve: Curve | Chart, lines: Mapping[str, str], title: str, notes: Sequence[str], source: Sequence[str]
) -> bytes:
    """Return numbers of parties over time as an SVG file in UTF-8; `lines` are SVG paths by their names.

    Several lines have a legend, and a day that is asked about is marked.
    """
    named = [(str(number), name) for number, name in enumerate(lines)] if len(lines) > 1 else []
    key = Legend(named, curve.width, _sample, 32)
    root, head = frame(curve.width, curve.height + (10 + key.height if named else 0), title, notes, source)
    # Time goes from left to right in every language.
    chart = add(root, "g", {"transform": f"translate({MARGIN} {head})", "fill": SOFT, "direction": "ltr"})
    for tick in curve.counts:
        add(chart, "path", {"d": f"M{curve.left} {tick.at}H{curve.width}", "stroke": LINE})
        text_at(chart, curve.left - 8, tick.at + 4, tick.label, 12, anchor="end")
    for tick in curve.years:
        add(chart, "path", {"d": f"M{tick.at} {curve.base}v5", "stroke": LINE})
        text_at(chart, tick.at, curve.base + 20, tick.label, 12, anchor="middle")
    if isinstance(curve, Chart) and curve.mark is not None:
        add(chart, "path", {"d": f"M{curve.mark} 8V{curve.base}", "stroke": INK, "stroke-dasharray": "3 3"})
    for number, line in enumerate(lines.values()):
        _draw_line(chart, number, line)
    key.draw(root, head + curve.height + 22)
    return file_of(root)


def _draw_line(parent: ET.Element, number: int, path: str) -> None:
    colour, dashes, cap = _LINES[number]
    line = {"d": path, "fill": "none", "stroke": colour, "stroke-width": 2.5, "stroke-linecap": cap}
    add(parent, "path", line | ({"stroke-dasharray": dashes} if dashes else {}))


def _sample(root: ET.Element, code: str, left: float, top: float) -> None:
    _draw_line(root, int(code), f"M{left:g} {top + 7:g}h32")

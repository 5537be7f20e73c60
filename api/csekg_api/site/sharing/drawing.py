"""Draws pictures as SVG files that stand for themselves: maps, charts and tables.

Colours stand in attributes and not in a style sheet, so that office programs show them as well. The
ground is white: a picture is put into a document or on a slide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from textwrap import wrap
from typing import NamedTuple, TypeAlias
from unicodedata import east_asian_width
from xml.etree import ElementTree as ET

from csekg.languages.current import current
from csekg.languages.forms import direction, semicolon
from csekg.languages.texts import joined
from csekg_api.site.shared.chart import Chart, Curve
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


#: Draws what a legend explains by its code, from a left and an upper edge on.
Mark: TypeAlias = Callable[[ET.Element, str, float, float], None]


def _square(root: ET.Element, colour: str, left: float, top: float) -> None:
    add(root, "rect", {"x": left, "y": top, "width": 14, "height": 14, "fill": colour})


class Legend:
    """What marks mean, in rows of a width; `of` has the code of each mark, which `mark` draws, and its words."""

    def __init__(self, of: Sequence[tuple[str, str]], width: float, mark: Mark = _square, wide: int = 14) -> None:
        """Take what marks mean; each is so many pixels `wide`."""
        self._of, self._width, self._mark, self._wide = of, width, mark, wide
        self._places: list[tuple[float, int]] = []
        x, row = 0.0, 0
        for _code, words in of:
            length = wide + 26 + 7.4 * letters(words)
            if x and x + length > width:
                x, row = 0.0, row + 1
            self._places.append((x, row))
            x += length
        self.height = (row + 1) * 22 if of else 0

    def draw(self, root: ET.Element, top: float) -> None:
        """Draw the marks with their words, the first row on a base line."""
        whole = self._width + 2 * MARGIN
        for (code, words), (x, row) in zip(self._of, self._places, strict=True):
            base = top + row * 22
            self._mark(root, code, min(from_start(MARGIN + x + edge, whole) for edge in (0, self._wide)), base - 11)
            text_at(root, from_start(MARGIN + x + self._wide + 7, whole), base, words, 14, fill=INK)


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


_SIZE, _STEP, _SIDE, _ABOVE, _SIGN = 13, 17, 7, 5, 18
#: The most that a column asks for, and the width of a table whose columns ask for less.
_BROADEST, _NARROWEST = 230, 880

_CIRCLE = "M1 6a5 5 0 1 0 10 0a5 5 0 1 0-10 0Z"
#: The signs of statuses within 12 pixels, as in static/pages.css: what is drawn as a line, what is filled, dashes.
#: They are drawn, since not every font has these signs.
SIGNS = {
    "party": (_CIRCLE, _CIRCLE, ""),
    "contracting-state": (_CIRCLE, "M6 6V1A5 5 0 1 1 1 6Z", ""),
    "signatory": (_CIRCLE, "M6 1A5 5 0 0 0 6 11Z", ""),
    "no-action": (_CIRCLE, "", ""),
    "no-act-read": (_CIRCLE, "", "1.6 1.9"),
    "needs-invitation": ("M6 1L11.5 11H.5Z", "", ""),
    "must-join-first": ("M1.5 .5L11 6L1.5 11.5Z", "", ""),
    "former-party": ("M2 2L10 10M10 2L2 10", "", ""),
    "unknown": ("M3 3.8a3 2.8 0 1 1 4.2 2.5C6.2 6.8 6 7.2 6 8.3M6 10.2v1.3", "", ""),
    "not-eligible": ("M2 6H10", "", ""),
    "did-not-exist": (f"{_CIRCLE}M2 11L10 1", "", ""),
}


class Cell(NamedTuple):
    """A cell: its words, lines below them, and the status whose sign and colour it has, '' for none."""

    words: str
    more: tuple[str, ...] = ()
    status: str = ""


def table_svg(
    title: str,
    notes: Sequence[str],
    heads: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    legend: Sequence[tuple[str, str]],
    source: Sequence[str],
) -> bytes:
    """Return a table as an SVG file in UTF-8, its first column where lines begin in the current language.

    `notes` stand below the title, `legend` gives status and words, `source` are the sentences at the foot.
    """
    table = [[Cell(head) for head in heads], *rows]
    needed = [_width(column) for column in zip(*table, strict=True)]
    width = max(sum(needed), _NARROWEST)
    widths = [round(each * width / sum(needed), 1) for each in needed]
    laid = [[list(_lines(cell, room)) for cell, room in zip(row, widths, strict=True)] for row in table]
    heights = [max(map(len, row)) * _STEP + 2 * _ABOVE for row in laid]
    key = Legend(legend, width, draw_sign)
    root, top = frame(width, sum(heights) + (14 + key.height if legend else 0), title, notes, source)
    whole = width + 2 * MARGIN
    for row, texts, height in zip(table, laid, heights, strict=True):
        is_head = row is table[0]
        for cell, said, start, room in zip(row, texts, accumulate([MARGIN, *widths[:-1]]), widths, strict=True):
            if cell.status:
                tint = {"fill": COLOURS[cell.status], "fill-opacity": 0.12}
                place = {"x": min(from_start(start + edge, whole) for edge in (0, room)), "y": top}
                add(root, "rect", {**place, "width": room, "height": height, **tint})
                left = min(from_start(start + _SIDE + edge, whole) for edge in (0, 12))
                draw_sign(root, cell.status, left, top + _ABOVE + 1)
            x = from_start(start + _SIDE + (_SIGN if cell.status else 0), whole)
            # The heads stand on the line below them.
            first = top + _ABOVE + 12 + (height - 2 * _ABOVE - len(said) * _STEP if is_head else 0)
            for number, (words, fill) in enumerate(said):
                weight = "bold" if is_head else ""
                text_at(root, x, first + number * _STEP, words, _SIZE, fill=fill, weight=weight)
        top += height
        add(root, "path", {"d": f"M{MARGIN} {top:g}h{width}", "stroke": SOFT if is_head else LINE})
    key.draw(root, top + 26)
    return file_of(root)


def draw_sign(root: ET.Element, status: str, left: float, top: float) -> None:
    """Draw the sign of a status."""
    line, filled, dashes = SIGNS[status]
    stroke = {"stroke": COLOURS[status], "stroke-width": 1.5, "stroke-dasharray": dashes or "none"}
    sign = add(root, "g", {"transform": f"translate({left:g} {top:g})", "fill": "none"})
    add(sign, "path", {"d": line, **stroke})
    if filled:
        add(sign, "path", {"d": filled, "fill": COLOURS[status]})


def _width(column: Sequence[Cell]) -> float:
    """Return the width that a column needs for its lines; a head and what stands beside a bare sign may be broken."""
    longest = 0.0
    for cell in column:
        sign = _SIGN if cell.status else 0
        whole = [cell.words, *cell.more] if cell.words and cell is not column[0] else []
        words = [word for text in (cell.words, *cell.more) for word in _words(text)]
        longest = max(longest, *(letters(text) * LETTER * _SIZE + sign for text in (*whole, *words)), 0)
    return min(longest * 1.08 + 2 * _SIDE, _BROADEST)


def _words(text: str) -> list[str]:
    """Return where a text can be broken; lines of Chinese can be anywhere."""
    words = str(text).split()
    return [word[:4] if letters(word) > len(word) else word for word in words]


def _lines(cell: Cell, room: float) -> Iterator[tuple[str, str]]:
    """Yield the lines of a cell in a column of a width, each with its colour."""
    inner = room - 2 * _SIDE - (_SIGN if cell.status else 0)
    for number, text in enumerate((cell.words, *cell.more)):
        for line in lines(text, inner, _SIZE):
            yield line, SOFT if number else INK

"""Draws a table as an SVG file that stands for itself, with the signs and colours of statuses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple
from xml.etree import ElementTree as ET

from csekg_api.site.sharing.drawing import (
    COLOURS,
    INK,
    LETTER,
    LINE,
    MARGIN,
    SOFT,
    Legend,
    add,
    file_of,
    frame,
    from_start,
    letters,
    lines,
    text_at,
)

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

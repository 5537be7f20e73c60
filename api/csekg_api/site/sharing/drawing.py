"""What pictures that stand for themselves are made of: a frame with title, notes and foot, a legend, lines of text.

Colours stand in attributes and not in a style sheet, so that office programs show them as well. The
ground is white: a picture is put into a document or on a slide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from textwrap import wrap
from typing import TypeAlias
from unicodedata import east_asian_width
from xml.etree import ElementTree as ET

from csekg.languages.current import current
from csekg.languages.forms import direction, semicolon
from csekg.languages.texts import joined

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

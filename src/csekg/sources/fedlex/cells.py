"""The cells of the Swiss compilation's tables: words, raised signs and indentation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

#: What French and Italian raise in the first of a month: no sign of a footnote.
_ORDINALS = frozenset(("er", "re", "o", "°", "º"))
_SIGN = re.compile(r"\*{1,3}|[a-z]{1,2}|\d{1,3}")
_STARS = re.compile(r"(?:\s*\*{1,3})+$")
# Two spaces or more, of any kind, and no end of a line, which only the layout of the source has.
_INDENT = re.compile(r"(?:[^\S\n]{2,}|\t)(?=\S)")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says: its words without signs, its signs in order, and how it is indented.

    `indent` is '' for none, `space` or `tab`.
    """

    words: str
    signs: tuple[str, ...]
    indent: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in the cell."""
        return not self.words and not self.signs


def cell_of(node: etree._Element) -> Cell:
    """Return what a cell says; raises ValueError for a raised sign that is none."""
    words, raised, indent = "", "", ""
    for text, mark in _pieces(node):
        if mark == "tab":
            indent = indent if words.strip() else "tab"
        elif mark == "raised" and text.strip() not in _ORDINALS:
            # Stars before and after it are two signs.
            words, raised = words + " ", f"{raised} {text}"
        else:
            if not words.strip() and _INDENT.match(text):
                indent = indent or "space"
            words += text
    words = " ".join(words.split())
    stars = _STARS.search(words)
    signs = (*(stars[0].split() if stars else ()), *re.split(r"[\s,;]+", raised.strip()))
    signs = tuple(each for sign in signs for each in re.findall(r"\*+|[^*]+", sign))
    for sign in signs:
        if not _SIGN.fullmatch(sign):
            raise ValueError(f"{sign!r} is no sign of a note")
    return Cell(words[: stars.start()] if stars else words, signs, indent)


def words_of(node: etree._Element) -> str:
    """Return the words of an element in one line, without raised signs."""
    pieces = _pieces(node)
    kept = (text for text, mark in pieces if mark != "raised" or text.strip() in _ORDINALS)
    return " ".join("".join(kept).split())


def _pieces(node: etree._Element, *, raised: bool = False) -> Iterator[tuple[str, str]]:
    """Give the texts of an element in order, with `raised` for those above the line."""
    if node.get("data-message"):
        # The compilation's own mark of a tabulator: "[tab]".
        yield "", "tab"
        return
    mark = "raised" if raised else ""
    if node.text:
        yield node.text, mark
    for child in node:
        if not isinstance(child.tag, str):
            pass
        elif child.tag == "br":
            yield " ", mark
        else:
            yield from _pieces(child, raised=raised or child.tag == "sup")
            if child.tag in ("p", "dt", "dd", "li"):
                yield " ", mark
        if child.tail:
            yield child.tail, mark

"""HTML pages: whole ones, their tables, and their text without footnote marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from lxml.html import defs

from csekg.importers.opening import parse_html, read_bytes
from csekg.importers.records import SourceFileError

_AFTER_END = 4000
_SKIPPED = {"script", "style", "noscript", "template", "nav", "footer", "button", "select"}
_NOTES = {"sup", "superscript"}
_ITALIC = {"i", "em"}
#: Elements before and after which a new line of text begins; those of a revision stand within a line.
_BLOCKS = defs.block_tags - {"del", "ins"} | {"article", "body", "br", "header", "main", "right", "section"}


@dataclass(frozen=True, slots=True)
class Block:
    """A line of text: a paragraph, a cell, a heading.

    `notes` are the footnote marks in it, `is_italic` tells that all of its text is italic, `align`
    is the side to which its paragraph is set, '' for none, and `line` is the line of the file where
    it begins.
    """

    text: str
    notes: tuple[str, ...]
    is_italic: bool
    align: str
    line: int


@dataclass(frozen=True, slots=True)
class _Style:
    """What the elements around a piece of text make of it."""

    is_note: bool = False
    is_italic: bool = False
    align: str = ""

    def within(self, node: etree._Element, tag: str) -> _Style:
        """Return the style of text in an element that stands in text of this style."""
        align = (node.get("align") or "").lower() if tag in _BLOCKS and tag != "br" else self.align
        return _Style(self.is_note or tag in _NOTES, self.is_italic or tag in _ITALIC, align)


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    style: _Style
    line: int


def whole_page(path: Path) -> etree._Element:
    """Return the root of an HTML file; raises SourceFileError for one that has been cut.

    Parsers close what is left open, so a page that broke off would look complete.
    """
    content = read_bytes(path)
    root = parse_html(content, path.name)
    # Servers append comments and scripts to a page.
    if b"</html" not in content[-_AFTER_END:].lower():
        raise SourceFileError(path.name, "has been cut: it does not end with </html>", hint="Save the page again.")
    return root


def rows_of(table: etree._Element) -> list[list[etree._Element]]:
    """Return the cells of the table's own rows, not of a table within it; none is empty."""
    rows = (row for row in table.iter("tr") if next(row.iterancestors("table")) is table)
    cells = ([cell for cell in row if tag_of(cell) in ("td", "th")] for row in rows)
    return [row for row in cells if row]


def place_of(file: str, node: etree._Element) -> str:
    """Return the place of an element for messages: the file and the line."""
    return f"{file}:{node.sourceline}" if node.sourceline else file


def tag_of(node: etree._Element) -> str:
    """Return the name of an element in small letters, '' for a comment."""
    return node.tag.lower() if isinstance(node.tag, str) else ""


def text_of(node: etree._Element) -> str:
    """Return the text of an element on one line, without its footnote marks."""
    texts = (piece.text if piece else " " for piece in _pieces(node) if not (piece and piece.style.is_note))
    return " ".join("".join(texts).split())


def notes_of(node: etree._Element) -> tuple[str, ...]:
    """Return the footnote marks in an element, `2, 3` being two of them."""
    return _marks([piece for piece in _pieces(node) if piece])


def blocks_of(node: etree._Element) -> Iterator[Block]:
    """Yield the lines of text in an element, in order."""
    pieces: list[_Piece] = []
    # A footnote number is text of its own where nothing else stands on the line.
    for piece in (*_pieces(node), None):
        if piece is not None:
            pieces.append(piece)
            continue
        visible = [piece for piece in pieces if piece.text.strip()]
        if visible:
            words = [piece for piece in visible if not piece.style.is_note]
            yield Block(
                text=_joined([piece for piece in pieces if not piece.style.is_note]),
                notes=_marks(pieces),
                is_italic=bool(words) and all(piece.style.is_italic for piece in words),
                align=visible[0].style.align,
                line=visible[0].line,
            )
        pieces = []


def _pieces(root: etree._Element) -> Iterator[_Piece | None]:
    """Yield the pieces of text in document order, None where a line ends."""
    line = root.sourceline or 0
    states = {root: _Style().within(root, tag_of(root))}
    skipped: etree._Element | None = None
    for event, node in etree.iterwalk(root, events=("start", "end")):
        tag = tag_of(node)
        is_start = event == "start"
        if is_start and node is not root:
            parent = node.getparent()
            states[node] = (states[parent] if parent is not None else _Style()).within(node, tag)
            line = node.sourceline or line
        if is_start and skipped is None and (tag in _SKIPPED or not tag):
            skipped = node
        if skipped is None and tag in _BLOCKS:
            yield None
        if is_start:
            if skipped is None and node.text:
                yield _Piece(node.text, states[node], line)
            continue
        if node is skipped:
            skipped = None
        parent = node.getparent()
        if skipped is None and node.tail and node is not root and parent is not None:
            yield _Piece(node.tail, states[parent], line)


def _joined(pieces: list[_Piece]) -> str:
    return " ".join("".join(piece.text for piece in pieces).split())


def _marks(pieces: list[_Piece]) -> tuple[str, ...]:
    marks = " ".join(piece.text for piece in pieces if piece.style.is_note)
    return tuple(re.findall(r"[^\s,;]+", marks))

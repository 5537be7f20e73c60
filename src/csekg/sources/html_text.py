"""HTML pages: whole ones, their tables, and their text without footnote marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from csekg.sources.opening import parse_html, read_bytes
from csekg.sources.records import SourceFileError

_AFTER_END = 4000
_SKIPPED = {"script", "style", "noscript", "template", "nav", "footer", "button", "select"}
_NOTES = {"sup", "superscript"}
_BOLD = {"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"}
#: Elements before and after which a new line of text begins.
_BLOCKS = {
    "address",
    "article",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "right",
    "section",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
}


@dataclass(frozen=True, slots=True)
class Block:
    """A line of text: a paragraph, a cell, a heading.

    `notes` are the footnote marks in it, `is_bold` tells that all of its text is bold, and `line`
    is the line of the file where it begins.
    """

    text: str
    notes: tuple[str, ...]
    is_bold: bool
    line: int


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    is_note: bool
    is_bold: bool
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
    texts = (piece.text if piece else " " for piece in _pieces(node) if not (piece and piece.is_note))
    return " ".join("".join(texts).split())


def notes_of(node: etree._Element) -> tuple[str, ...]:
    """Return the footnote marks in an element, `2, 3` being two of them."""
    return _marks([piece for piece in _pieces(node) if piece])


def blocks_of(node: etree._Element, after: etree._Element | None = None) -> Iterator[Block]:
    """Yield the lines of text in an element, in order, from the end of one in it on.

    A page without `after` in it yields nothing.
    """
    pieces: list[_Piece] = []
    # A footnote number is text of its own where nothing else stands on the line.
    for piece in (*_pieces(node, after), None):
        if piece is not None:
            pieces.append(piece)
            continue
        text = _joined([piece for piece in pieces if not piece.is_note])
        visible = [piece for piece in pieces if piece.text.strip()]
        if visible:
            bold = all(piece.is_bold or piece.is_note for piece in visible)
            yield Block(text, _marks(pieces), bold and bool(text), visible[0].line)
        pieces = []


def _pieces(root: etree._Element, after: etree._Element | None = None) -> Iterator[_Piece | None]:
    """Yield the pieces of text in document order, None where a line ends."""
    begun = after is None
    line = root.sourceline or 0
    states = {root: (False, False)}
    skipped: etree._Element | None = None
    for event, node in etree.iterwalk(root, events=("start", "end")):
        tag = tag_of(node)
        is_start = event == "start"
        if is_start and node is not root:
            parent = node.getparent()
            note, bold = states[parent] if parent is not None else (False, False)
            states[node] = (note or tag in _NOTES, bold or tag in _BOLD)
            line = node.sourceline or line
        if is_start and skipped is None and (tag in _SKIPPED or not tag):
            skipped = node
        if begun and skipped is None and tag in _BLOCKS:
            yield None
        if is_start:
            if begun and skipped is None and node.text:
                yield _Piece(node.text, *states[node], line)
            continue
        begun = begun or node is after
        if node is skipped:
            skipped = None
        parent = node.getparent()
        if begun and skipped is None and node.tail and node is not root and parent is not None:
            yield _Piece(node.tail, *states[parent], line)


def _joined(pieces: list[_Piece]) -> str:
    return " ".join("".join(piece.text for piece in pieces).split())


def _marks(pieces: list[_Piece]) -> tuple[str, ...]:
    marks = " ".join(piece.text for piece in pieces if piece.is_note)
    return tuple(re.findall(r"[^\s,;]+", marks))

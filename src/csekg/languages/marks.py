"""Marks English text that stands in for a missing translation, until a page is complete.

Two noncharacters enclose it, which Unicode reserves for use within a program (section 23.7 of its
core specification). What leaves the program has the marks no more: pages have `lang="en"` there,
everything else has nothing.
"""

from __future__ import annotations

import re
from typing import Final

#: What stands before an English text.
OPENING: Final = "\ufdd0"
_BEGIN, _END = OPENING, "\ufdd1"
_MARKS = re.compile(f"[{_BEGIN}{_END}]")
_MARKED = re.compile(f"([{_BEGIN}{_END}])")
#: What must be looked at: elements that hold text alone or pictures, any other tag, a mark.
_PIECES = re.compile(
    rf"<(title|option|textarea|script|style|svg)\b[^>]*>.*?</\1>|<[^>]*>|[{_BEGIN}{_END}]",
    re.DOTALL,
)
_OPENED, _CLOSED = '<span lang="en" dir="ltr">', "</span>"


def marked(english: str) -> str:
    """Return an English text with marks, '' for ''."""
    return f"{_BEGIN}{english}{_END}" if english else ""


def is_marked(text: str) -> bool:
    """Return whether a text is English that stands in for a translation."""
    return text.startswith(_BEGIN)


def after(text: str, separator: str) -> str:
    """Return what follows the first separator in a text, all of it where there is none."""
    rest = unmarked(text).partition(separator)[2]
    return (marked(rest) if is_marked(text) else rest) or text


def unmarked(text: str) -> str:
    """Return a text without marks."""
    return _MARKS.sub("", text) if _BEGIN in text or _END in text else text


def pieces(text: str) -> list[tuple[str, bool]]:
    """Return the pieces of a text without marks, each with whether it stood within some."""
    if _BEGIN not in text and _END not in text:
        return [(text, False)] if text else []
    found: list[tuple[str, bool]] = []
    depth = 0
    for piece in _MARKED.split(text):
        if piece == _BEGIN:
            depth += 1
        elif piece == _END:
            depth = max(0, depth - 1)
        elif piece:
            found.append((piece, depth > 0))
    return found


def tagged(html: str) -> str:
    """Return an HTML document with an element of `lang="en"` where the marks enclose text.

    Attributes, and elements that cannot contain others, lose the marks; an element of the latter
    kind gets the attribute itself.
    """
    if _BEGIN not in html:
        return html
    depth = 0

    def piece(found: re.Match[str]) -> str:
        nonlocal depth
        text = found[0]
        if text == _BEGIN:
            depth += 1
            return _OPENED if depth == 1 else ""
        if text == _END:
            if depth == 0:
                # Its beginning was cut off.
                return ""
            depth -= 1
            return _CLOSED if depth == 0 else ""
        if found[1] and _BEGIN in text and found[1] not in ("script", "style"):
            name = found[1]
            return f'<{name} lang="en"{unmarked(text)[len(name) + 1 :]}'
        return unmarked(text)

    return _PIECES.sub(piece, html)

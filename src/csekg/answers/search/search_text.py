"""Texts in the form in which search compares them and shows them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches

from csekg.answers.things.actors import folded

_WORD = re.compile(r"\w+")
_SNIPPET = 160


def folded_words(text: str) -> str:
    """Return the folded words of a text, with a space before and after each."""
    return f" {' '.join(_WORD.findall(folded(text)))} "


def snippet(texts: Iterable[str], parts: Sequence[str]) -> str | None:
    """Return a part of the first text with one of the folded words, or the first text's beginning.

    None without texts; at most 160 characters and the dots where it is cut.
    """
    first = None
    for text in texts:
        first = first or text
        for match in _WORD.finditer(text):
            if any(folded(match[0]).startswith(part) for part in parts):
                return _cut(text, match.start())
    return _cut(first, 0) if first else None


def corrected(parts: Sequence[str], words: Collection[str]) -> str | None:
    """Return a text with unknown words replaced by the closest known ones, None if it is the same.

    Also None where a word has no known one close to it.
    """
    found = []
    for part in parts:
        close = [part] if part in words else get_close_matches(part, words, n=1, cutoff=0.7)
        if not close:
            return None
        found.append(close[0])
    return None if found == list(parts) else " ".join(found)


def _cut(text: str, at: int) -> str:
    if len(text) <= _SNIPPET:
        return text
    start = 0 if at < _SNIPPET // 2 else text.rfind(" ", 0, at - _SNIPPET // 4) + 1
    end = start + _SNIPPET
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    return ("... " if start else "") + text[start:end] + (" ..." if end < len(text) else "")

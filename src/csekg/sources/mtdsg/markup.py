"""Text of the files: marks of notes, escaped markup, and signs that an editor has cut."""

from __future__ import annotations

import html
import re

_NOTE = re.compile(r"<su(?:perscript|p)>(.*?)</su(?:perscript|p)>", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"</?(?:br|p|div|right|left|center)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BARE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
# What remains of a space, dashes and quotation marks, U+2002 to U+201E, when their codes are cut
# to one byte. No other control character is mended.
_CUT = re.compile(rb"[\x02\x13\x14\x18\x19\x1c\x1d\x1e]")


def mended(content: bytes) -> tuple[bytes, int]:
    """Return the content with cut signs restored, and how many there were.

    Public copies of the files went through an editor that cut typographic signs to one byte: an
    apostrophe to a control character, an ellipsis to a bare ampersand.
    """
    content, ellipses = _BARE.subn(b"&#8230;", content)
    content, signs = _CUT.subn(lambda match: b"&#%d;" % (0x2000 + match[0][0]), content)
    return content, signs + ellipses


def plain(text: str) -> str:
    """Return text without marks of notes, markup and doubled space."""
    without_notes = _BREAK.sub(" ", _NOTE.sub("", text))
    return " ".join(html.unescape(_TAG.sub("", without_notes)).split())


def notes(text: str) -> str:
    """Return the marks of notes in a text, separated by commas."""
    marks = " ".join(_TAG.sub("", mark) for mark in _NOTE.findall(text))
    return ",".join(re.findall(r"[\w*]+", html.unescape(marks)))

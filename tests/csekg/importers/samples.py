"""The richest example of each format, and ways to break it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path

#: The format and the file; a format may have several.
SAMPLES: tuple[tuple[str, Path], ...] = tuple(
    (file.parent.name, file)
    for file in sorted(Path(__file__).parent.glob("examples/*/*"))
    if file.name
    in ("statements.xml", "acts.xml", "acts.html", "page.html", "territories.html", "statements.html", "printed.csv")
)

_PIECES = (
    b"<",
    b">",
    b"&",
    b"&amp;",
    b"]]>",
    b"<!--",
    b"</",
    b"\x00",
    b"\x1b",
    b"\xff",
    b"\r\n",
    b'"',
    b"'",
    b",",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b"-1",
    b"99999999999999999999",
    b"31 Feb 2000",
    b"1 Jan 1990 z",
    b"0000-00-00",
    b"<Row>",
    b"<tr><td>",
    b"</table>",
    b"<a><a><a>",
    b"null",
    b"&#0;",
    b"&#xD800;",
    b"&x;",
    "\u202e\u0660".encode(),
    b"\xef\xbb\xbf",
    b" " * 1000,
)


def mutated(content: bytes, seed: int) -> bytes:
    """Return the content with one to four small changes, the same for the same seed."""
    chance = random.Random(seed)
    changes: Mapping[str, Callable[[bytes, int, int], bytes]] = {
        "cut": lambda text, start, _: text[:start],
        "drop": lambda text, start, end: text[:start] + text[end:],
        "double": lambda text, start, end: text[:end] + text[start:],
        "insert": lambda text, start, _: text[:start] + chance.choice(_PIECES) + text[start:],
        "replace": lambda text, start, end: text[:start] + chance.choice(_PIECES) + text[end:],
        "flip": lambda text, start, _: (
            text[:start] + bytes([text[start] ^ (1 << chance.randrange(8))]) + text[start + 1 :]
        ),
        "letter": lambda text, start, _: text[:start] + bytes([chance.randrange(32, 127)]) + text[start + 1 :],
        "move": lambda text, start, end: text[:start] + text[end:] + text[start:end],
    }
    for _ in range(chance.randint(1, 4)):
        if not content:
            break
        start = chance.randrange(len(content))
        end = min(len(content), start + chance.choice((1, 2, 5, 20, 100, 1000)))
        content = changes[chance.choice(list(changes))](content, start, end)
    return content

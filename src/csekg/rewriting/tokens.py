"""Splits a query into tokens that know where they stand (SPARQL 1.1 Query, section 19.8)."""

from __future__ import annotations

import re
from typing import NamedTuple


class UnreadableError(Exception):
    """The query has something that this reader does not know; it then stays untouched."""


class Token(NamedTuple):
    """A terminal: its kind, its text (of a variable the name, of a word capitals), and its span."""

    kind: str
    text: str
    start: int
    end: int


_TOKEN = re.compile(
    r"""
      (?P<space> \s+ | \#[^\n\r]* )
    | (?P<string>
          \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
        | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
    | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<variable> [?$]\w+ )
    | (?P<blank> _:\w(?:[\w.-]*[\w-])? )
    | (?P<name> (?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:[\w:%-]|\\.|\.+(?=[\w:%\\-]))* )
    | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<number> (?:\d+\.\d*|\.?\d+)[eE][+-]?\d+ | \d*\.\d+ | \d+ )
    | (?P<word> [A-Za-z_]\w* )
    | (?P<mark> \^\^ | && | \|\| | != | <= | >= | [{}()\[\].,;*/+|^?!=<>-] )
    """,
    re.VERBOSE | re.DOTALL,
)


def tokens(query: str) -> list[Token]:
    """Return the tokens of a query, closed by one of the kind `end`.

    Raises UnreadableError for a character that begins no token, and for code point escapes
    (section 19.2), which may stand for any part of any token.
    """
    if "\\u" in query or "\\U" in query:
        raise UnreadableError("code point escapes")
    found: list[Token] = []
    position = 0
    while position < len(query):
        match = _TOKEN.match(query, position)
        if match is None:
            raise UnreadableError(f"character {query[position]!r}")
        kind, text = match.lastgroup or "", match[0]
        if kind == "variable":
            text = text[1:]
        elif kind == "word" and text != "a":
            text = text.upper()
        if kind != "space":
            found.append(Token(kind, text, position, match.end()))
        position = match.end()
    found.append(Token("end", "", position, position))
    return found

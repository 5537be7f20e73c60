"""Finds the keywords of a query without parsing it, for what must be known before that.

The engine's parser asks for no space around a keyword: it reads `1SERVICE<x>{}` and `SERVICE:x{}`
as calls. So the text is split into tokens here, and where `<` may begin an IRI or mean "less than",
both readings are followed. Words in strings, comments, IRIs and names are no keywords.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# The tokens of SPARQL 1.1 (section 19.8) in which the word would not be the keyword, and bare
# words, which are keywords themselves. Any other character stands alone. Outside of strings,
# comments and IRIs a character beyond ASCII is part of a name, or else an error.
# They are written as what they are not, since a range up to the last character takes Python
# twenty milliseconds to compile.
_LETTER = r"[^\x00-@\[-`{-\x7f]"
_PLAIN = r"[^\x00-/:-@\[-^`{-\x7f]"
_NAME = r"[^\x00-,./:-@\[-^`{-\x7f]"
_PART = rf"(?:{_NAME}|:|%[0-9A-Fa-f]{{2}}|\\.)+"
_LOCAL = rf"(?:(?!-){_PART}(?:\.+{_PART})*)?"
_TOKEN = re.compile(
    rf"""
      \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
    | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
    | \#[^\n\r]*
    | [?$]{_PLAIN}+
    | @[A-Za-z]+(?:-[A-Za-z0-9]+)*
    | _:{_NAME}+(?:\.+{_NAME}+)*
    | (?P<word>{_LETTER}(?:{_NAME}|\.)*+)(?P<colon>:{_LOCAL})?
    | :{_LOCAL}
    """,
    re.VERBOSE | re.DOTALL,
)
_IRI = re.compile(r'<[^<>"{}|^`\x00-\x20]*>')
# Read as "less than" and a name, two slashes could not follow.
_CERTAIN_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")


def words(query: str) -> Iterator[re.Match[str]]:
    """Yield the words of a query that may be keywords or contain them, in any reading of it.

    The group `word` is the word, `colon` what follows where it may be the prefix of a name.
    """
    ahead, seen = [0], set[int]()
    while ahead:
        start = ahead.pop()
        while start < len(query) and start not in seen:
            seen.add(start)
            if query[start] == "<":
                iri = _IRI.match(query, start)
                if iri:
                    ahead.append(iri.end())
                    if _CERTAIN_IRI.match(query, start):
                        break
            token = _TOKEN.match(query, start)
            if token is None:
                start += 1
                continue
            start = token.end()
            if token["word"]:
                yield token


def may_use(query: str, keyword: str) -> bool:
    """Tell whether a keyword may stand in a query; False only where it surely does not."""
    keyword = keyword.lower()
    return keyword in query.lower() and any(
        keyword in token["word"].lower() for token in words(query)
    )

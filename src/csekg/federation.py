"""Keeps queries at home: SERVICE would make the engine call other machines.

The engine has no switch for that, and its parser asks for no space around a keyword: it reads
`1SERVICE<x>{}` and `SERVICE:x{}` as calls. So the text is split into tokens here, and where `<` may
begin an IRI or mean "less than", both readings are followed. A query that can be understood as a
call is refused; words in strings, comments, IRIs and names are none.
"""

from __future__ import annotations

import re

from csekg.errors import QueryError

# The tokens of SPARQL 1.1 (section 19.8) in which the word would not be the keyword, and bare
# words, which are keywords themselves. Any other character stands alone. Outside of strings,
# comments and IRIs a character beyond ASCII is part of a name, or else an error.
_PLAIN = r"A-Za-z0-9_\u0080-\U0010ffff"
_NAME = rf"[{_PLAIN}-]"
_PART = rf"(?:{_NAME}|:|%[0-9A-Fa-f]{{2}}|\\.)+"
_LOCAL = rf"(?:(?!-){_PART}(?:\.+{_PART})*)?"
_TOKEN = re.compile(
    rf"""
      \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
    | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
    | \#[^\n\r]*
    | [?$][{_PLAIN}]+
    | @[A-Za-z]+(?:-[A-Za-z0-9]+)*
    | _:{_NAME}+(?:\.+{_NAME}+)*
    | (?P<word>[A-Za-z\u0080-\U0010ffff](?:{_NAME}|\.)*+)(?P<colon>:{_LOCAL})?
    | :{_LOCAL}
    """,
    re.VERBOSE | re.DOTALL,
)
_IRI = re.compile(r'<[^<>"{}|^`\x00-\x20]*>')
# Read as "less than" and a name, two slashes could not follow.
_CERTAIN_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
_GROUP = re.compile(r"(?:[ \t\r\n]|\#[^\n\r]*)*+\{")


def refuse_federation(query: str) -> None:
    """Raise QueryError if the query may use the keyword SERVICE (SPARQL 1.1 Federated Query)."""
    if "service" in query.lower() and _calls(query):
        raise QueryError(
            "SERVICE is refused: this store answers from its own data and calls no other machine; "
            "run federated queries from your side, with this service as one of the endpoints"
        )


def _calls(query: str) -> bool:
    """Tell whether the keyword stands in the query in any reading of it."""
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
            # As the prefix of a name it is a call only where a group follows.
            if "service" in (token["word"] or "").lower() and (
                not token["colon"] or _GROUP.match(query, start)
            ):
                return True
    return False

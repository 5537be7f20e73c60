"""Keeps queries at home: SERVICE would make the engine call other machines."""

from __future__ import annotations

import re

from csekg.errors import QueryError

# Everything in which the word SERVICE would not be the keyword (SPARQL 1.1, section 19.8): string
# literals, IRIs, comments, variables, and names with a prefix on either side of the colon.
_NOT_KEYWORDS = re.compile(
    r"""
      \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
    | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
    | <[^<>"{}|^`\\\x00-\x20]*>
    | \#[^\n\r]*
    | [?$]\w+
    | [\w.-]*:[\w.:%\\-]*
    | @[\w-]+
    """,
    re.VERBOSE | re.DOTALL,
)
_SERVICE = re.compile(r"\bSERVICE\b", re.IGNORECASE)


def refuse_federation(query: str) -> None:
    """Raise QueryError if the query uses the keyword SERVICE (SPARQL 1.1 Federated Query)."""
    if _SERVICE.search(_NOT_KEYWORDS.sub(" ", query)):
        raise QueryError(
            "SERVICE is refused: this store answers from its own data and calls no other machine; "
            "run federated queries from your side, with this service as one of the endpoints"
        )

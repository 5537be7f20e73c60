"""Keeps queries at home: SERVICE would make the engine call other machines.

The engine has no switch for that. A query that can be understood as a call is refused.
"""

from __future__ import annotations

import re

from csekg.errors import QueryError
from csekg.keywords import words

_GROUP = re.compile(r"(?:[ \t\r\n]|\#[^\n\r]*)*+\{")


def refuse_federation(query: str) -> None:
    """Raise QueryError if the query may use the keyword SERVICE (SPARQL 1.1 Federated Query)."""
    if "service" in query.lower() and _calls(query):
        raise QueryError(
            "SERVICE is refused: this store answers from its own data and calls no other machine; "
            "run federated queries from your side, with this service as one of the endpoints"
        )


def _calls(query: str) -> bool:
    """Tell whether the keyword stands there; as the prefix of a name only where a group follows."""
    return any(
        "service" in token["word"].lower()
        and (not token["colon"] or _GROUP.match(query, token.end()))
        for token in words(query)
    )

"""Declares our prefixes in the text of a query, since another server does not know them."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph as ox

from csekg.query_engine import unparsable

# Strings, IRIs and comments may hold the word without declaring anything (SPARQL 1.1, 19.8).
_DECLARATION = re.compile(
    r"""
      \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
    | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
    | <[^<>"{}|^`\\\x00-\x20]*>
    | \#[^\n\r]*
    | \bPREFIX\s+(?P<name>[\w.-]*):
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)

#: What a query gives: rows, a truth value or a graph.
Form = type[ox.QuerySolutions] | type[ox.QueryBoolean] | type[ox.QueryTriples]


def form_of(query: str, prefixes: Mapping[str, str]) -> Form:
    """Return what a query gives; raises QueryError with the position where it is none.

    Our own parser reads it, so that every server refuses the same queries with the same words.
    """
    try:
        return type(ox.Store().query(query, prefixes=dict(prefixes)))
    except (SyntaxError, ValueError) as error:
        raise unparsable(query, error) from None


def declared(query: str, prefixes: Mapping[str, str]) -> str:
    """Return the query with a declaration for each prefix that it uses and does not declare.

    Line numbers stay; nothing is declared twice, which some servers refuse.
    """
    known = {match["name"] for match in _DECLARATION.finditer(query) if match["name"] is not None}
    added = [
        f"PREFIX {name}: <{iri}> "
        for name, iri in prefixes.items()
        if name not in known and f"{name}:" in query
    ]
    return "".join(added) + query

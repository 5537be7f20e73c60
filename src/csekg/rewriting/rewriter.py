"""Rewrites the text of a query, if there is anything to gain."""

from __future__ import annotations

from functools import lru_cache

import pyoxigraph as ox

from csekg.namespaces import PREFIXES
from csekg.rewriting.tokens import UnreadableError

_MOST_REMEMBERED = 256
#: No person writes longer ones, and to read one takes tens of milliseconds.
_LONGEST = 20_000


def rewrite(query: str) -> str:
    """Return a query with the same solutions that the engine answers faster, or the very same text.

    Equality is proven in `csekg.rewriting.conditions`. A query that cannot be read here, or that
    the engine refuses, comes back untouched, so that every error speaks of the text that was sent.
    """
    words = query.upper()
    if "EXISTS" not in words and not ("OPTIONAL" in words and "BOUND" in words):
        return query
    return query if len(query) > _LONGEST else _rewritten(query)


@lru_cache(_MOST_REMEMBERED)
def _rewritten(query: str) -> str:
    # Most processes start without such a query.
    from csekg.rewriting.exchanges import exchanges
    from csekg.rewriting.reader import read

    try:
        edits = exchanges(*read(query), query)
    except UnreadableError:
        return query
    result = query
    for edit in sorted(edits, reverse=True):
        result = result[: edit.start] + edit.text + result[edit.end :]
    return result if edits and _accepted(query) and _accepted(result) else query


def _accepted(query: str) -> bool:
    """Tell whether the engine can parse a query; it evaluates nothing on an empty store."""
    try:
        ox.Store().query(query, prefixes=PREFIXES)
    except (SyntaxError, ValueError):
        return False
    return True

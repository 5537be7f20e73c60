"""Rewrites the text of a query, if there is anything to gain."""

from __future__ import annotations

from functools import lru_cache

import pyoxigraph as ox

from csekg.namespaces import PREFIXES
from csekg.sparql.strangers.rewriting.joins.statistics import Statistics
from csekg.sparql.tokens import UnreadableError

_MOST_REMEMBERED = 256
#: No person writes longer queries, and to read one takes tens of milliseconds.
LONGEST = 20_000


def rewrite(query: str, statistics: Statistics | None = None) -> str:
    """Return a query with the same solutions that the engine answers faster, or the very same text.

    Joins are put into order only with the statistics of the dataset. Equality is proven in
    `rewriting.conditions` and `rewriting.joins.ordering`. A query that cannot be read
    here, or that the engine refuses, comes back untouched, so that every error speaks of the text
    that was sent.
    """
    if len(query) > LONGEST:
        return query
    words = query.upper()
    if statistics is None and not _may_have_exchanges(words):
        return query
    return _rewritten(query, statistics)


def _may_have_exchanges(words: str) -> bool:
    return "EXISTS" in words or ("OPTIONAL" in words and "BOUND" in words)


@lru_cache(_MOST_REMEMBERED)
def _rewritten(query: str, statistics: Statistics | None) -> str:
    result = _exchanged(query) if _may_have_exchanges(query.upper()) else query
    if statistics is not None:
        result = _ordered(result, statistics)
    return result if result is query or (accepted(query) and accepted(result)) else query


def _exchanged(query: str) -> str:
    # Most processes start without such a query.
    from csekg.sparql.strangers.rewriting.exchanges import exchanges
    from csekg.sparql.strangers.rewriting.reader import read

    try:
        edits = exchanges(*read(query), query)
    except UnreadableError:
        return query
    result = query
    for edit in sorted(edits, reverse=True):
        result = result[: edit.start] + edit.text + result[edit.end :]
    return result if edits else query


def _ordered(query: str, statistics: Statistics) -> str:
    from csekg.sparql.strangers.rewriting.joins.ordering import ordered

    try:
        return ordered(query, statistics)
    except UnreadableError:
        return query


def accepted(query: str) -> bool:
    """Tell whether the engine can parse a query; it evaluates nothing on an empty store."""
    try:
        ox.Store().query(query, prefixes=PREFIXES)
    except (SyntaxError, ValueError, RuntimeError):
        return False
    return True

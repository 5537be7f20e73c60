"""Decides whether a query is worth rewriting, and returns it rewritten or as it is.

What does the work is imported with the first query that needs it, since most processes start
without one; a process that can open no file calls `load_planner` before.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module

import pyoxigraph as ox

from csekg.namespaces import PREFIXES
from csekg.sparql.tokens import UnreadableError
from csekg.sparql.untrusted.planner.statistics import Statistics

_MOST_REMEMBERED = 256
# No person writes longer queries, and to read one takes tens of milliseconds.
_LONGEST = 20_000


def load_planner() -> None:
    """Import all modules that `rewrite` and `sortable` use."""
    import_module("csekg.sparql.untrusted.planner.rewriting")
    import_module("csekg.sparql.untrusted.planner.sorting")


def rewrite(query: str) -> str:
    """Return a query with the same solutions that Oxigraph answers faster, or the very same text.

    That both queries are equal is proven in `rewriting`. A query that cannot be read here, or that
    Oxigraph refuses, is returned unchanged, so that every error speaks of the text that was sent.
    """
    words = query.upper()
    may_gain = "EXISTS" in words or ("OPTIONAL" in words and "BOUND" in words)
    return _rewritten(query) if may_gain and len(query) <= _LONGEST else query


def sortable(query: str, statistics: Statistics | None) -> str:
    """Return a query whose ORDER BY Oxigraph can evaluate without ending the process.

    The order is that of the query. Without statistics a column may hold values of any kind. A query
    that cannot be read is returned unchanged.
    """
    if "ORDER" not in query.upper():
        return query
    return (_sorted if len(query) <= _LONGEST else _sorted.__wrapped__)(query, statistics)


@lru_cache(_MOST_REMEMBERED)
def _rewritten(query: str) -> str:
    from csekg.sparql.untrusted.planner.rewriting import with_equal_patterns

    try:
        result = with_equal_patterns(query)
    except UnreadableError:
        return query
    return result if result != query and _is_accepted(query) and _is_accepted(result) else query


@lru_cache(_MOST_REMEMBERED)
def _sorted(query: str, statistics: Statistics | None) -> str:
    from csekg.sparql.untrusted.planner.sorting import with_sort_keys

    try:
        result = with_sort_keys(query, statistics, _LONGEST)
    except UnreadableError:
        return query
    # An error message has to speak of the text that was sent.
    return result if result != query and _is_accepted(query) else query


def _is_accepted(query: str) -> bool:
    """Return whether Oxigraph can parse a query; on an empty store it evaluates nothing."""
    try:
        ox.Store().query(query, prefixes=PREFIXES)
    except (SyntaxError, ValueError, RuntimeError):
        return False
    return True

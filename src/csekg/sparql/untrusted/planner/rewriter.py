"""Decides whether a query is worth rewriting, and returns it rewritten or as it is.

What does the work is imported with the first query that needs it, since most processes start
without one; a process that can open no file calls `load_planner` before.
"""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox

from csekg.namespaces import PREFIXES
from csekg.sparql.tokens import UnreadableError
from csekg.sparql.untrusted.planner.statistics import Statistics

# No person writes longer queries, and to read one takes tens of milliseconds.
_LONGEST = 20_000


def load_planner() -> None:
    """Import all modules that `rewrite` and `sortable` use."""
    from csekg.sparql.untrusted.planner import rewriting, sorting  # noqa: F401


def rewrite(query: str) -> str:
    """Return a query with the same solutions that Oxigraph answers faster, or the very same text.

    That both queries are equal is proven in `rewriting`. A query that cannot be read here, or that
    Oxigraph refuses, is returned unchanged, so that every error speaks of the text that was sent.
    """
    words = query.upper()
    if len(query) > _LONGEST or not ("EXISTS" in words or ("OPTIONAL" in words and "BOUND" in words)):
        return query
    from csekg.sparql.untrusted.planner.rewriting import with_equal_patterns

    return _changed(query, with_equal_patterns)


def sortable(query: str, statistics: Statistics) -> str:
    """Return a query whose ORDER BY Oxigraph can evaluate without ending the process.

    The order is that of the query. One that cannot be read, or that Oxigraph refuses, is returned unchanged.
    """
    if "ORDER" not in query.upper():
        return query
    from csekg.sparql.untrusted.planner.sorting import with_sort_keys

    return _changed(query, lambda query: with_sort_keys(query, statistics, _LONGEST))


def _changed(query: str, change: Callable[[str], str]) -> str:
    try:
        result = change(query)
        for text in (query, result) if result != query else ():
            # On an empty store this only parses.
            ox.Store().query(text, prefixes=PREFIXES)
        return result
    except (UnreadableError, SyntaxError, ValueError, RuntimeError):
        return query

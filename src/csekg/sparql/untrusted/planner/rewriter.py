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
_PACKAGE = __name__.rpartition(".")[0]


def load_planner() -> None:
    """Import all modules that `rewrite` and `sortable` use."""
    for module in ("equivalences", "sorting"):
        import_module(f"{_PACKAGE}.{module}")


def rewrite(query: str) -> str:
    """Return a query with the same solutions that Oxigraph answers faster, or the very same text.

    That both queries are equal is proven in `conditions`. A query that cannot be read here, or that
    Oxigraph refuses, is returned unchanged, so that every error speaks of the text that was sent.
    """
    if len(query) > _LONGEST:
        return query
    words = query.upper()
    may_gain = "EXISTS" in words or ("OPTIONAL" in words and "BOUND" in words)
    return _rewritten(query) if may_gain else query


def sortable(query: str, statistics: Statistics | None) -> str:
    """Return a query whose ORDER BY Oxigraph can evaluate without ending the process.

    The order is that of the query. Without statistics a column may hold values of any kind. A query
    that cannot be read is returned unchanged.
    """
    if "ORDER" not in query.upper():
        return query
    return _sortable(query, statistics) if len(query) <= _LONGEST else _with_sort_keys(query, statistics)


@lru_cache(_MOST_REMEMBERED)
def _rewritten(query: str) -> str:
    from csekg.sparql.untrusted.planner.equivalences import equivalences
    from csekg.sparql.untrusted.planner.reader import read

    try:
        edits = equivalences(*read(query), query)
    except UnreadableError:
        return query
    result = query
    for edit in sorted(edits, reverse=True):
        result = result[: edit.start] + edit.text + result[edit.end :]
    return result if edits and _accepted(query) and _accepted(result) else query


@lru_cache(_MOST_REMEMBERED)
def _sortable(query: str, statistics: Statistics | None) -> str:
    return _with_sort_keys(query, statistics)


def _with_sort_keys(query: str, statistics: Statistics | None) -> str:
    from csekg.sparql.untrusted.planner.sorting import with_sort_keys

    try:
        result = with_sort_keys(query, statistics, _LONGEST)
    except UnreadableError:
        return query
    # An error message has to speak of the text that was sent.
    return result if result is query or _accepted(query) else query


def _accepted(query: str) -> bool:
    """Return whether Oxigraph can parse a query; on an empty store it evaluates nothing."""
    try:
        ox.Store().query(query, prefixes=PREFIXES)
    except (SyntaxError, ValueError, RuntimeError):
        return False
    return True

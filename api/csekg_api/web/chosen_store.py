"""The store of a request that asks for another dataset than the one that is served."""

from __future__ import annotations

from contextvars import ContextVar

from csekg.sparql.store import QueryEngine

_chosen: ContextVar[QueryEngine | None] = ContextVar("chosen_store", default=None)


def choose_store(store: QueryEngine) -> None:
    """Make this store answer whatever else the current request asks for.

    Each request is handled in a context of its own, which ends with it.
    """
    _chosen.set(store)


def chosen_store() -> QueryEngine | None:
    """Return the store that the current request has chosen, None for the one that is served."""
    return _chosen.get()

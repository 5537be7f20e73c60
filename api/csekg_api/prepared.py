"""The index of the search over what is served: made once, for the API and the pages alike."""

from __future__ import annotations

from functools import lru_cache

from csekg.answers.search.search import SearchIndex
from csekg.sparql.store import QueryEngine
from csekg_api.web.deadline import without_deadline


def search_index(store: QueryEngine) -> SearchIndex:
    """Return the index; the first call takes some tenths of a second."""
    return _index(without_deadline(store))


@lru_cache(maxsize=2)
def _index(store: QueryEngine) -> SearchIndex:
    return SearchIndex(store)

"""The validation of what is served: done once, for the API and the pages alike."""

from __future__ import annotations

from functools import lru_cache

from csekg.query_engine import QueryEngine
from csekg.validation import Report, validate


@lru_cache(maxsize=2)
def dataset_report(store: QueryEngine) -> Report:
    """Return the report; the first call takes about a second, which no start need wait for."""
    return validate(store)

"""The validation of what is served: done once, for the API and the pages alike."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock

from csekg.sparql.store import QueryEngine
from csekg.validation import Report, validate
from csekg_api.web.deadline import without_deadline

_one_at_a_time = Lock()


def dataset_report(store: QueryEngine) -> Report:
    """Return the report; the first call takes about a second, which no start need wait for.

    Whoever asks meanwhile waits for the same report instead of beginning another.
    """
    with _one_at_a_time:
        return _report(without_deadline(store))


@lru_cache(maxsize=2)
def _report(store: QueryEngine) -> Report:
    return validate(store)

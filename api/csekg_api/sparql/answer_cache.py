"""Caches answers to queries; the dataset never changes within a process."""

from __future__ import annotations

import re

from cachetools import LRUCache

from csekg_api.sparql.job import Answered

# Functions whose value changes from one call to the next (SPARQL 1.1, section 17.4), anywhere in
# the text: a false match prevents caching and nothing else. An escape could hide one.
_VOLATILE = re.compile(r"(?<![a-z])(?:NOW|RAND|UUID|STRUUID|BNODE)(?![a-z_])|\\u", re.IGNORECASE)
# A longer query is not looked through, which takes 20 ms for a megabyte.
_LOOKED_AT = 65_536
# Bytes of an entry beyond its content: a dictionary entry, a tuple and three objects.
_OVERHEAD = 400


def is_volatile(query: str) -> bool:
    """Return whether a query might have another answer the next time; a long one always might."""
    return len(query) > _LOOKED_AT or _VOLATILE.search(query) is not None


class AnswerCache:
    """The most recently used answers, by the payload of the query's job."""

    def __init__(self, most_mb: int) -> None:
        """Take the size of the cache in megabytes, payloads included; 0 for no cache."""
        self._answers: LRUCache[bytes, tuple[Answered, int]] = LRUCache(
            most_mb << 20, getsizeof=lambda entry: entry[1]
        )

    def get(self, payload: bytes) -> Answered | None:
        """Return the answer, None if they are not cached."""
        entry = self._answers.get(payload)
        return entry[0] if entry else None

    def put(self, payload: bytes, answer: Answered) -> None:
        """Cache an answer, unless it is larger than the cache."""
        size = len(payload) + len(answer.content) + _OVERHEAD
        if size <= self._answers.maxsize:
            self._answers[payload] = answer, size

"""Which queries may have another answer the next time, so that no cache may keep it."""

from __future__ import annotations

import re

# Functions whose value changes from one call to the next (SPARQL 1.1, section 17.4), anywhere in
# the text: a false match prevents caching and nothing else. An escape could hide one.
_VOLATILE = re.compile(r"(?<![a-z])(?:NOW|RAND|UUID|STRUUID|BNODE)(?![a-z_])|\\u", re.IGNORECASE)
# A longer query is not looked through, which takes 20 ms for a megabyte.
_LOOKED_AT = 65_536


def is_volatile(query: str) -> bool:
    """Return whether a query might have another answer the next time; a long one always might."""
    return len(query) > _LOOKED_AT or _VOLATILE.search(query) is not None

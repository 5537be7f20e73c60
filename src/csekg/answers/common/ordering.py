"""The order of names in lists that people read."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

from csekg.languages.current import ENGLISH, current

#: What `alphabetical` gives; keys of one language can be compared with one another.
SortKey: TypeAlias = "str | bytes"


def alphabetical(name: str) -> SortKey:
    """Return a key by which names stand in the alphabetical order of the current language."""
    language = current()
    return str(name) if language == ENGLISH else _key(language, str(name))


@lru_cache(maxsize=20_000)
def _key(_language: str, name: str) -> bytes:
    # Imported here, since programs that speak English need none of it.
    from csekg.languages.forms import sort_key

    return sort_key(name)

"""Remembers what queries about the whole dataset find, so that each is asked once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, TypeVarTuple

from csekg.sparql.store import QueryEngine

T = TypeVar("T")
Keys = TypeVarTuple("Keys")

#: A dataset has some hundred facts of this kind; beyond this number nothing more is remembered.
MOST = 2_000
_UNKNOWN = object()


def remembered(
    ask: Callable[[QueryEngine, *Keys], T],
) -> Callable[[QueryEngine, *Keys], T]:
    """Return the function with a memory: asked the same of the same dataset, it answers at once.

    The memory is that of the store (`QueryEngine.memory`), which all requests share and which ends
    with the dataset. So the function must depend on its arguments alone, and must raise an error
    for a key that the dataset lacks. What it returns is shared: a list, dict or set, which a caller
    could change for everybody, raises TypeError.
    """

    @wraps(ask)
    def known(store: QueryEngine, *keys: *Keys) -> T:
        memory = store.memory()
        if memory is None:
            return ask(store, *keys)
        found = memory.get((ask, keys), _UNKNOWN)
        if found is _UNKNOWN:
            found = ask(store, *keys)
            if isinstance(found, list | dict | set):
                raise TypeError(f"{ask.__name__} gives a {type(found).__name__}, which may change")
            if len(memory) < MOST:
                memory[ask, keys] = found
        return found  # type: ignore[return-value]  # what `ask` has returned for these keys

    return known

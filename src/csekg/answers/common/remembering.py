"""Remembers what is looked up of the dataset as a whole, so that each query runs once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from types import MappingProxyType
from typing import TypeVar, TypeVarTuple

from csekg.languages.current import current, speaking, without_language
from csekg.sparql.store import QueryEngine

T = TypeVar("T")
Keys = TypeVarTuple("Keys")

#: The most results that a store remembers; a dataset of ours has some 2,400.
MOST = 10_000
_UNKNOWN = object()


def remembered(ask: Callable[[QueryEngine, *Keys], T]) -> Callable[[QueryEngine, *Keys], T]:
    """Decorate a function of a store so that it runs once for each store and key.

    Results are kept in the memory of the store (`QueryEngine.memory`): requests share it, and it is
    dropped with the dataset. They are for all languages: the function runs where none is chosen, so
    that what it says are texts (`csekg.languages.texts`), and to put names into alphabetical order
    raises LookupError (see `remembered_in_order`). The function must depend on its arguments alone,
    and raise an error for a key that the dataset lacks, so that nobody fills the memory. All
    callers get the same object, which none may change for the others: of a dict they get a read-only
    view, and a list or set raises TypeError.
    """

    @wraps(ask)
    def recalled(store: QueryEngine, *keys: *Keys) -> T:
        memory = store.memory()
        found = memory.get((recalled, keys), _UNKNOWN)
        if found is not _UNKNOWN:
            # It is what `ask` has returned for these keys.
            return found  # type: ignore[return-value]
        with without_language():
            result = ask(store, *keys)
        if isinstance(result, list | set):
            name = getattr(ask, "__name__", "")
            raise TypeError(f"{name} gives a {type(result).__name__}, which may change")
        if isinstance(result, dict):
            # A mapping for those who read it, as the function promises.
            result = MappingProxyType(result)  # type: ignore[assignment]
        if len(memory) < MOST:
            memory[recalled, keys] = result
        return result

    return recalled


def remembered_in_order(ask: Callable[[QueryEngine, *Keys], T]) -> Callable[[QueryEngine, *Keys], T]:
    """Decorate as `remembered` does a function whose results stand in alphabetical order.

    It runs once for each language. What it puts into order, others should remember: each language
    then has a list of its own, and all of them the same things.
    """

    def of_language(store: QueryEngine, language: str, *keys: *Keys) -> T:
        with speaking(language):
            return ask(store, *keys)

    in_language = remembered(wraps(ask)(of_language))

    @wraps(ask)
    def recalled(store: QueryEngine, *keys: *Keys) -> T:
        return in_language(store, current(), *keys)

    return recalled

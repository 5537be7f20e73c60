"""Remembers what is looked up of the dataset as a whole, so that each query runs once."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from functools import wraps
from typing import TypeVar, TypeVarTuple

from csekg.languages.current import ENGLISH, current
from csekg.sparql.store import QueryEngine

T = TypeVar("T")
Keys = TypeVarTuple("Keys")

#: The most results that a store remembers in a language; a dataset of ours has 200.
MOST = 2_000
_UNKNOWN = object()


def remembered(
    ask: Callable[[QueryEngine, *Keys], T],
) -> Callable[[QueryEngine, *Keys], T]:
    """Decorate a function of a store so that it runs once for each store, key and language.

    Results are kept in the memory of the store (`QueryEngine.memory`): requests share it, and it is
    dropped with the dataset. The function must depend on its arguments and on the current language
    alone, and raise an error for a key that the dataset lacks, so that nobody fills the memory. All
    callers get the same object: a list, dict or set, which one of them could change for the others,
    raises TypeError.
    """

    @wraps(ask)
    def known(store: QueryEngine, *keys: *Keys) -> T:
        return _kept(_in_language(store), known, ask, store, *keys)

    return known


def remembered_once(
    ask: Callable[[QueryEngine, *Keys], T],
) -> Callable[[QueryEngine, *Keys], T]:
    """Decorate as `remembered` does a function whose results are the same in every language.

    It is given the store as it is stated, and gives keys, days, codes and English texts.
    """

    @wraps(ask)
    def known(store: QueryEngine, *keys: *Keys) -> T:
        return _kept(store.memory(), known, ask, store.as_stated(), *keys)

    return known


def recalled(store: QueryEngine, ask: Callable[[QueryEngine, *Keys], T], *keys: *Keys) -> T | None:
    """Return what a function decorated by `remembered_once` has given before, else None.

    For answers that are found in what the service looks up after its start, and that a query of
    their own gives faster until then, in the command line, and where nothing is remembered.
    """
    memory = store.memory()
    return None if memory is None else memory.get((ask, keys))  # type: ignore[return-value]


def _kept(
    memory: MutableMapping[object, object] | None,
    known: object,
    ask: Callable[[QueryEngine, *Keys], T],
    store: QueryEngine,
    *keys: *Keys,
) -> T:
    if memory is None:
        return ask(store, *keys)
    found = memory.get((known, keys), _UNKNOWN)
    if found is _UNKNOWN:
        found = ask(store, *keys)
        if isinstance(found, list | dict | set):
            name = getattr(ask, "__name__", "")
            raise TypeError(f"{name} gives a {type(found).__name__}, which may change")
        if len(memory) < MOST:
            memory[known, keys] = found
    return found  # type: ignore[return-value]  # what `ask` has returned for these keys


def _in_language(store: QueryEngine) -> MutableMapping[object, object] | None:
    """Return the part of a store's memory for the language of the texts that it gives."""
    memory, language = store.memory(), current()
    if memory is None or language == ENGLISH or store.as_stated() is store:
        return memory
    part: MutableMapping[object, object] = memory.setdefault(("language", language), {})  # type: ignore[assignment]
    return part

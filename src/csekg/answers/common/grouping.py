"""Groups things by a key, and the rows of a query of two or three columns by the first column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from csekg.answers.common.base import Ref
from csekg.answers.common.parts import part_ref
from csekg.answers.common.translations import values
from csekg.sparql.store import QueryEngine

T = TypeVar("T")


def grouped(things: Iterable[T], key: Callable[[T], str]) -> Mapping[str, tuple[T, ...]]:
    """Return things by their key, those of a key in the order in which they come."""
    found: dict[str, list[T]] = defaultdict(list)
    for thing in things:
        found[key(thing)].append(thing)
    return MappingProxyType({each: tuple(its) for each, its in found.items()})


def lists_of(store: QueryEngine, query: str) -> Mapping[str, tuple[str, ...]]:
    """Return the values of the second column by the value of the first; () for any other key."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in values(store, query):
        found[key].append(value)
    return defaultdict(tuple, ((key, tuple(values)) for key, values in found.items()))


def refs_of(store: QueryEngine, query: str) -> Mapping[str, tuple[Ref, ...]]:
    """Return the references in columns two (IRI) and three (name) by column one, each once."""
    found: dict[str, dict[Ref, None]] = defaultdict(dict)
    for key, iri, name in values(store, query):
        found[key][part_ref(iri, name)] = None
    return defaultdict(tuple, ((key, tuple(refs)) for key, refs in found.items()))

"""Finds the things that a name may stand for, with a score; only one that is certain is a match."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest

from csekg import namespaces as ns
from csekg.answers.search.entries import Entry
from csekg.answers.search.search_text import folded_words
from csekg_api.reconcile.asking import MOST_CANDIDATES, Fitting, Query, Reconciled, Value
from csekg_api.reconcile.properties import PROPERTIES, holders
from csekg_api.reconcile.things import TYPES, Thing, Things

#: The score of a thing with this very name, and the most of any other.
_EXACT, _MOST_NEAR = 100.0, 95.0
#: How much of the score properties are where a query has some.
_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate for a name: the thing, the name of it that fits, and the score up to 100."""

    thing: Thing
    named: str
    score: float
    match: bool


def matches(things: Things, query: Query) -> list[Match]:
    """Return the candidates for a name, the best first.

    The best is a match if it has this very name, or code, and nothing else of the types has, and no
    property contradicts it. Names that are only near are never matches: a person decides. Without a
    name the candidates are the things that have any of the properties.
    """
    types = [type_ for type_ in TYPES if type_ in query.type or not query.type]
    wanted = [asked for asked in query.properties if asked.pid in PROPERTIES]
    having = Counter(id_ for type_ in types for asked in wanted
                     for id_ in _having(things, type_, asked))  # fmt: skip
    found: dict[str, tuple[str, Entry, str, float]] = {}
    for type_ in types:
        for entry, named, score in _candidates(things, type_, query.query, having):
            found.setdefault(entry.iri, (type_, entry, named, score))
    share = (_SHARE if query.query.strip() else 1) if wanted else 0
    rated = []
    for iri, (_, _, _, score) in found.items():
        fit = having[iri.removeprefix(ns.ID)] / len(wanted) if wanted else 1
        rated.append((score * (1 - share) + 100 * share * fit, score == _EXACT and fit == 1, iri))
    exact = [iri for _, certain, iri in rated if certain]

    def rank(candidate: tuple[float, bool, str]) -> tuple[float, bool, str]:
        score, _, iri = candidate
        return -score, [iri] != exact, found[iri][1].short_name

    return [
        Match(
            things.of(found[iri][1], found[iri][0]), found[iri][2], round(score, 1), [iri] == exact
        )
        for score, _, iri in nsmallest(min(query.limit, MOST_CANDIDATES), rated, rank)
    ]


def _candidates(
    things: Things, type_: str, name: str, having: Iterable[str]
) -> Iterator[tuple[Entry, str, float]]:
    """Yield things with the names that fit; without a name those of the type among `having`."""
    kind = TYPES[type_]
    if not name.strip():
        for id_ in having:
            called, entry = things.names.thing(ns.ID + id_) or ("", None)
            if entry and called == kind:
                yield entry, entry.short_name, _EXACT
        return
    for entry in things.names.exactly(kind, name):
        yield entry, name, _EXACT
    for near in things.names.near(kind, name, MOST_CANDIDATES):
        yield near.entry, near.name, min(near.score, _MOST_NEAR)


def _having(things: Things, type_: str, wanted: Fitting) -> frozenset[str]:
    """Return the ids of the things that have any of the values of a property."""
    known = holders(things.store, type_, wanted.pid)
    none: frozenset[str] = frozenset()
    return none.union(*(known.get(folded_words(_text(value)), none) for value in wanted.v))


def _text(value: Value) -> str:
    return value.id if isinstance(value, Reconciled) else str(value)

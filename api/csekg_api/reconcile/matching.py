"""Finds the things that a name may stand for, with a score; only one that is certain is a match."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from csekg.answers.search.search_text import folded_words
from csekg_api.reconcile.asking import MOST_CANDIDATES, Fitting, Query, Reconciled, Value
from csekg_api.reconcile.properties import PROPERTIES, values_of
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
    property contradicts it. Names that are only near are never matches: a person decides.
    """
    types = [each for each in query.type if each in TYPES] if query.type else list(TYPES)
    fitting = [each for each in query.properties if each.pid in PROPERTIES]
    found: dict[str, tuple[Thing, str, float]] = {}
    for type_ in types:
        for thing, named, score in _candidates(things, type_, query.query, all_=bool(fitting)):
            found.setdefault(thing.id, (thing, named, score))
    share = (_SHARE if query.query.strip() else 1) if fitting else 0
    rated = [
        (thing, named, score, _fit(things, thing, fitting))
        for thing, named, score in found.values()
    ]
    exact = [thing for thing, _, score, fit in rated if score == _EXACT and fit == 1]
    ranked = [
        Match(thing, named, round(score * (1 - share) + 100 * share * fit, 1), [thing] == exact)
        for thing, named, score, fit in rated
        if fit or share < 1
    ]
    ranked.sort(key=lambda each: (-each.score, not each.match, each.thing.name))
    return ranked[: min(query.limit, MOST_CANDIDATES)]


def _candidates(
    things: Things, type_: str, name: str, *, all_: bool
) -> Iterator[tuple[Thing, str, float]]:
    """Yield things with the names that fit and their scores; without a name perhaps all things."""
    kind = TYPES[type_]
    if not name.strip():
        for entry in things.names.all(kind) if all_ else ():
            yield things.of(entry, type_), entry.short_name, _EXACT
        return
    for entry in things.names.exactly(kind, name):
        yield things.of(entry, type_), name, _EXACT
    for near in things.names.near(kind, name, MOST_CANDIDATES):
        yield things.of(near.entry, type_), near.name, min(near.score, _MOST_NEAR)


def _fit(things: Things, thing: Thing, wanted: list[Fitting]) -> float:
    """Return the part of the wanted properties that a thing has; 1 where none is wanted."""
    if not wanted:
        return 1
    having = 0
    for each in wanted:
        known = values_of(things.store, thing, each.pid)
        told = {folded_words(text) for value in known for text in (value.text, value.id or "")}
        having += any(folded_words(_text(value)) in told for value in each.v)
    return having / len(wanted)


def _text(value: Value) -> str:
    return value.id if isinstance(value, Reconciled) else str(value)

"""Reads batches of queries, and finds the things that a name may stand for, with a score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, FailFast, Field, StrictBool, TypeAdapter, ValidationError
from pydantic_core import from_json

from csekg import namespaces as ns
from csekg.answers.common.folding import folded_words
from csekg.answers.search.entries import Entry
from csekg_api.reconcile.things import PROPERTIES, TYPES, Thing, Things, holders
from csekg_api.web.problems import ProblemError
from csekg_api.web.request_limits import LONGEST

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
    having = Counter(id_ for type_ in types for asked in wanted for id_ in _having(things, type_, asked))
    found: dict[str, tuple[str, Entry, str, float]] = {}
    for type_ in types:
        # Niue is an actor, and some tables print it as a territory: it is matched as the actor.
        if type_ == "Territory" and any(score == _EXACT for _, _, _, score in found.values()):
            continue
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
        Match(things.of(found[iri][1], found[iri][0]), found[iri][2], round(score, 1), [iri] == exact)
        for score, _, iri in nsmallest(min(query.limit, MOST_CANDIDATES), rated, rank)
    ]


def _candidates(things: Things, type_: str, name: str, having: Iterable[str]) -> Iterator[tuple[Entry, str, float]]:
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


#: The most names, and the most things, of one request; clients ask for ten at a time.
MOST_QUERIES, MOST_IDS = 50, 200
#: The most properties of a request, and the most candidates for a name.
MOST_PROPERTIES, MOST_CANDIDATES = 60, 20
#: The most properties that a query compares.
_COMPARED = 10
#: The most values of properties in a batch.
MOST_VALUES = 500
#: The most bytes of a form. It is read as a whole, during which Python does nothing else.
MOST_BYTES = 256_000
_USUAL_CANDIDATES = 5
T = TypeVar("T")


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [value]


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True)


class Reconciled(_Read):
    """A value that has been matched itself."""

    id: str = Field(max_length=LONGEST)


Value = Annotated[str, Field(max_length=LONGEST)] | StrictBool | int | float | Reconciled
_Id = Annotated[str, Field(max_length=LONGEST)]


class Fitting(_Read):
    """A property that a thing should have, with the values that would fit."""

    pid: _Id
    v: Annotated[list[Value], FailFast(), BeforeValidator(_listed), Field(max_length=_COMPARED)]


class Query(_Read):
    """A name to be matched."""

    query: str = Field(default="", max_length=LONGEST)
    type: Annotated[list[_Id], FailFast(), BeforeValidator(_listed), Field(max_length=10)] = []
    limit: int = Field(default=_USUAL_CANDIDATES, ge=1)
    properties: Annotated[list[Fitting], FailFast()] = Field(default=[], max_length=_COMPARED)
    type_strict: Literal["any", "should", "all"] = "any"


class Wanted(_Read):
    """A property that is wanted; settings are read and have no meaning here."""

    id: _Id
    settings: dict[str, Any] = {}


class Extend(_Read):
    """Things, and the properties of them that are wanted."""

    ids: Annotated[list[_Id], FailFast()] = Field(max_length=MOST_IDS)
    properties: Annotated[list[Wanted], FailFast()] = Field(max_length=MOST_PROPERTIES)


_BATCH = TypeAdapter(dict[Annotated[str, Field(max_length=60)], Query])
_EXTEND = TypeAdapter(Extend)


def read_batch(text: str) -> dict[str, Query]:
    """Return the queries of a batch by their names; raises a 400 or 413 problem."""
    sent = _parsed(text, "queries")
    if isinstance(sent, dict) and len(sent) > MOST_QUERIES:
        raise ProblemError(413, f"at most {MOST_QUERIES} queries at a time, not {len(sent):,}")
    batch = _read(_BATCH, sent, "queries")
    values = sum(len(asked.v) for query in batch.values() for asked in query.properties)
    if values > MOST_VALUES:
        detail = f"at most {MOST_VALUES} values of properties at a time, not {values:,}"
        raise ProblemError(413, detail)
    return batch


def read_extend(text: str) -> Extend:
    """Return what is wanted of which things; raises a 400 problem."""
    return _read(_EXTEND, _parsed(text, "extend"), "extend")


def _parsed(text: str, name: str) -> object:
    try:
        return from_json(text)
    except ValueError as error:
        raise ProblemError(400, f"{name} is no JSON: {error}"[:500]) from None


def _read(form: TypeAdapter[T], sent: object, name: str) -> T:
    try:
        return form.validate_python(sent)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = "/".join(map(str, first["loc"]))
        raise ProblemError(
            400, f"{name} is not what the API 0.2 has for it: {first['msg']}, at #/{where}"[:500]
        ) from None

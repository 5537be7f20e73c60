"""What can be reconciled: things of six types by their names, and the properties that extend a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from types import MappingProxyType
from typing import Any, get_args

from csekg import namespaces as ns
from csekg.answers.common.base import Ref
from csekg.answers.common.folding import folded_words
from csekg.answers.common.names import status_labels
from csekg.answers.common.references import treaties
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.common.translations import said
from csekg.answers.entities.actors import Actor, actors
from csekg.answers.search.entries import Entry
from csekg.answers.search.indexes import Called
from csekg.answers.status.intervals import status_intervals
from csekg.answers.texts.instruments import Instrument, instruments
from csekg.sparql.store import QueryEngine
from csekg_api.indexes import search_index

#: The kinds of things by the ids of their types, `State` and so on: classes of the ontology as far as it has them.
TYPES: dict[str, Called] = {kind.capitalize(): kind for kind in get_args(Called)}
#: The score of a thing with this very name, and the most of any other.
_EXACT, _MOST_NEAR = 100.0, 95.0
#: The share of properties in a score where a query has some, and the most candidates for a name.
_SHARE, MOST_CANDIDATES = 0.4, 20
#: Members of the typed answers about States and treaties that are properties, as REST has them, with their names.
_MEMBERS = {
    "State": {
        "iso2": "ISO 3166-1 alpha-2",
        "isoNumeric": "ISO 3166-1 numeric",
        "memberOf": "Groups and regions",
        "unAdmissionDate": "Admitted to the United Nations on",
    },
    "Treaty": {"shortTitle": "Short title", "adoptedOn": "Adopted on", "parties": "Parties", "asOf": "Data as of"},
}
#: What queries may compare: a code decides between two things of one name.
COMPARED = frozenset({"key", *_MEMBERS["State"], *_MEMBERS["Treaty"]})


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing with its type."""

    type: str
    entry: Entry

    def described(self, store: QueryEngine) -> dict[str, Any]:
        """Return id, name and description, named in the language of the request."""
        entry = self.entry
        english = next((summary.text for summary in entry.summaries if summary.language == "en"), "")
        about = english or (said(store, entry.label) if entry.label != entry.short_name else "")
        return {"id": entry.iri.removeprefix(ns.ID), "name": said(store, entry.short_name), "description": about}


def find(store: QueryEngine, id_: str) -> Thing | None:
    """Return the thing with an id, or with an IRI; None for any other text."""
    found = search_index(store).names.thing(id_ if id_.startswith(ns.ID) else ns.ID + id_)
    return Thing(found[0].capitalize(), found[1]) if found else None


def matches(
    store: QueryEngine, name: str, types: Iterable[str], wanted: Mapping[str, Iterable[object]], limit: int
) -> list[tuple[Thing, float, bool]]:
    """Return the candidates for a name with their scores up to 100, the best first, and whether it is a match.

    The best is a match if it alone has this very name, or code, and no property that is `wanted` contradicts
    it. Names that are only near are never matches: a person decides.
    """
    found: dict[str, tuple[float, Thing]] = {}
    for type_ in [each for each in TYPES if each in types or not types]:
        # Niue is an actor, and some tables print it as a territory: it is matched as the actor.
        if type_ == "Territory" and any(score == _EXACT for score, _ in found.values()):
            continue
        for entry, score in _named(store, type_, name):
            found.setdefault(entry.iri, (score, Thing(type_, entry)))
    best = nsmallest(MOST_CANDIDATES, found.values(), lambda each: (-each[0], each[1].entry.short_name))
    share, rated = _SHARE if wanted else 0, []
    for score, thing in best:
        fit = sum(_fits(store, thing, each, wanted[each]) for each in wanted) / len(wanted) if wanted else 1
        rated.append((score * (1 - share) + 100 * share * fit, score == _EXACT and fit == 1, thing))
    is_one = sum(certain for _, certain, _ in rated) == 1
    rated.sort(key=lambda each: (-each[0], not (is_one and each[1]), each[2].entry.short_name))
    return [(thing, round(score, 1), is_one and certain) for score, certain, thing in rated[:limit]]


def _named(store: QueryEngine, type_: str, name: str) -> Iterator[tuple[Entry, float]]:
    names, kind = search_index(store).names, TYPES[type_]
    if name.strip():
        yield from ((entry, _EXACT) for entry in names.exactly(kind, name))
        yield from ((near.entry, min(near.score, _MOST_NEAR)) for near in names.near(kind, name, MOST_CANDIDATES))


def _fits(store: QueryEngine, thing: Thing, property_: str, wanted: Iterable[object]) -> bool:
    has = {folded_words(str(value)) for value in values_of(store, thing, property_)}
    # Of a value that has been matched itself, its id is compared.
    return any(folded_words(str(each.get("id") if isinstance(each, dict) else each)) in has for each in wanted)


def properties(store: QueryEngine, type_: str = "") -> dict[str, str]:
    """Return the properties of a type by id with their names, or of all types; of States their status, too."""
    found = {"key": "ISO 3166-1 alpha-3" if type_ == "State" else "Key"}
    for each in [type_] if type_ else TYPES:
        found |= _MEMBERS.get(each, {})
        for info in treaties(store).values() if each == "State" else ():
            found[f"status-{info.key}"] = f"Status under {info.short_title}"
            found[f"since-{info.key}"] = f"Since when under {info.short_title}"
    return found


def values_of(store: QueryEngine, thing: Thing | None, property_: str) -> list[str | int | date]:
    """Return the values of a property of a thing; none where there is no such thing or property."""
    if thing is None:
        return []
    if property_ == "key":
        return [thing.entry.key]
    prefix, _, key = property_.partition("-")
    if thing.type == "State" and prefix in ("status", "since"):
        info = treaties(store).get(key)
        spans = status_intervals(store, None, treaties=[info.id], actor=thing.entry.iri) if info else ()
        labels = status_labels(store)
        return [labels[span.status] if prefix == "status" else span.since for span in spans]
    if property_ not in _MEMBERS.get(thing.type, ()) or thing.entry.iri not in _answers(store):
        return []
    answer = _answers(store)[thing.entry.iri]
    members = {each.alias or name: name for name, each in type(answer).model_fields.items()}
    found = getattr(answer, members[property_])
    every = found if isinstance(found, tuple) else (found,)
    return [each.name if isinstance(each, Ref) else each for each in every if each is not None]


@remembered_in_order
def _answers(store: QueryEngine) -> Mapping[str, Actor | Instrument]:
    found = {actor.id: actor for actor in actors(store)}
    return MappingProxyType(found | {treaty.id: treaty for treaty in instruments(store, "treaty")})

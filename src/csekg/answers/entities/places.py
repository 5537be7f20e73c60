"""Territories to which treaties are extended, and other areas that are no actors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from csekg.answers.common.base import Ref, look_up, part_key
from csekg.answers.common.references import actor_refs
from csekg.answers.common.remembering import remembered
from csekg.answers.common.translations import values
from csekg.sparql.store import QueryEngine

_PLACES = """
SELECT ?place ?name ?of ?note WHERE {
  VALUES ?class { cse:Territory cse:AssessedArea }
  ?place a ?class ; rdfs:label ?name
  OPTIONAL { ?place cse:territoryOf|rdfs:seeAlso ?of }
  OPTIONAL { ?place skos:note ?note FILTER(LANG(?note) = "en") }
} ORDER BY ?place ?of
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A territory with the State responsible for it, or an area; `of` is a State to look at, or None.

    The name is that by which depositaries, or an assessor, print it, and says nothing about its status.
    """

    ref: Ref
    is_territory: bool
    of: Ref | None
    note: str


@remembered
def places(store: QueryEngine) -> Mapping[str, Place]:
    """Return all territories and areas by key: `HKG`, `western-sahara`."""
    actors = actor_refs(store)
    return {
        part_key(iri): Place(Ref(id=iri, key=part_key(iri), name=name), "/territory/" in iri, actors.get(of), note)
        for iri, name, of, note in values(store, _PLACES)
    }


def place(store: QueryEngine, key: str) -> Place:
    """Return a territory or area by its key, in whatever case; raises UnknownNameError."""
    known = places(store)
    return look_up("territory", known, next((own for own in known if own.lower() == key.lower()), key))

"""What is answered to a name that no State or organization has: a territory's or another area's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType

from csekg.answers.common.folding import folded_words
from csekg.answers.common.remembering import remembered
from csekg.answers.common.translations import values
from csekg.errors import NoActorError
from csekg.languages.messages import _
from csekg.languages.texts import joined
from csekg.sparql.store import QueryEngine

_NAMES = """
SELECT ?thing (STR(?named) AS ?name) WHERE {
  VALUES ?class { cse:Territory cse:AssessedArea }
  ?thing a ?class ; dcterms:identifier|rdfs:label|skos:prefLabel|skos:altLabel|skos:hiddenLabel ?named
}
"""
_TERRITORIES = """
SELECT ?territory ?name ?key ?actor_name WHERE {
  ?territory a cse:Territory ; rdfs:label ?name ; cse:territoryOf ?responsible
  OPTIONAL {
    SELECT DISTINCT ?territory ?actor ?key ?actor_name WHERE {
      ?act cse:territory ?territory ; cse:treaty ?treaty ; cse:actor ?actor .
      ?actor dcterms:identifier ?key ; rdfs:label ?actor_name
    }
  }
} ORDER BY ?territory (?actor != ?responsible) ?key
"""
_AREAS = """
SELECT ?area ?note ?key ?actor_name WHERE {
  ?area a cse:AssessedArea ; skos:note ?note FILTER(LANG(?note) = "en")
  OPTIONAL { ?area rdfs:seeAlso ?actor . ?actor dcterms:identifier ?key ; rdfs:label ?actor_name }
} ORDER BY ?area ?key
"""


def no_actor(store: QueryEngine, text: str) -> NoActorError | None:
    """Return what to answer to a name of a territory or area, None for any other name.

    Of a territory it says which States acted for it, by their acts; of another area what the
    editors wrote. Nothing is said of the legal status of either.
    """
    thing = _things(store).get(folded_words(text))
    if thing is None:
        return None
    note, named = _areas(store).get(thing, ("", ()))
    if not note:
        name, named = _territories(store)[thing]
        note = _of_territory(name, named)
    return NoActorError(text, str(note), [(key, str(actor)) for key, actor in named])


def _of_territory(name: str, actors: tuple[tuple[str, str], ...]) -> str:
    if not actors:
        return _("{name} is a territory in the register, not an actor, and no act for it alone is held.", name=name)
    return _(
        "{name} is a territory in the register, not an actor. For what was declared for it see: {states}.",
        name=name,
        states=joined(", ", (actor for _key, actor in actors)),
    )


@remembered
def _things(store: QueryEngine) -> Mapping[str, str]:
    """Return the territories and areas by their names, folded."""
    return {folded_words(name): thing for thing, name in store.values(_NAMES)}


#: A name or note of a thing, and keys and names of the actors with which its acts are listed.
_Entry = tuple[str, tuple[tuple[str, str], ...]]


@remembered
def _territories(store: QueryEngine) -> Mapping[str, _Entry]:
    return _with_actors(values(store, _TERRITORIES))


@remembered
def _areas(store: QueryEngine) -> Mapping[str, _Entry]:
    return _with_actors(values(store, _AREAS))


def _with_actors(rows: list[tuple[str, ...]]) -> Mapping[str, _Entry]:
    texts: dict[str, str] = {}
    actors: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for thing, text, key, name in rows:
        texts[thing] = text
        if key:
            actors[thing][key] = name
    return MappingProxyType({thing: (text, tuple(actors[thing].items())) for thing, text in texts.items()})

"""How people call States and organizations, and what is answered to a name that none of them has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType

from rapidfuzz import process
from rapidfuzz.distance import OSA

from csekg.answers.common.folding import folded_words
from csekg.answers.common.remembering import remembered
from csekg.answers.common.translations import values
from csekg.errors import NoActorError
from csekg.languages.messages import _
from csekg.languages.texts import joined
from csekg.sparql.store import QueryEngine

# Names as they are written, in every language: somebody seeks by them.
_NAMES = """
SELECT DISTINCT ?key (STR(?named) AS ?name) WHERE {
  ?actor a cse:TreatyActor ; dcterms:identifier ?key ;
    dcterms:identifier|cse:iso2|cse:isoNumeric|cse:formalName
    |rdfs:label|skos:prefLabel|skos:altLabel|skos:hiddenLabel ?named
}
"""
#: What a name may begin with where it is not known as it is, folded.
_ARTICLES = ("the ", "le ", "la ", "les ", "l ", "el ", "los ", "las ")
#: In a name of so many letters two may be wrong, else one.
_LONG = 8
_MOST_NEAR = 4
#: A longer text is no slip of the pen, and would take long to compare.
_LONGEST = 100


def forms_of(text: str) -> tuple[str, ...]:
    """Return the forms in which a name may be known, folded: as it is, in one word, without an article."""
    words = folded_words(text)
    article = next((beginning for beginning in _ARTICLES if words.startswith(beginning)), "")
    return words, words.replace(" ", ""), words.removeprefix(article)


def keys_of_name(store: QueryEngine, text: str) -> tuple[str, ...]:
    """Return the keys of those that have this name or code, in any language; () for none.

    Case, accents, spaces and an article before the name do not matter.
    """
    known = _by_name(store)
    return next((known[form] for form in forms_of(text) if form in known), ())


def keys_near(store: QueryEngine, text: str) -> tuple[str, ...]:
    """Return the keys of those with a name of which the text is a slip of the pen, the nearest first."""
    words = folded_words(text)
    if not words or len(words) > _LONGEST:
        return ()
    known, wrong = _by_name(store), 1 + (len(words) >= _LONG)
    near = process.extract(words, known.keys(), scorer=OSA.distance, score_cutoff=wrong, limit=4 * _MOST_NEAR)
    return tuple(dict.fromkeys(key for name, _distance, _place in near for key in known[name]))[:_MOST_NEAR]


@remembered
def _by_name(store: QueryEngine) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for key, name in store.values(_NAMES):
        words = folded_words(name)
        for form in (words, words.replace(" ", "")):
            found[form].add(key)
    return {form: tuple(sorted(keys)) for form, keys in found.items() if form}


_OTHER_NAMES = """
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
    return {folded_words(name): thing for thing, name in store.values(_OTHER_NAMES)}


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

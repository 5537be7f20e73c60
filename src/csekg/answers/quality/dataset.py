"""The dataset: its release, its sources, its files, and how much of its text is translated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, Filter, Iri, Ref, Words, chosen, day, look_up
from csekg.answers.common.references import treaty_refs
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import lists_of, rows_as
from csekg.answers.common.translations import values
from csekg.errors import UnknownNameError
from csekg.languages.current import ENGLISH
from csekg.sparql.store import QueryEngine, whole_number


class StatedRelease(Answer):
    """A release of the data, as the dataset describes it; null is what it does not state."""

    version: str | None
    released_on: date | None
    doi: str | None = Field(description="as an address")


_RELEASE = f"""
SELECT ?version ?released_on ?doi WHERE {{
  VALUES ?dataset {{ {ns.thing("dataset", "csekg")} }}
  OPTIONAL {{ ?dataset dcat:version ?version }}
  OPTIONAL {{ ?dataset dcterms:issued ?released_on }}
  OPTIONAL {{ ?dataset dcterms:identifier ?doi }}
}} ORDER BY ?version ?released_on ?doi LIMIT 1
"""


@remembered
def stated_release(store: QueryEngine) -> StatedRelease:
    """Return what the dataset states about its release; another dataset than ours: nothing."""
    ((version, released_on, doi),) = values(store, _RELEASE)
    return StatedRelease(version=version or None, released_on=day(released_on), doi=doi or None)


class Source(Answer):
    """A source, with the named graph that holds exactly what it states."""

    id: Iri
    type: Literal["Source"] = "Source"
    key: str
    name: Words
    publisher: Words
    as_of: date = Field(description="day on which it stands")
    as_of_note: Words | None = Field(description="how that day is known")
    rights: Words | None = Field(description="its own terms of use")
    completeness: Words | None = Field(description="how much of it is used")
    note: Words | None = Field(description="what it is used for")
    location: Words | None = Field(description="where it was read")
    landing_page: str | None = Field(description="its address, where it has one")
    has_graph: str | None = Field(description="IRI of the named graph of what it states; of several the first")
    statements: int = Field(description="triples in its graphs")
    treaties: tuple[Ref, ...] = Field(description="treaties for which it states acts of States")


_SOURCES = """
SELECT ?id ?key ?name ?publisher ?as_of ?as_of_note ?rights ?completeness ?note ?location
       ?landing_page ?has_graph ?triples
WHERE {
  ?id a cse:Source ; dcterms:identifier ?key ; rdfs:label ?name ; dcterms:publisher ?publisher ;
      cse:statusAsOf ?as_of .
  OPTIONAL { ?id cse:asOfNote ?as_of_note FILTER(LANG(?as_of_note) IN ("en", "")) }
  OPTIONAL { ?id dcterms:rights ?rights }
  OPTIONAL { ?id cse:completeness ?completeness FILTER(LANG(?completeness) IN ("en", "")) }
  OPTIONAL { ?id skos:note ?note FILTER(LANG(?note) IN ("en", "")) }
  OPTIONAL { ?id cse:location ?location }
  OPTIONAL { ?id dcat:landingPage ?landing_page }
  # A source of several years has a graph for each, of which the first is named.
  OPTIONAL {
    SELECT ?id (MIN(?graph) AS ?has_graph) (SUM(?count) AS ?triples) WHERE {
      ?id cse:hasGraph ?graph OPTIONAL { ?graph void:triples ?number } BIND(COALESCE(?number, 0) AS ?count)
    } GROUP BY ?id
  }
} ORDER BY ?key
"""
_TREATIES = """
SELECT DISTINCT ?source ?treaty WHERE { ?act prov:hadPrimarySource ?source ; cse:treaty ?treaty }
ORDER BY ?treaty
"""


def sources(store: QueryEngine, treaty: Filter[str] = None) -> list[Source]:
    """Return the sources, sorted by key.

    `treaty` narrows them to sources of acts under treaties with these keys. Raises
    UnknownNameError for a treaty that no source covers.
    """
    known = {reference.key for source in _all(store) for reference in source.treaties}
    wanted = set(chosen(treaty))
    for key in sorted(wanted - known):
        raise UnknownNameError("treaty", key, known)
    return [source for source in _all(store) if not wanted or wanted & {reference.key for reference in source.treaties}]


@remembered
def _all(store: QueryEngine) -> tuple[Source, ...]:
    acted, names = lists_of(store, _TREATIES), treaty_refs(store)
    return tuple(
        rows_as(
            store,
            _SOURCES,
            Source,
            statements=lambda row: whole_number(row["triples"] or "0"),
            treaties=lambda row: tuple(names[treaty] for treaty in acted[row["id"]]),
        )
    )


def source(store: QueryEngine, key: str) -> Source:
    """Return the source with this key; raises UnknownNameError with the closest keys."""
    return look_up("source", {source.key: source for source in sources(store)}, key)


class Download(Answer):
    """A file of the dataset."""

    file: str = Field(description="name below `/api/v1/downloads/`")
    media_type: str
    contents: Words = Field(description="what it holds")
    bytes: int = Field(description="size")
    sha256: str = Field(description="SHA-256 of the bytes, hexadecimal")
    triples: int | None = Field(description="triples, or quads where sources are kept apart; null for a table")
    graph: str | None = Field(description="IRI of the named graph, if the file holds only one")
    as_of: date | None = Field(description="day on which the newest source of the dataset stands, or that of the graph")
    url: str = Field(description="address of the file")


_DAYS = """
SELECT ?graph ?as_of WHERE { ?graph a sd:NamedGraph ; cse:statusAsOf ?as_of }
"""
_NEWEST = "SELECT (MAX(?as_of) AS ?newest) WHERE { ?source a cse:Source ; cse:statusAsOf ?as_of }"


def as_of_days(store: QueryEngine) -> dict[str | None, date | None]:
    """Return the as-of date of each source's graph by its IRI; under None the newest of all."""
    days: dict[str | None, date | None] = {graph: date.fromisoformat(as_of) for graph, as_of in store.values(_DAYS)}
    newest = store.values(_NEWEST)
    days[None] = date.fromisoformat(newest[0][0]) if newest and newest[0][0] else None
    return days


class TranslatedProperty(Answer):
    """What one property says in words: of how many things in English, and in other languages."""

    id: Iri = Field(description="IRI of the property")
    name: Words = Field(description="English label of the property, or else the end of its IRI")
    english: int = Field(description="things of which it has an English text")
    translated: Mapping[str, int] = Field(
        description="of how many of these it has a text in each other language, by its code"
    )


_COUNTS = """
SELECT ?property ?language (COUNT(DISTINCT ?thing) AS ?things) WHERE {
  ?thing ?property ?english . FILTER(LANG(?english) = "en")
  ?thing ?property ?text . BIND(LANG(?text) AS ?language) FILTER(?language != "")
} GROUP BY ?property ?language
"""
_LABELS = """
SELECT ?property ?label WHERE {
  ?property a owl:DatatypeProperty ; rdfs:label ?label FILTER(LANG(?label) = "en")
}
"""


def translated_properties(store: QueryEngine) -> list[TranslatedProperty]:
    """Return the properties that have text in more than one language, by their IRIs."""
    counts: dict[str, dict[str, int]] = {}
    for property_, language, things in store.values(_COUNTS):
        counts.setdefault(property_, {})[language] = whole_number(things)
    labels = dict[str, str](store.values(_LABELS))  # type: ignore[arg-type]  # rows of two
    return [
        TranslatedProperty(
            id=iri,
            name=labels.get(iri) or iri.replace("#", "/").rpartition("/")[2],
            english=languages.pop(ENGLISH),
            translated=languages,
        )
        for iri, languages in sorted(counts.items())
        if len(languages) > 1
    ]

"""The sources: who publishes each, its as-of date, its terms, and what it covers."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Filter, Iri, Ref, Words, chosen
from csekg.answers.common.grouping import lists_of
from csekg.answers.common.known import treaty_refs
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import rows_as
from csekg.errors import UnknownNameError
from csekg.sparql.store import QueryEngine, whole_number


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
    has_graph: str | None = Field(description="IRI of the named graph of what it states")
    statements: int = Field(description="triples in that graph")
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
  OPTIONAL { ?id cse:hasGraph ?has_graph . OPTIONAL { ?has_graph void:triples ?triples } }
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
    known = {reference.key for each in _all(store) for reference in each.treaties}
    wanted = set(chosen(treaty))
    for key in sorted(wanted - known):
        raise UnknownNameError("treaty", key, known)
    return [
        source
        for source in _all(store)
        if not wanted or wanted & {reference.key for reference in source.treaties}
    ]


@remembered
def _all(store: QueryEngine) -> tuple[Source, ...]:
    acted, names = lists_of(store, _TREATIES), treaty_refs(store)
    return tuple(rows_as(
        store, _SOURCES, Source,
        statements=lambda row: whole_number(row["triples"] or "0"),
        treaties=lambda row: tuple(names[treaty] for treaty in acted[row["id"]]),
    ))  # fmt: skip


def source(store: QueryEngine, key: str) -> Source:
    """Return the source with this key; raises UnknownNameError with the closest keys."""
    known = {each.key: each for each in sources(store)}
    if key not in known:
        raise UnknownNameError("source", key, known)
    return known[key]

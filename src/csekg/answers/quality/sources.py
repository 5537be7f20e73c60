"""The sources: who publishes each, on which day it stands, and what it tells."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Filter, Iri, Ref, chosen
from csekg.answers.common.known import treaty_refs
from csekg.answers.common.remembering import remembered
from csekg.errors import UnknownNameError
from csekg.sparql.store import QueryEngine


class Source(Answer):
    """A source, with the named graph that holds exactly what it states."""

    id: Iri
    type: Literal["Source"] = "Source"
    key: str
    name: str
    publisher: str
    as_of: date = Field(description="day on which it stands")
    as_of_note: str | None = Field(description="how that day is known")
    rights: str | None = Field(description="its own terms of use")
    completeness: str | None = Field(description="how much of it is used")
    note: str | None = Field(description="what it is used for")
    location: str | None = Field(description="where it was read")
    landing_page: str | None = Field(description="its address, where it has one")
    has_graph: str | None = Field(description="IRI of the named graph of what it states")
    statements: int = Field(description="triples in that graph")
    treaties: tuple[Ref, ...] = Field(description="treaties of which it tells what States did")


_SOURCES = """
SELECT ?source ?key ?name ?publisher ?as_of ?how ?rights ?completeness ?note ?location ?page ?graph
       ?triples
WHERE {
  ?source a cse:Source ; dcterms:identifier ?key ; rdfs:label ?name ;
          dcterms:publisher ?publisher ; cse:statusAsOf ?as_of .
  OPTIONAL { ?source cse:asOfNote ?how }
  OPTIONAL { ?source dcterms:rights ?rights }
  OPTIONAL { ?source cse:completeness ?completeness }
  OPTIONAL { ?source skos:note ?note }
  OPTIONAL { ?source cse:location ?location }
  OPTIONAL { ?source dcat:landingPage ?page }
  OPTIONAL { ?source cse:hasGraph ?graph . OPTIONAL { ?graph void:triples ?triples } }
} ORDER BY ?key
"""
_TREATIES = """
SELECT DISTINCT ?source ?treaty WHERE { ?act prov:hadPrimarySource ?source ; cse:treaty ?treaty }
ORDER BY ?treaty
"""


def sources(store: QueryEngine, treaty: Filter[str] = None) -> list[Source]:
    """Return all sources sorted by key, or those that tell what States did about treaties.

    Raises UnknownNameError for a treaty that no source speaks of.
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
    acted: dict[str, list[Ref]] = defaultdict(list)
    names = treaty_refs(store)
    for iri, of in store.values(_TREATIES):
        acted[iri].append(names[of])
    return tuple(
        Source(
            id=iri, key=key, name=name, publisher=publisher, as_of=date.fromisoformat(as_of),
            as_of_note=how or None, rights=rights or None, completeness=completeness or None,
            note=note or None, location=location or None, landing_page=page or None,
            has_graph=graph or None, statements=int(triples or 0), treaties=tuple(acted[iri]),
        )
        for iri, key, name, publisher, as_of, how, rights, completeness, note, location, page,
            graph, triples in store.values(_SOURCES)
    )  # fmt: skip


def source(store: QueryEngine, key: str) -> Source:
    """Return one source; raises UnknownNameError with the closest keys."""
    known = {each.key: each for each in sources(store)}
    if key not in known:
        raise UnknownNameError("source", key, known)
    return known[key]

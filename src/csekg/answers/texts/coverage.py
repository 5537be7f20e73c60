"""How far the sources list the acts under a treaty: what was complete when, and checked later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Code, Iri, Words
from csekg.answers.common.grouping import lists_of
from csekg.answers.common.known import SourceRef, some_sources, source_refs
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import rows_by_first
from csekg.sparql.store import QueryEngine


class ListCoverage(Answer):
    """How far the sources list one kind of act under a treaty."""

    id: Iri
    type: Literal["ListCoverage"] = "ListCoverage"
    list_of: Code = Field(description="parties, signatures, or a kind of declaration")
    label: Words = Field(description="the kind of act in words, as `interpretative declarations`")
    complete_on: date | None = Field(
        description="a day on which the sources listed every act of the kind; null where none is "
        "known"
    )
    checked_until: date | None = Field(
        description="the day until which sources were read that print such acts but need not print "
        "all of them: weaker than a complete list"
    )
    note: Words | None
    sources: tuple[SourceRef, ...] = Field(description="sources of the complete list")
    checked_in: tuple[SourceRef, ...] = Field(description="sources read for later acts")


_LISTS = """
SELECT ?treaty ?id ?list_of ?label ?complete_on ?checked_until ?note WHERE {
  ?id cse:coverageOf ?treaty ; cse:listOf ?list_of .
  ?list_of rdfs:label ?label .
  OPTIONAL { ?id cse:completeOn ?complete_on }
  OPTIONAL { ?id cse:checkedUntil ?checked_until }
  OPTIONAL { ?id skos:note ?note FILTER(LANG(?note) IN ("en", "")) }
} ORDER BY ?treaty DESC(?list_of = <https://w3id.org/csekg/id/vocab/list/parties>)
  DESC(?list_of = <https://w3id.org/csekg/id/vocab/list/signatures>) ?list_of
"""
_SOURCES = "SELECT ?list ?source WHERE { ?list cse:coverageOf ?treaty ; %s ?source }"


@remembered
def coverage(store: QueryEngine) -> Mapping[str, tuple[ListCoverage, ...]]:
    """Return the coverage of the lists of each treaty by its IRI; () for any other IRI.

    Parties come first, then signatures, then the kinds of declaration.
    """
    known = source_refs(store)
    sources = lists_of(store, _SOURCES % "dcterms:source")
    checked = lists_of(store, _SOURCES % "cse:checkedIn")
    return MappingProxyType(rows_by_first(
        store, _LISTS, ListCoverage,
        sources=lambda row: some_sources(known, sources[row["id"]]),
        checked_in=lambda row: some_sources(known, checked[row["id"]]),
    ))  # fmt: skip

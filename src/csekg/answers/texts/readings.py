"""The independent readings of the resolution beside the treaties, and how far they agree."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Iri, Ref, Words
from csekg.answers.common.grouping import refs_of
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import rows_as, rows_by_first
from csekg.sparql.store import QueryEngine


class Reading(Answer):
    """One reading, made independently of the others."""

    id: Iri
    type: Literal["Reading"] = "Reading"
    key: str
    name: Words
    description: Words = Field(description="how it was made")


class Assessment(Answer):
    """That a reading covered a paragraph, or a treaty as a whole."""

    id: Iri
    type: Literal["Assessment"] = "Assessment"
    reading: Ref
    note: Words | None = Field(description="what the reading says about the whole")


class Agreement(Answer):
    """How far two readings agree; the values of kappa are 1 for full agreement, 0 for chance."""

    id: Iri
    type: Literal["ReadingAgreement"] = "ReadingAgreement"
    reading: tuple[Ref, ...] = Field(description="the two readings")
    pair_count: int = Field(description="pairs of a paragraph and a provision that are compared")
    linked_by_one: int = Field(description="pairs that one reading joins and the other does not")
    linked_by_both: int = Field(description="pairs that both join")
    kappa: str = Field(description="Cohen's kappa for whether a pair is joined")
    article_kappa: str = Field(description="the same for paragraphs and whole articles")
    same_strength_count: int = Field(description="pairs that both join with the same strength")
    strength_kappa: str = Field(description="Cohen's kappa, linear weights, for the strength")


_READINGS = """
SELECT ?id ?key ?name ?description WHERE {
  ?id a cse:Reading ; dcterms:identifier ?key ; rdfs:label ?name ; dcterms:description ?description
} ORDER BY ?key
"""
_ASSESSMENTS = """
SELECT ?about ?id ?reading ?reading_name ?note WHERE {
  ?id a cse:Assessment ; cse:assesses ?about ; cse:reading ?reading .
  ?reading rdfs:label ?reading_name .
  OPTIONAL { ?id skos:note ?note FILTER(LANG(?note) IN ("en", "")) }
} ORDER BY ?about ?reading
"""
_AGREEMENTS = """
SELECT ?id ?pair_count ?linked_by_one ?linked_by_both ?kappa ?article_kappa ?same_strength_count
       ?strength_kappa
WHERE {
  ?id a cse:ReadingAgreement ; cse:pairCount ?pair_count ; cse:linkedByOne ?linked_by_one ;
      cse:linkedByBoth ?linked_by_both ; cse:kappa ?kappa ; cse:articleKappa ?article_kappa ;
      cse:sameStrengthCount ?same_strength_count ; cse:strengthKappa ?strength_kappa
} ORDER BY ?id
"""
_COMPARED = """
SELECT ?node ?reading ?label WHERE {
  ?node a cse:ReadingAgreement ; cse:reading ?reading . ?reading rdfs:label ?label
} ORDER BY ?reading
"""


@remembered
def readings(store: QueryEngine) -> tuple[Reading, ...]:
    """Return the readings, sorted by key."""
    return tuple(rows_as(store, _READINGS, Reading))


@remembered
def assessments(store: QueryEngine) -> Mapping[str, tuple[Assessment, ...]]:
    """Return who assessed what, by the IRI of the paragraph or treaty."""
    return MappingProxyType(dict(rows_by_first(store, _ASSESSMENTS, Assessment)))


@remembered
def agreements(store: QueryEngine) -> tuple[Agreement, ...]:
    """Return how far each two readings agree."""
    compared = refs_of(store, _COMPARED)
    return tuple(rows_as(
        store, _AGREEMENTS, Agreement, reading=lambda row: compared[row["id"]]
    ))  # fmt: skip

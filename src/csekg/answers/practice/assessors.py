"""Who assesses law and practice, what it asks, and on which paragraphs that bears."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

from pydantic import Field

from csekg.answers.common.base import Answer, Code, Iri, Ref, Words
from csekg.answers.common.grouping import lists_of
from csekg.answers.common.known import SourceRef, concept_refs, some_sources, source_refs
from csekg.answers.common.ordering import alphabetical
from csekg.answers.common.properties import properties
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.common.rows import rows_as
from csekg.answers.common.translations import values
from csekg.sparql.store import QueryEngine

#: How closely an indicator and what is asked for agree, from the closest.
LinkStrength = Literal["direct", "partial", "context"]
#: The links to a provision by which a treaty binds a State to what an indicator asks about.
BINDING: tuple[LinkStrength, ...] = ("direct", "partial")


class IndicatorLink(Answer):
    """That an indicator bears on a paragraph, or on a provision that corresponds to it."""

    id: Iri
    type: Literal["IndicatorLink"] = "IndicatorLink"
    links_indicator: Iri = Field(description="IRI of the indicator as one assessor asks it")
    paragraph: Ref
    instrument: Ref | None = Field(description="the treaty of the provision")
    provision: Ref | None
    indicator_strength: LinkStrength
    rationale: Words


class AssessedIndicator(Answer):
    """How one assessor asks an indicator."""

    id: Iri
    type: Literal["AssessedIndicator"] = "AssessedIndicator"
    indicator: Ref
    scope: Ref = Field(description="the matter within which a value holds")
    states_conformity: bool = Field(
        description="whether the assessor says, with its answer, that law conforms"
    )
    note: Words | None
    links: tuple[IndicatorLink, ...]

    @property
    def paragraphs(self) -> tuple[Ref, ...]:
        """The paragraphs on which it bears, each once."""
        return tuple(dict.fromkeys(link.paragraph for link in self.links))

    def treaties(self, paragraph: str) -> tuple[IndicatorLink, ...]:
        """Return the links to provisions that bind States to what it asks, by paragraph IRI."""
        return tuple(
            link
            for link in self.links
            if link.instrument
            and link.paragraph.id == paragraph
            and link.indicator_strength in BINDING
        )


class Assessor(Answer):
    """A body that assesses what States do in law and practice."""

    id: Iri
    type: Literal["Assessor"] = "Assessor"
    key: str
    name: Words
    short_name: Words
    kind: Code = Field(description="`government`, `treaty-body`, `organization`; `made-up`: none")
    work: Words = Field(description="title of what it publishes")
    publisher: Words
    rights: Words = Field(description="under which terms its values may be used")
    location: str = Field(description="address of its work")
    method: Words = Field(description="how it assesses, in our words")
    limits: tuple[Words, ...] = Field(description="known limits, in our words")
    left_out: tuple[Words, ...] = Field(
        description="what its source has and the data do not, and why"
    )
    indicators: tuple[AssessedIndicator, ...]
    sources: tuple[SourceRef, ...]

    @property
    def ref(self) -> Ref:
        """A reference; its name is the short one."""
        return Ref(id=self.id, key=self.key, name=self.short_name)


_ASSESSORS = """
SELECT ?id ?key ?name ?short_name ?kind ?work ?publisher ?rights ?location ?method WHERE {
  ?id a cse:Assessor ; dcterms:identifier ?key ; rdfs:label ?name ; skos:altLabel ?short_name ;
      cse:assessorKind ?kind ; dcterms:title ?work ; dcterms:publisher ?publisher ;
      dcterms:rights ?rights ; rdfs:seeAlso ?location ; dcterms:description ?method .
  FILTER(LANG(?method) IN ("en", ""))
} ORDER BY ?key
"""
_SOURCES = "SELECT ?assessor ?source WHERE { ?assessor a cse:Assessor ; dcterms:source ?source }"
_OWNERS = "SELECT ?id ?of WHERE { ?id a cse:AssessedIndicator ; cse:assessor ?of }"
_INDICATORS = """
SELECT ?id ?assessor ?indicator ?scope ?states_conformity ?note WHERE {
  ?id a cse:AssessedIndicator ; cse:assessor ?assessor ; cse:indicator ?indicator ;
      cse:scope ?scope ; cse:statesConformity ?states_conformity .
  OPTIONAL { ?id skos:note ?note FILTER(LANG(?note) IN ("en", "")) }
} ORDER BY DESC(?states_conformity) ?id
"""
_LINKS = """
SELECT ?id ?links_indicator ?paragraph ?paragraph_name ?instrument ?instrument_name ?provision
       ?provision_name ?indicator_strength ?rationale WHERE {
  ?id a cse:IndicatorLink ; cse:linksIndicator ?links_indicator ; cse:paragraph ?paragraph ;
      cse:indicatorStrength ?indicator_strength ; cse:rationale ?rationale .
  FILTER(LANG(?rationale) IN ("en", ""))
  ?paragraph rdfs:label ?paragraph_name ; cse:order ?order .
  OPTIONAL {
    ?id cse:provision ?provision . ?provision cse:provisionOf ?instrument ; cse:order ?place ;
        rdfs:label ?provision_name .
    ?instrument cse:shortTitle ?instrument_name FILTER(LANG(?instrument_name) IN ("en", ""))
  }
} ORDER BY ?order ?place
"""


@remembered_in_order
def assessors(store: QueryEngine) -> tuple[Assessor, ...]:
    """Return every assessor, by key."""
    concepts, known = concept_refs(store), source_refs(store)
    stated = properties(store, "?thing a cse:Assessor .")
    sources = lists_of(store, _SOURCES)
    links: dict[str, list[IndicatorLink]] = {}
    for link in _links(store):
        links.setdefault(link.links_indicator, []).append(link)
    asked: dict[str, list[AssessedIndicator]] = {}

    def keep(row: Mapping[str, str]) -> tuple[IndicatorLink, ...]:
        return tuple(links.get(row["id"], ()))

    owners = {row[0]: row[1] for row in values(store, _OWNERS)}
    for each in rows_as(
        store, _INDICATORS, AssessedIndicator, links=keep,
        indicator=lambda row: concepts[row["indicator"]], scope=lambda row: concepts[row["scope"]],
    ):  # fmt: skip
        asked.setdefault(owners[each.id], []).append(each)
    return tuple(rows_as(
        store, _ASSESSORS, Assessor,
        limits=lambda row: tuple(stated[row["id"]].texts("limitation")),
        left_out=lambda row: tuple(stated[row["id"]].texts("leftOut")),
        indicators=lambda row: tuple(asked.get(row["id"], ())),
        sources=lambda row: some_sources(known, sources[row["id"]]),
    ))  # fmt: skip


def _links(store: QueryEngine) -> list[IndicatorLink]:
    """Return the links by strength, paragraph and treaty."""
    found = rows_as(store, _LINKS, IndicatorLink)
    paragraphs = dict.fromkeys(link.paragraph.id for link in found)
    places = {iri: place for place, iri in enumerate(paragraphs)}
    return sorted(found, key=lambda link: (
        get_args(LinkStrength).index(link.indicator_strength), places[link.paragraph.id],
        alphabetical(link.instrument.name if link.instrument else ""),
    ))  # fmt: skip


@remembered_in_order
def asked_about(store: QueryEngine) -> Mapping[str, tuple[tuple[Assessor, AssessedIndicator], ...]]:
    """Return who asks what that bears on a paragraph, by the IRI of the paragraph."""
    found: dict[str, list[tuple[Assessor, AssessedIndicator]]] = {}
    for assessor in assessors(store):
        for each in assessor.indicators:
            for paragraph in each.paragraphs:
                found.setdefault(paragraph.id, []).append((assessor, each))
    return MappingProxyType({iri: tuple(each) for iri, each in found.items()})

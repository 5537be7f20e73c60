"""The resolution, paragraph by paragraph."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Code, Iri, Ref, Words, code
from csekg.answers.common.grouping import lists_of
from csekg.answers.common.known import concept_refs
from csekg.answers.common.parts import find_paragraph, part_key, part_ref
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import rows_as
from csekg.answers.common.translations import values
from csekg.answers.texts.citations import Citation, citations
from csekg.answers.texts.correspondences import Correspondence, correspondences
from csekg.answers.texts.follow_ups import FollowUp, follow_ups
from csekg.answers.texts.readings import Assessment, assessments
from csekg.answers.texts.requests import Request, requests
from csekg.sparql.store import QueryEngine


class Paragraph(Answer):
    """A paragraph of the resolution, or a sub-paragraph."""

    id: Iri
    type: Literal["PreambularParagraph", "OperativeParagraph", "SubParagraph"]
    key: str = Field(description="`pp/8`, `op/4`, `op/4/a`")
    name: Words
    number: str = Field(description="number as printed, `4(a)`")
    order: int = Field(description="place in the resolution")
    is_part_of: Ref = Field(description="the resolution, or the paragraph of a sub-paragraph")
    opening_verb: tuple[Ref, ...]
    addressee: tuple[Code, ...] = Field(
        description="whom the paragraph is directed at: `/vocabularies/addressee`"
    )
    topic: tuple[Code, ...] = Field(description="codes of topics: `/topics`")
    description: Words = Field(description="what it says, in our words")
    request_count: int = Field(description="how many things it asks")
    citation_count: int = Field(description="how many places in it cite something")
    correspondence_count: int = Field(description="how many treaty provisions correspond to it")
    assessed_in: tuple[Ref, ...] = Field(
        description="readings that looked for corresponding provisions: with none, it was not "
        "assessed; with some and no correspondence, nothing corresponds"
    )


class ParagraphDetail(Paragraph):
    """A paragraph with all that it asks and cites, and what answers it in the treaties."""

    sub_paragraphs: tuple[Ref, ...]
    requests: tuple[Request, ...]
    citations: tuple[Citation, ...]
    follow_ups: tuple[FollowUp, ...] = Field(description="later documents that answer it")
    assessments: tuple[Assessment, ...] = Field(description="what each of the readings says")
    correspondences: tuple[Correspondence, ...]


_PARAGRAPHS = """
SELECT ?id ?type ?name ?number ?order ?is_part_of ?is_part_of_name ?description WHERE {
  VALUES ?type { cse:PreambularParagraph cse:OperativeParagraph cse:SubParagraph }
  ?id a ?type ; rdfs:label ?name ; cse:number ?number ; cse:order ?order ;
      dcterms:isPartOf ?is_part_of ; dcterms:description ?description .
  FILTER(LANG(?description) IN ("en", ""))
  ?is_part_of rdfs:label ?is_part_of_name .
} ORDER BY ?order
"""
_CONCEPTS = """
SELECT ?paragraph ?concept WHERE {
  VALUES ?class { cse:PreambularParagraph cse:OperativeParagraph cse:SubParagraph }
  ?paragraph a ?class ; cse:%s ?concept
} ORDER BY ?concept
"""
_COUNTED = """
SELECT ?class ?paragraph WHERE {
  VALUES (?class ?property) {
    (cse:Request cse:requestedIn) (cse:Citation cse:citingProvision)
    (cse:Correspondence cse:paragraph)
  }
  ?node a ?class ; ?property ?paragraph
}
"""


@remembered
def paragraphs(store: QueryEngine) -> tuple[Paragraph, ...]:
    """Return all paragraphs in the order of the resolution, each before its sub-paragraphs."""
    concepts = concept_refs(store)
    verbs, addressees, topics = (
        lists_of(store, _CONCEPTS % name) for name in ("openingVerb", "addressee", "topic")
    )
    assessed = assessments(store)
    counts = Counter((code(class_), node) for class_, node in values(store, _COUNTED))
    return tuple(rows_as(
        store, _PARAGRAPHS, Paragraph,
        key=lambda row: part_key(row["id"]),
        opening_verb=lambda row: tuple(concepts[verb] for verb in verbs[row["id"]]),
        addressee=lambda row: tuple(map(code, addressees[row["id"]])),
        topic=lambda row: tuple(map(code, topics[row["id"]])),
        request_count=lambda row: counts["Request", row["id"]],
        citation_count=lambda row: counts["Citation", row["id"]],
        correspondence_count=lambda row: counts["Correspondence", row["id"]],
        assessed_in=lambda row: tuple(each.reading for each in assessed.get(row["id"], ())),
    ))  # fmt: skip


def paragraph(store: QueryEngine, key: str) -> ParagraphDetail:
    """Return all that is known of the paragraph with this key; raises UnknownNameError."""
    iri = find_paragraph(store, key).id
    every = paragraphs(store)
    (found,) = (each for each in every if each.id == iri)
    return ParagraphDetail(
        **{name: getattr(found, name) for name in Paragraph.model_fields},
        sub_paragraphs=tuple(
            part_ref(each.id, each.name) for each in every if each.is_part_of.id == iri
        ),
        requests=tuple(each for each in requests(store) if each.requested_in.id == iri),
        citations=tuple(citations(store, paragraph=key)),
        follow_ups=tuple(each for each in follow_ups(store) if each.answered_paragraph.id == iri),
        assessments=assessments(store).get(iri, ()),
        correspondences=tuple(correspondences(store, paragraph=key)),
    )

"""The resolution, paragraph by paragraph."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Iri, Ref, code
from csekg.answers.common.known import concept_refs
from csekg.answers.common.parts import find_paragraph, part_key, part_ref
from csekg.answers.common.remembering import remembered
from csekg.answers.texts.citations import Citation, citations
from csekg.answers.texts.correspondences import Correspondence, correspondences
from csekg.answers.texts.requests import Request, requests
from csekg.sparql.store import QueryEngine


class Paragraph(Answer):
    """A paragraph of the resolution, or a sub-paragraph."""

    id: Iri
    type: Literal["PreambularParagraph", "OperativeParagraph", "SubParagraph"]
    key: str = Field(description="`pp/8`, `op/4`, `op/4/a`")
    name: str
    number: str = Field(description="number as printed, `4(a)`")
    order: int = Field(description="place in the resolution")
    is_part_of: Ref = Field(description="the resolution, or the paragraph of a sub-paragraph")
    opening_verb: tuple[Ref, ...]
    addressee: tuple[str, ...] = Field(
        description="whom the paragraph is directed at: `/vocabularies/addressee`"
    )
    topic: tuple[str, ...] = Field(description="codes of topics: `/topics`")
    description: str = Field(description="what it says, in our words")
    request_count: int = Field(description="how many things it asks")
    citation_count: int = Field(description="how many places in it cite something")
    correspondence_count: int = Field(description="how many treaty provisions correspond to it")


class ParagraphDetail(Paragraph):
    """A paragraph with all that it asks and cites, and what answers it in the treaties."""

    sub_paragraphs: tuple[Ref, ...]
    requests: tuple[Request, ...]
    citations: tuple[Citation, ...]
    correspondences: tuple[Correspondence, ...]


_PARAGRAPHS = """
SELECT ?paragraph ?class ?label ?number ?order ?whole ?of ?summary WHERE {
  VALUES ?class { cse:PreambularParagraph cse:OperativeParagraph cse:SubParagraph }
  ?paragraph a ?class ; rdfs:label ?label ; cse:number ?number ; cse:order ?order ;
             dcterms:isPartOf ?whole ; dcterms:description ?summary .
  ?whole rdfs:label ?of .
} ORDER BY ?order
"""
_CONCEPTS = """
SELECT ?paragraph ?property ?concept WHERE {
  VALUES ?class { cse:PreambularParagraph cse:OperativeParagraph cse:SubParagraph }
  ?paragraph a ?class ; ?property ?concept
  FILTER(?property IN (cse:openingVerb, cse:addressee, cse:topic))
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
    verbs = concept_refs(store)
    concepts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for paragraph, name, concept in store.values(_CONCEPTS):
        concepts[paragraph, _local(name)].append(concept)
    counts = Counter((_local(class_), node) for class_, node in store.values(_COUNTED))
    return tuple(
        Paragraph(
            id=node, type=_local(class_),  # type: ignore[arg-type]  # the query names the three
            key=part_key(node), name=label, number=number, order=int(order),
            is_part_of=part_ref(whole, of),
            opening_verb=tuple(verbs[verb] for verb in concepts[node, "openingVerb"]),
            addressee=tuple(map(code, concepts[node, "addressee"])),
            topic=tuple(map(code, concepts[node, "topic"])),
            description=summary, request_count=counts["Request", node],
            citation_count=counts["Citation", node],
            correspondence_count=counts["Correspondence", node],
        )
        for node, class_, label, number, order, whole, of, summary in store.values(_PARAGRAPHS)
    )  # fmt: skip


def paragraph(store: QueryEngine, key: str) -> ParagraphDetail:
    """Return all that is known of a paragraph; raises UnknownNameError for an unknown key."""
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
        correspondences=tuple(correspondences(store, paragraph=key)),
    )


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]

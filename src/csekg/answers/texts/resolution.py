"""The resolution, paragraph by paragraph: what it cites, its footnotes, and what answered it."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Code, Filter, Iri, Ref, Words, chosen, code, part_key, part_ref
from csekg.answers.common.references import SourceRef, concept_refs, find_instrument, find_paragraph, source_refs
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import lists_of, refs_of, rows_as
from csekg.answers.common.translations import values
from csekg.answers.texts.correspondences import Assessment, Correspondence, assessments, correspondences
from csekg.answers.texts.resolution_requests import Request, requests
from csekg.errors import UnknownNameError
from csekg.sparql.store import QueryEngine


class FollowUp(Answer):
    """That a later document answers a paragraph, or takes up what it asks."""

    id: Iri
    type: Literal["FollowUp"] = "FollowUp"
    answering_document: Ref
    answered_paragraph: Ref
    description: Words = Field(description="how it answers the paragraph, in our words")
    verification: Code = Field(description="how far it was verified: `/vocabularies/verification`")
    source: SourceRef | None


_FOLLOW_UPS = """
SELECT ?id ?answering_document ?answering_document_name ?answered_paragraph
       ?answered_paragraph_name ?description ?verification ?source
WHERE {
  ?id a cse:FollowUp ; cse:answeringDocument ?answering_document ;
      cse:answeredParagraph ?answered_paragraph ; dcterms:description ?description ;
      cse:verification ?verification ; dcterms:source ?source .
  FILTER(LANG(?description) IN ("en", ""))
  ?answering_document cse:shortTitle ?answering_document_name .
  FILTER(LANG(?answering_document_name) IN ("en", ""))
  ?answered_paragraph rdfs:label ?answered_paragraph_name ; cse:order ?order .
} ORDER BY ?order ?answering_document
"""


@remembered
def follow_ups(store: QueryEngine) -> tuple[FollowUp, ...]:
    """Return what came after, in the order of the paragraphs."""
    sources = source_refs(store)
    return tuple(rows_as(store, _FOLLOW_UPS, FollowUp, source=lambda row: sources.get(row["source"])))


class Citation(Answer):
    """A place where a paragraph cites something."""

    id: Iri
    type: Literal["Citation", "UnresolvedCitation"] = Field(
        description="UnresolvedCitation: the paragraph speaks of instruments and names none"
    )
    name: Words
    citing_provision: Ref
    number: str = Field(description="number of the citation within its paragraph")
    citation_verb: Ref
    verb_stance: Code | None = Field(
        description="attitude that a verb of the preamble takes to what it cites: `/vocabularies/stance`"
    )
    verb_force: int | None = Field(description="how strongly a verb of the operative part asks, 4 for the strongest")
    cited_instrument: Ref | None = Field(description="null if it is not named")
    cited_as: Words | None = Field(description="the reference as printed")
    cited_via: tuple[Ref, ...] = Field(description="footnotes that give the reference")
    cited_through: Ref | None = Field(description="the document that the cited one is part of")
    text_from: Ref | None = Field(description="the document from which the footnotes take the text; not cited itself")
    description: Words | None = Field(description="what is meant where nothing is named")


_CITATIONS = """
SELECT ?id ?name ?citing_provision ?citing_provision_name ?number ?verb ?verb_stance ?verb_force
       ?cited_instrument ?cited_instrument_name ?cited_as ?cited_through ?cited_through_name
       ?text_from ?text_from_name ?description
WHERE {
  ?id a cse:Citation ; rdfs:label ?name ; cse:citingProvision ?citing_provision ;
      cse:number ?number ; cse:order ?place ; cse:citationVerb ?verb .
  ?citing_provision cse:order ?order ; rdfs:label ?citing_provision_name .
  OPTIONAL { ?verb cse:stance ?verb_stance }
  OPTIONAL { ?verb cse:force ?verb_force }
  OPTIONAL {
    ?id cse:citedInstrument ?cited_instrument . ?cited_instrument rdfs:label ?cited_instrument_name
  }
  OPTIONAL { ?id cse:citedAs ?cited_as FILTER(LANG(?cited_as) IN ("en", "")) }
  OPTIONAL { ?id cse:citedThrough ?cited_through . ?cited_through rdfs:label ?cited_through_name }
  OPTIONAL { ?id cse:textFrom ?text_from . ?text_from rdfs:label ?text_from_name }
  OPTIONAL { ?id dcterms:description ?description FILTER(LANG(?description) IN ("en", "")) }
} ORDER BY ?order ?place
"""
_CITED_VIA = """
SELECT ?node ?footnote ?label WHERE {
  ?node cse:citedVia ?footnote . ?footnote rdfs:label ?label
} ORDER BY ?footnote
"""


def citations(
    store: QueryEngine, *, instrument: Filter[str] = None, verb: Filter[str] = None, paragraph: Filter[str] = None
) -> list[Citation]:
    """Return the citations in the order of the resolution.

    The filters narrow them to citations of instruments, under verbs and in paragraphs with these
    keys. Raises UnknownNameError for an unknown key and for a verb under which nothing is cited.
    """
    cited = {find_instrument(store, key).id for key in chosen(instrument)}
    citing = {find_paragraph(store, key).id for key in chosen(paragraph)}
    found, wanted = _all(store), chosen(verb)
    verbs = {citation.citation_verb.key for citation in found}
    for verb_key in wanted:
        if verb_key not in verbs:
            raise UnknownNameError("verb of a citation", verb_key, verbs)
    return [
        citation
        for citation in found
        if (not cited or (citation.cited_instrument and citation.cited_instrument.id in cited))
        and (not citing or citation.citing_provision.id in citing)
        and (not wanted or citation.citation_verb.key in wanted)
    ]


@remembered
def _all(store: QueryEngine) -> tuple[Citation, ...]:
    concepts, via = concept_refs(store), refs_of(store, _CITED_VIA)
    return tuple(
        rows_as(
            store,
            _CITATIONS,
            Citation,
            type=lambda row: "Citation" if row["cited_instrument"] else "UnresolvedCitation",
            citation_verb=lambda row: concepts[row["verb"]],
            cited_via=lambda row: via[row["id"]],
        )
    )


class Footnote(Answer):
    """A footnote of the resolution."""

    id: Iri
    type: Literal["Footnote"] = "Footnote"
    key: str = Field(description="`fn/74`: the numbers run through the report of the session")
    name: Words
    number: str
    reference: Words = Field(description="the reference as printed")
    refers_to: tuple[Ref, ...] = Field(description="what it refers to: a document or a series")
    resolves_to: tuple[Ref, ...] = Field(
        description="the earlier footnote that it repeats, or that its `Ibid.` points back to"
    )
    cited_in: tuple[Ref, ...] = Field(description="paragraphs that cite something through it")


_FOOTNOTES = """
SELECT ?id ?name ?number ?reference WHERE {
  ?id a cse:Footnote ; rdfs:label ?name ; cse:number ?number ; cse:order ?order ;
      cse:reference ?reference .
  FILTER(LANG(?reference) IN ("en", ""))
} ORDER BY ?order
"""
_LINKS = """
SELECT ?note ?target ?label WHERE { ?note cse:%s ?target . ?target rdfs:label ?label }
ORDER BY ?target
"""
_CITED_IN = """
SELECT DISTINCT ?note ?target ?label WHERE {
  ?citation cse:citedVia ?note ; cse:citingProvision ?target . ?target rdfs:label ?label
} ORDER BY ?target
"""


@remembered
def footnotes(store: QueryEngine) -> tuple[Footnote, ...]:
    """Return the footnotes of the resolution in their order."""
    refers, resolves = refs_of(store, _LINKS % "refersTo"), refs_of(store, _LINKS % "resolvesTo")
    cited_in = refs_of(store, _CITED_IN)
    return tuple(
        rows_as(
            store,
            _FOOTNOTES,
            Footnote,
            key=lambda row: part_key(row["id"]),
            refers_to=lambda row: refers[row["id"]],
            resolves_to=lambda row: resolves[row["id"]],
            cited_in=lambda row: cited_in[row["id"]],
        )
    )


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
    addressee: tuple[Code, ...] = Field(description="whom the paragraph is directed at: `/vocabularies/addressee`")
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
    verbs, addressees, topics = (lists_of(store, _CONCEPTS % name) for name in ("openingVerb", "addressee", "topic"))
    assessed = assessments(store)
    counts = Counter((code(class_), node) for class_, node in values(store, _COUNTED))
    return tuple(
        rows_as(
            store,
            _PARAGRAPHS,
            Paragraph,
            key=lambda row: part_key(row["id"]),
            opening_verb=lambda row: tuple(concepts[verb] for verb in verbs[row["id"]]),
            addressee=lambda row: tuple(map(code, addressees[row["id"]])),
            topic=lambda row: tuple(map(code, topics[row["id"]])),
            request_count=lambda row: counts["Request", row["id"]],
            citation_count=lambda row: counts["Citation", row["id"]],
            correspondence_count=lambda row: counts["Correspondence", row["id"]],
            assessed_in=lambda row: tuple(one.reading for one in assessed.get(row["id"], ())),
        )
    )


def paragraph(store: QueryEngine, key: str) -> ParagraphDetail:
    """Return all that is known of the paragraph with this key; raises UnknownNameError."""
    iri = find_paragraph(store, key).id
    every = paragraphs(store)
    (found,) = (passage for passage in every if passage.id == iri)
    return ParagraphDetail(
        **{name: getattr(found, name) for name in Paragraph.model_fields},
        sub_paragraphs=tuple(part_ref(passage.id, passage.name) for passage in every if passage.is_part_of.id == iri),
        requests=tuple(request for request in requests(store) if request.requested_in.id == iri),
        citations=tuple(citations(store, paragraph=key)),
        follow_ups=tuple(follow_up for follow_up in follow_ups(store) if follow_up.answered_paragraph.id == iri),
        assessments=assessments(store).get(iri, ()),
        correspondences=tuple(correspondences(store, paragraph=key)),
    )

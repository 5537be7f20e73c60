"""Later documents that answer paragraphs of the resolution."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Code, Iri, Ref, Words
from csekg.answers.common.known import SourceRef, source_refs
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import rows_as
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
    return tuple(rows_as(
        store, _FOLLOW_UPS, FollowUp, source=lambda row: sources.get(row["source"])
    ))  # fmt: skip

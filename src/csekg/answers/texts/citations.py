"""What the resolution cites, with which verb, and through which footnote."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Code, Filter, Iri, Ref, Words, chosen
from csekg.answers.common.grouping import refs_of
from csekg.answers.common.known import concept_refs
from csekg.answers.common.parts import find_instrument, find_paragraph
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import rows_as
from csekg.errors import UnknownNameError
from csekg.sparql.store import QueryEngine


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
        description="attitude that a verb of the preamble takes to what it cites: `/vocabularies/"
        "stance`"
    )
    verb_force: int | None = Field(
        description="how strongly a verb of the operative part asks, 4 for the strongest"
    )
    cited_instrument: Ref | None = Field(description="null if it is not named")
    cited_as: Words | None = Field(description="the reference as printed")
    cited_via: tuple[Ref, ...] = Field(description="footnotes that give the reference")
    cited_through: Ref | None = Field(description="the document that the cited one is part of")
    text_from: Ref | None = Field(
        description="the document from which the footnotes take the text; not cited itself"
    )
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
_FOOTNOTES = """
SELECT ?node ?footnote ?label WHERE {
  ?node cse:citedVia ?footnote . ?footnote rdfs:label ?label
} ORDER BY ?footnote
"""


def citations(
    store: QueryEngine,
    *,
    instrument: Filter[str] = None,
    verb: Filter[str] = None,
    paragraph: Filter[str] = None,
) -> list[Citation]:
    """Return the citations in the order of the resolution.

    The filters narrow them to citations of instruments, under verbs and in paragraphs with these
    keys. Raises UnknownNameError for an unknown key and for a verb under which nothing is cited.
    """
    cited = {find_instrument(store, key).id for key in chosen(instrument)}
    citing = {find_paragraph(store, key).id for key in chosen(paragraph)}
    found, wanted = _all(store), chosen(verb)
    verbs = {citation.citation_verb.key for citation in found}
    for each in wanted:
        if each not in verbs:
            raise UnknownNameError("verb of a citation", each, verbs)
    return [
        citation
        for citation in found
        if (not cited or (citation.cited_instrument and citation.cited_instrument.id in cited))
        and (not citing or citation.citing_provision.id in citing)
        and (not wanted or citation.citation_verb.key in wanted)
    ]


@remembered
def _all(store: QueryEngine) -> tuple[Citation, ...]:
    concepts, via = concept_refs(store), refs_of(store, _FOOTNOTES)
    return tuple(rows_as(
        store, _CITATIONS, Citation,
        type=lambda row: "Citation" if row["cited_instrument"] else "UnresolvedCitation",
        citation_verb=lambda row: concepts[row["verb"]],
        cited_via=lambda row: via[row["id"]],
    ))  # fmt: skip

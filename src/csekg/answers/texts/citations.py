"""What the resolution cites, with which verb, and through which footnote."""

from __future__ import annotations

from collections import defaultdict
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Filter, Iri, Ref, chosen, code
from csekg.answers.common.known import concept_refs
from csekg.answers.common.parts import find_instrument, find_paragraph, part_ref
from csekg.answers.common.remembering import remembered
from csekg.errors import UnknownNameError
from csekg.sparql.store import QueryEngine


class Citation(Answer):
    """A place where a paragraph cites something."""

    id: Iri
    type: Literal["Citation", "UnresolvedCitation"] = Field(
        description="UnresolvedCitation: the paragraph speaks of instruments and names none"
    )
    name: str
    citing_provision: Ref
    number: str = Field(description="number of the citation within its paragraph")
    citation_verb: Ref
    verb_stance: str | None = Field(
        description="attitude that a verb of the preamble takes to what it cites: `/vocabularies/"
        "stance`"
    )
    verb_force: int | None = Field(
        description="how strongly a verb of the operative part asks, 4 for the strongest"
    )
    cited_instrument: Ref | None = Field(description="null if it is not named")
    cited_as: str | None = Field(description="the reference as printed")
    cited_via: tuple[Ref, ...] = Field(description="footnotes that give the reference")
    cited_through: Ref | None = Field(description="the document that the cited one is part of")
    description: str | None = Field(description="what is meant where nothing is named")


_CITATIONS = """
SELECT ?node ?label ?citing ?in ?number ?verb ?stance ?force ?target ?cites ?as ?through ?by ?what
WHERE {
  ?node a cse:Citation ; rdfs:label ?label ; cse:citingProvision ?citing ; cse:number ?number ;
        cse:order ?place ; cse:citationVerb ?verb .
  ?citing cse:order ?order ; rdfs:label ?in .
  OPTIONAL { ?verb cse:stance ?stance }
  OPTIONAL { ?verb cse:force ?force }
  OPTIONAL { ?node cse:citedInstrument ?target . ?target rdfs:label ?cites }
  OPTIONAL { ?node cse:citedAs ?as }
  OPTIONAL { ?node cse:citedThrough ?through . ?through rdfs:label ?by }
  OPTIONAL { ?node dcterms:description ?what }
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
    """Return the citations in the order of the resolution, or only some of them.

    Those of some instruments, under some verbs, in some paragraphs. Raises UnknownNameError for a
    key that nothing has, and for a verb under which nothing is cited.
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
    concepts = concept_refs(store)
    via: dict[str, list[Ref]] = defaultdict(list)
    for node, footnote, label in store.values(_FOOTNOTES):
        via[node].append(part_ref(footnote, label))
    return tuple(
        Citation(
            id=node, type="Citation" if target else "UnresolvedCitation", name=label,
            citing_provision=part_ref(citing, where), number=number,
            citation_verb=concepts[verb], verb_stance=code(stance) or None,
            verb_force=int(force) if force else None,
            cited_instrument=part_ref(target, cites) if target else None, cited_as=cited_as or None,
            cited_via=tuple(via[node]),
            cited_through=part_ref(through, by) if through else None, description=what or None,
        )
        for node, label, citing, where, number, verb, stance, force, target, cites, cited_as,
            through, by, what in store.values(_CITATIONS)
    )  # fmt: skip

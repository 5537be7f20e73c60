"""Which treaty provisions correspond to which paragraphs of the resolution."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Code, Filter, Iri, Ref, Words, chosen
from csekg.answers.common.known import SourceRef, source_refs
from csekg.answers.common.ordering import alphabetical
from csekg.answers.common.parts import find_instrument, find_paragraph, find_provision
from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.common.rows import rows_as, rows_by_first
from csekg.answers.texts.readings import assessments
from csekg.errors import CsekgError
from csekg.languages.messages import _
from csekg.sparql.store import QueryEngine

#: How closely a paragraph and a provision agree, from the closest to the loosest.
Strength = Literal["equivalent", "implements", "supports", "related"]
STRENGTHS: tuple[Strength, ...] = ("equivalent", "implements", "supports", "related")


class Judgment(Answer):
    """The strength that one reading gives a correspondence."""

    id: Iri
    type: Literal["Judgment"] = "Judgment"
    reading: Ref
    strength: Strength


class Correspondence(Answer):
    """That a paragraph and a provision correspond, with the reason.

    At least two independent readings have it, or the editors decided it.
    """

    id: Iri
    type: Literal["Correspondence"] = "Correspondence"
    paragraph: Ref
    instrument: Ref = Field(description="the treaty; its name is the short title")
    provision: Ref
    strength: Strength = Field(description="how closely they agree: `/vocabularies/strength`")
    rationale: Words
    note: Words | None
    reading_count: int = Field(description="how many readings have it")
    assessed_count: int = Field(description="how many readings assessed the paragraph")
    judgments: tuple[Judgment, ...] = Field(description="the strength that each reading gives it")
    decision_reason: Words | None = Field(
        description="why the editors decided it; null where readings agree"
    )
    heading: Words | None = Field(description="heading of the article")
    summary: Words | None = Field(description="what the provision says, in our words")
    duty: Code | None = Field(description="how strongly it obliges: `/vocabularies/duty`")
    source: SourceRef | None = Field(description="where the text of the treaty was read")


_CORRESPONDENCES = """
SELECT ?id ?paragraph ?paragraph_name ?instrument ?instrument_name ?provision ?provision_name
       ?strength ?rationale ?note ?reading_count ?decision_reason ?heading ?summary ?duty ?source
WHERE {
  ?id a cse:Correspondence ; cse:paragraph ?paragraph ; cse:provision ?provision ;
      cse:strength ?strength ; cse:rationale ?rationale ; cse:readingCount ?reading_count .
  FILTER(LANG(?rationale) IN ("en", ""))
  ?paragraph rdfs:label ?paragraph_name ; cse:order ?order .
  ?provision rdfs:label ?provision_name ; cse:order ?place ; cse:provisionOf ?instrument .
  ?instrument cse:shortTitle ?instrument_name .
  FILTER(LANG(?instrument_name) IN ("en", ""))
  VALUES (?strength ?rank) {
    (<https://w3id.org/csekg/id/vocab/strength/equivalent> 1)
    (<https://w3id.org/csekg/id/vocab/strength/implements> 2)
    (<https://w3id.org/csekg/id/vocab/strength/supports> 3)
    (<https://w3id.org/csekg/id/vocab/strength/related> 4)
  }
  OPTIONAL { ?id skos:note ?note FILTER(LANG(?note) IN ("en", "")) }
  OPTIONAL { ?id cse:decisionReason ?decision_reason }
  OPTIONAL { ?id dcterms:source ?source }
  OPTIONAL { ?provision cse:heading ?heading FILTER(LANG(?heading) IN ("en", "")) }
  OPTIONAL { ?provision dcterms:description ?summary FILTER(LANG(?summary) IN ("en", "")) }
  OPTIONAL { ?provision cse:dutyStrength ?duty }
} ORDER BY ?order ?rank ?place
"""
_JUDGMENTS = """
SELECT ?correspondence ?id ?reading ?reading_name ?strength WHERE {
  ?id a cse:Judgment ; cse:correspondence ?correspondence ; cse:reading ?reading ;
      cse:strength ?strength .
  ?reading rdfs:label ?reading_name .
} ORDER BY ?correspondence ?reading
"""


def correspondences(
    store: QueryEngine,
    *,
    paragraph: Filter[str] = None,
    instrument: Filter[str] = None,
    provision: Filter[str] = None,
    strength: Filter[Strength] = None,
) -> list[Correspondence]:
    """Return correspondences, by paragraph, from the closest to the loosest, then by treaty.

    The filters narrow them to paragraphs, instruments and strengths with these keys, or to
    provisions with all their parts. Raises UnknownNameError for an unknown key, and CsekgError for
    provisions without exactly one instrument.
    """
    paragraphs = {find_paragraph(store, key).id for key in chosen(paragraph)}
    instruments, strengths = chosen(instrument), chosen(strength)
    provisions = chosen(provision)
    if provisions and len(instruments) != 1:
        raise CsekgError(_("a provision is known by its treaty: give one instrument as well"))
    # With the slash at its end a provision begins the identifiers of its parts.
    whole = tuple(f"{find_provision(store, instruments[0], key).id}/" for key in provisions)
    known = {find_instrument(store, key).id for key in instruments}
    return [
        each
        for each in _sorted(store)
        if (not paragraphs or each.paragraph.id in paragraphs)
        and (not known or each.instrument.id in known)
        and (not whole or f"{each.provision.id}/".startswith(whole))
        and (not strengths or each.strength in strengths)
    ]


@remembered_in_order
def _sorted(store: QueryEngine) -> tuple[Correspondence, ...]:
    found = _all(store)
    pairs = dict.fromkeys((each.paragraph.id, each.strength) for each in found)
    places = {pair: place for place, pair in enumerate(pairs)}
    return tuple(sorted(found, key=lambda each: (
        places[each.paragraph.id, each.strength], alphabetical(each.instrument.name)
    )))  # fmt: skip


@remembered
def _all(store: QueryEngine) -> tuple[Correspondence, ...]:
    sources, assessed = source_refs(store), assessments(store)
    judgments = rows_by_first(store, _JUDGMENTS, Judgment)
    found = rows_as(
        store, _CORRESPONDENCES, Correspondence,
        assessed_count=lambda row: len(assessed.get(row["paragraph"], ())),
        judgments=lambda row: judgments[row["id"]],
        source=lambda row: sources.get(row["source"]),
    )  # fmt: skip
    return tuple(found)

"""Which treaty provisions correspond to which paragraphs, by which readings, and whom they bind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, BeyondData, Code, Filter, Iri, Ref, Words, alphabetical, chosen
from csekg.answers.common.references import (
    SourceRef,
    find_instrument,
    find_paragraph,
    find_provision,
    list_sources,
    source_refs,
)
from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.common.rows import refs_of, rows_as, rows_by_first
from csekg.answers.status.intervals import status_intervals
from csekg.errors import CsekgError
from csekg.languages.messages import _
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
  FILTER(LANG(?description) IN ("en", ""))
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
    return dict(rows_by_first(store, _ASSESSMENTS, Assessment))


@remembered
def agreements(store: QueryEngine) -> tuple[Agreement, ...]:
    """Return how far each two readings agree."""
    compared = refs_of(store, _COMPARED)
    return tuple(rows_as(store, _AGREEMENTS, Agreement, reading=lambda row: compared[row["id"]]))


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
    decision_reason: Words | None = Field(description="why the editors decided it; null where readings agree")
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
  OPTIONAL { ?id cse:decisionReason ?decision_reason FILTER(LANG(?decision_reason) IN ("en", "")) }
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
        link
        for link in _sorted(store)
        if (not paragraphs or link.paragraph.id in paragraphs)
        and (not known or link.instrument.id in known)
        and (not whole or f"{link.provision.id}/".startswith(whole))
        and (not strengths or link.strength in strengths)
    ]


@remembered_in_order
def _sorted(store: QueryEngine) -> tuple[Correspondence, ...]:
    found = _all(store)
    pairs = dict.fromkeys((link.paragraph.id, link.strength) for link in found)
    places = {pair: place for place, pair in enumerate(pairs)}
    return tuple(
        sorted(found, key=lambda link: (places[link.paragraph.id, link.strength], alphabetical(link.instrument.name)))
    )


@remembered
def _all(store: QueryEngine) -> tuple[Correspondence, ...]:
    sources, assessed = source_refs(store), assessments(store)
    judgments = rows_by_first(store, _JUDGMENTS, Judgment)
    found = rows_as(
        store,
        _CORRESPONDENCES,
        Correspondence,
        assessed_count=lambda row: len(assessed.get(row["paragraph"], ())),
        judgments=lambda row: judgments[row["id"]],
        source=lambda row: sources.get(row["source"]),
    )
    return tuple(found)


class CorrespondingParty(Answer):
    """A State that is party to a treaty with provisions that correspond to a paragraph."""

    id: Iri = Field(description="IRI of the span of time during which the State is bound")
    type: Literal["StatusInterval"] = "StatusInterval"
    actor: Ref
    treaty: Ref
    since: date = Field(description="first day on which the treaty is in force for the State")
    held_since: date | None = Field(description="that day under a former name, where it is before `since`")
    until: date | None = Field(description="first day on which it no longer is; null if it is")
    acts: Words = Field(description="the act that it rests on, in words")
    closest: Strength = Field(description="the closest of the correspondences")
    provisions: tuple[Ref, ...] = Field(description="the corresponding provisions of the treaty")
    on: date = Field(description="the day that is spoken of")
    as_of: date = Field(
        description="day on which the data about the treaty stand; what happened after it may be missing"
    )
    beyond_data: BeyondData
    complete: bool = Field(description="whether a complete list of parties has been read")
    sources: tuple[SourceRef, ...] = Field(description="sources of the list of parties")


def corresponding_parties(
    store: QueryEngine, paragraph: str, on: date | None = None, strengths: Iterable[Strength] = STRENGTHS
) -> list[CorrespondingParty]:
    """Return who is bound on a day by treaties with provisions that correspond to a paragraph.

    Sorted by State, day and treaty. `paragraph` is a key such as `op/4/a`. Without a day it is the
    as-of date of each treaty. Only correspondences of these strengths count. Raises
    UnknownNameError for an unknown paragraph.
    """
    counted = set(strengths)
    answering: dict[str, list[Correspondence]] = defaultdict(list)
    for link in correspondences(store, paragraph=paragraph):
        if link.strength in counted:
            answering[link.instrument.id].append(link)
    if not answering:
        return []
    lists = list_sources(store)
    found = [
        CorrespondingParty(
            id=span.id,
            actor=span.actor,
            treaty=span.treaty.ref,
            since=span.since,
            held_since=span.held_since,
            until=span.until,
            acts=span.acts,
            # Correspondences come from the closest to the loosest.
            closest=answering[span.treaty.id][0].strength,
            provisions=tuple(link.provision for link in answering[span.treaty.id]),
            on=span.treaty.day(on),
            as_of=span.treaty.as_of,
            beyond_data=span.treaty.is_before(on),
            complete=span.treaty.is_complete(on),
            sources=lists[span.treaty.id],
        )
        for span in status_intervals(store, on, treaties=answering, status="party")
    ]
    return sorted(
        found, key=lambda party: (alphabetical(party.actor.name), party.held_since or party.since, party.treaty.key)
    )

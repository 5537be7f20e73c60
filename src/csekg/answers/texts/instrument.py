"""All that is known of one instrument: facts, identifiers, final clauses, rule, statuses."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from pydantic import Field

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, Iri, Ref, code
from csekg.answers.common.known import SourceRef, some_sources, source_refs
from csekg.answers.common.properties import properties_of
from csekg.answers.status.comparison import comparison
from csekg.answers.status.entry_into_force import Rule, rule_of
from csekg.answers.texts.instruments import Instrument, find_instrument, instruments
from csekg.namespaces import DCTERMS, ELI, SKOS
from csekg.sparql.store import QueryEngine


class Registration(Answer):
    """Where a treaty stands in the United Nations Treaty Series."""

    id: Iri
    unts_volume: int | None
    unts_number: int | None
    unts_page: int | None
    unts_registered_on: date | None


class FinalClause(Answer):
    """What a final clause says on one matter."""

    id: Iri
    clause_kind: str = Field(description="what it settles, as who-may-sign or treaty-eif-wait")
    value: str | None
    note: str | None
    article: str | None = Field(description="article it stands in")
    verification: str = Field(description="how far the fact was verified")
    sources: tuple[SourceRef, ...]


class InstrumentDetail(Instrument):
    """All that is known of one instrument; members that do not apply to its kind are null."""

    description: str | None = Field(description="what it does, in our words")
    notes: tuple[str, ...]
    adopted_at: str | None
    adopted_by: Ref | None
    adopted_at_meeting: Ref | None
    adopted_by_act: Ref | None = Field(description="resolution by which it was adopted")
    is_part_of: Ref | None = Field(description="document in which it stands")
    depositary: Ref | None
    supplements: Ref | None = Field(description="treaty that a protocol supplements")
    protocols: tuple[Ref, ...] = Field(description="protocols that supplement it")
    opened_on: date | None
    signature_closes_on: date | None
    in_force_on: date | None = Field(description="day of its own entry into force, as stated")
    recomputed_entry_into_force: date | None = Field(
        description="the same day as the consents give it by the treaty's rule"
    )
    mtdsg_number: str | None = Field(description="chapter and number in the UN Secretary-General's "
                                     "list of multilateral treaties")  # fmt: skip
    treaty_series_number: str | None = Field(
        description="number in another series, as CETS No. 201"
    )
    unts_registration: Registration | None
    legal_basis_label: str | None
    accession_on_invitation: bool | None
    admits_organizations: bool | None
    allows_signature: bool | None
    consent_kinds: tuple[str, ...] = Field(description="ways to consent that the treaty allows")
    denunciation_months: int | None = Field(description="months until a denunciation takes effect")
    status_counts: dict[str, int] | None = Field(
        description="actors by status on the as-of date; `/instruments/{key}/parties` names them"
    )
    rule: Rule | None = Field(description="rule of entry into force")
    final_clauses: tuple[FinalClause, ...]


_NAMED = """
SELECT ?property ?thing ?key ?label ?short WHERE {
  VALUES ?property {
    cse:adoptedBy cse:adoptedAtMeeting cse:adoptedByAct dcterms:isPartOf cse:depositary
    cse:supplements
  }
  %s ?property ?thing .
  ?thing rdfs:label ?label .
  OPTIONAL { ?thing dcterms:identifier ?key }
  OPTIONAL { ?thing cse:shortTitle ?short }
}
"""
_PROTOCOLS = """
SELECT ?protocol ?key ?short WHERE {
  ?protocol cse:supplements %s ; dcterms:identifier ?key ; cse:shortTitle ?short
} ORDER BY ?key
"""
_REGISTRATION = """
SELECT ?registration ?volume ?number ?page ?on WHERE {
  %s cse:untsRegistration ?registration .
  OPTIONAL { ?registration cse:untsVolume ?volume }
  OPTIONAL { ?registration cse:untsNumber ?number }
  OPTIONAL { ?registration cse:untsPage ?page }
  OPTIONAL { ?registration cse:untsRegisteredOn ?on }
}
"""
_CLAUSES = """
SELECT ?clause ?kind ?check ?value ?note ?article ?source WHERE {
  ?clause cse:clauseOf %s ; cse:clauseKind ?kind ; cse:verification ?check ;
          dcterms:source ?source .
  OPTIONAL { ?clause rdf:value ?value }
  OPTIONAL { ?clause skos:note ?note }
  OPTIONAL { ?clause cse:statedIn ?provision . ?provision cse:number ?article }
} ORDER BY ?kind ?clause
"""
_BASIS = "SELECT ?label WHERE { %s cse:legalBasis ?basis . ?basis skos:prefLabel ?label }"


def instrument(store: QueryEngine, key: str) -> InstrumentDetail:
    """Return all that is known of an instrument; raises UnknownNameError for an unknown key."""
    reference = find_instrument(store, key)
    listed = next(each for each in instruments(store) if each.key == reference.key)
    iri, about = ns.instrument(reference.key), properties_of(store, reference.id)
    named = {
        name.removeprefix(ns.ONTOLOGY): Ref(id=thing, key=its_key or code(thing),
                                            name=short or label)
        for name, thing, its_key, label, short in store.values(_NAMED % iri)
    }  # fmt: skip
    counts = None
    if listed.kind == "treaty":
        counts = comparison(store).counts(reference.key)
    return InstrumentDetail(
        **dict(listed),
        description=about.text(DCTERMS.description), notes=tuple(about.texts(SKOS.note)),
        adopted_at=about.text("adoptedAt"), adopted_by=named.get("adoptedBy"),
        adopted_at_meeting=named.get("adoptedAtMeeting"),
        adopted_by_act=named.get("adoptedByAct"), is_part_of=named.get(DCTERMS.isPartOf.value),
        depositary=named.get("depositary"), supplements=named.get("supplements"),
        protocols=tuple(
            Ref(id=thing, key=its_key, name=short)
            for thing, its_key, short in store.values(_PROTOCOLS % iri)
        ),
        opened_on=about.day("openedOn"), signature_closes_on=about.day("signatureClosesOn"),
        in_force_on=about.day(ELI.first_date_entry_in_force),
        recomputed_entry_into_force=about.day("recomputedEntryIntoForce"),
        mtdsg_number=about.text("mtdsgNumber"),
        treaty_series_number=about.text("treatySeriesNumber"),
        unts_registration=_registration(store, reference.key),
        legal_basis_label=next((row[0] for row in store.values(_BASIS % iri)), None),
        accession_on_invitation=about.truth("accessionOnInvitation"),
        admits_organizations=about.truth("admitsOrganizations"),
        allows_signature=about.truth("allowsSignature"),
        consent_kinds=tuple(map(code, about.texts("allowsConsentKind"))),
        denunciation_months=about.number("denunciationMonths"),
        status_counts=counts, rule=rule_of(store, reference.key),
        final_clauses=_clauses(store, reference.key),
    )  # fmt: skip


def _registration(store: QueryEngine, key: str) -> Registration | None:
    for iri, volume, number, page, on in store.values(_REGISTRATION % ns.instrument(key)):
        return Registration(
            id=iri, unts_volume=int(volume) if volume else None,
            unts_number=int(number) if number else None, unts_page=int(page) if page else None,
            unts_registered_on=date.fromisoformat(on) if on else None,
        )  # fmt: skip
    return None


def _clauses(store: QueryEngine, key: str) -> tuple[FinalClause, ...]:
    known = source_refs(store)
    rows: dict[str, tuple[str, ...]] = {}
    sources: dict[str, set[str]] = defaultdict(set)
    for *row, source in store.values(_CLAUSES % ns.instrument(key)):
        rows[row[0]] = tuple(row)
        sources[row[0]].add(source)
    return tuple(
        FinalClause(
            id=iri, clause_kind=kind, value=value or None, note=note or None,
            article=f"article {article}" if article else None, verification=code(check),
            sources=some_sources(known, sources[iri]),
        )
        for iri, kind, check, value, note, article in rows.values()
    )  # fmt: skip

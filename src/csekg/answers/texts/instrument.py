"""All that is known of one instrument: facts, identifiers, final clauses, status counts."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, Code, Iri, Ref, Words, code
from csekg.answers.common.grouping import lists_of
from csekg.answers.common.known import SourceRef, by_name, some_sources, source_refs
from csekg.answers.common.parts import article
from csekg.answers.common.properties import properties_as, properties_of
from csekg.answers.common.rows import rows_as
from csekg.answers.common.translations import values
from csekg.answers.status.comparison import status_counts
from csekg.answers.status.entry_into_force import Rule, rule_of
from csekg.answers.texts.instruments import Instrument, instruments
from csekg.errors import UnknownNameError
from csekg.namespaces import DCTERMS, ELI
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
    value: Words | None
    note: Words | None
    article: str | None = Field(description="article it stands in")
    verification: Code = Field(description="how far the fact was verified")
    sources: tuple[SourceRef, ...]


class InstrumentDetail(Instrument):
    """All that is known of one instrument; members that do not apply to its kind are null."""

    description: Words | None = Field(description="what it does, in our words")
    notes: tuple[Words, ...]
    adopted_at: Words | None
    adopted_by: Ref | None
    introduced_by: tuple[Ref, ...] = Field(description="States that introduced the draft")
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
    legal_basis_label: Words | None
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
  OPTIONAL { ?thing cse:shortTitle ?short FILTER(LANG(?short) IN ("en", "")) }
}
"""
_INTRODUCED = """
SELECT ?id ?key ?name WHERE {
  %s cse:introducedBy ?id . ?id rdfs:label ?name ; dcterms:identifier ?key
}
"""
_PROTOCOLS = """
SELECT ?id ?key ?name WHERE {
  ?id cse:supplements %s ; dcterms:identifier ?key ; cse:shortTitle ?name
  FILTER(LANG(?name) IN ("en", ""))
} ORDER BY ?key
"""
_REGISTRATION = """
SELECT ?id ?unts_volume ?unts_number ?unts_page ?unts_registered_on WHERE {
  %s cse:untsRegistration ?id .
  OPTIONAL { ?id cse:untsVolume ?unts_volume }
  OPTIONAL { ?id cse:untsNumber ?unts_number }
  OPTIONAL { ?id cse:untsPage ?unts_page }
  OPTIONAL { ?id cse:untsRegisteredOn ?unts_registered_on }
}
"""
_CLAUSES = """
SELECT ?id ?clause_kind ?verification ?value ?note ?number WHERE {
  ?id cse:clauseOf %s ; cse:clauseKind ?clause_kind ; cse:verification ?verification .
  OPTIONAL { ?id rdf:value ?value FILTER(LANG(?value) IN ("en", "")) }
  OPTIONAL { ?id skos:note ?note FILTER(LANG(?note) IN ("en", "")) }
  OPTIONAL { ?id cse:statedIn ?provision . ?provision cse:number ?number }
} ORDER BY ?clause_kind ?id
"""
_CLAUSE_SOURCES = "SELECT ?id ?source WHERE { ?id cse:clauseOf %s ; dcterms:source ?source }"
_BASIS = "SELECT ?label WHERE { %s cse:legalBasis ?basis . ?basis rdfs:label ?label }"


def instrument(store: QueryEngine, key: str) -> InstrumentDetail:
    """Return all that is known of the instrument with this key; raises UnknownNameError."""
    known = {each.key: each for each in instruments(store)}
    if key not in known:
        raise UnknownNameError("instrument", key, known)
    listed, iri = known[key], ns.instrument(key)
    about = properties_of(store, listed.id)
    named = {
        name.removeprefix(ns.ONTOLOGY): Ref(id=thing, key=its_key or code(thing),
                                            name=short or label)
        for name, thing, its_key, label, short in values(store, _NAMED % iri)
    }  # fmt: skip
    counts = None
    if listed.kind == "treaty":
        counts = status_counts(store, key)
    return properties_as(
        InstrumentDetail,
        about,
        **dict(listed),
        adopted_by=named.get("adoptedBy"),
        introduced_by=tuple(sorted(rows_as(store, _INTRODUCED % iri, Ref), key=by_name)),
        adopted_at_meeting=named.get("adoptedAtMeeting"),
        adopted_by_act=named.get("adoptedByAct"),
        is_part_of=named.get(DCTERMS.isPartOf.value),
        depositary=named.get("depositary"),
        supplements=named.get("supplements"),
        protocols=tuple(rows_as(store, _PROTOCOLS % iri, Ref)),
        in_force_on=about.day(ELI.first_date_entry_in_force),
        unts_registration=next(iter(rows_as(store, _REGISTRATION % iri, Registration)), None),
        legal_basis_label=next((row[0] for row in values(store, _BASIS % iri)), None),
        consent_kinds=tuple(map(code, about.texts("allowsConsentKind"))),
        status_counts=counts,
        rule=rule_of(store, key),
        final_clauses=_clauses(store, key),
    )


def _clauses(store: QueryEngine, key: str) -> tuple[FinalClause, ...]:
    known, iri = source_refs(store), ns.instrument(key)
    sources = lists_of(store, _CLAUSE_SOURCES % iri)
    return tuple(rows_as(
        store, _CLAUSES % iri, FinalClause,
        article=lambda row: article(row["number"]) if row["number"] else None,
        sources=lambda row: some_sources(known, sources[row["id"]]),
    ))  # fmt: skip

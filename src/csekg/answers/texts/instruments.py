"""Instruments, treaties and the documents around them: the list, and all that is known of one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Literal

from pydantic import Field

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, Code, Filter, Iri, Ref, Words, chosen, code, look_up
from csekg.answers.common.references import (
    SourceRef,
    TreatyInfo,
    article,
    by_name,
    list_sources,
    some_sources,
    source_refs,
    treaties,
)
from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.common.rows import Row, lists_of, properties_as, properties_of, rows_as
from csekg.answers.common.translations import values
from csekg.answers.status.coverage import ListCoverage, coverage
from csekg.answers.status.entry_into_force import Rule, rule_of
from csekg.answers.status.matrix import status_counts
from csekg.namespaces import DCTERMS, ELI
from csekg.sparql.store import QueryEngine, whole_number

Kind = Literal["treaty", "resolution", "commitment", "report", "guidelines", "mandate"]
_KINDS: dict[str, Kind] = {
    "Treaty": "treaty",
    "Resolution": "resolution",
    "PoliticalCommitment": "commitment",
    "Report": "report",
    "Guidelines": "guidelines",
    "Mandate": "mandate",
}


class Instrument(Answer):
    """A treaty, resolution, political commitment, report, set of guidelines or mandate."""

    id: Iri
    type: tuple[str, ...] = Field(description="classes, as Treaty and Protocol")
    key: str
    name: Words = Field(description="full title in English")
    short_title: Words | None
    kind: Kind
    document_symbol: Words | None = Field(description="symbol of the document, as A/RES/44/25; the first of several")
    adopted_on: date | None
    adopted_in_year: str | None = Field(description="year, where no day is known")
    official_text: str | None = Field(description="address of the official text")
    legal_basis: Code | None = Field(
        description="for a treaty, how resolution 16/2 speaks of it: urged, recalled, noted, or "
        "related where it does not"
    )
    parties: int | None = Field(description="for a treaty, those whom it binds on `statusOn`")
    consented: int | None = Field(
        description="for a treaty, parties and those whose consent takes effect later: a "
        "depositary may count all of them as parties"
    )
    signatories: int | None = Field(description="for a treaty, who has signed and not consented")
    as_of: date | None = Field(
        description="for a treaty, the day to which its list of parties is complete; without one, that of the sources"
    )
    status_on: date | None = Field(
        description="for a treaty, the day on which its statuses are told and counted: `asOf`, or a later one until "
        "which acts were read, where an act after `asOf` is known"
    )
    read_until: date | None = Field(
        description="for a treaty, the day until which sources were read that need not print all later acts"
    )
    signatures_as_of: date | None = Field(
        description="for a treaty, the day to which its list of signatures is complete; null where none is"
    )
    complete: bool | None = Field(
        description="whether the list of parties is complete to `statusOn`; where not, their count is a lower bound"
    )
    signatures_complete: bool | None = Field(
        description="whether the list of signatures is complete to `statusOn`, or to the day on which signature "
        "closed; where not, the count of signatories is a lower bound"
    )
    lists: tuple[ListCoverage, ...] = Field(
        description="for a treaty, which lists were complete on which day, and until when later sources were read"
    )
    sources: tuple[SourceRef, ...] = Field(description="sources of the list of parties")


_INSTRUMENTS = """
SELECT ?id ?key ?name ?short_title ?document_symbol ?adopted_on ?adopted_in_year ?official_text
       ?legal_basis
WHERE {
  ?id a cse:Instrument ; dcterms:identifier ?key ; rdfs:label ?name .
  OPTIONAL { ?id cse:shortTitle ?short_title FILTER(LANG(?short_title) IN ("en", "")) }
  OPTIONAL {
    SELECT ?id (MIN(?each) AS ?document_symbol) WHERE { ?id cse:documentSymbol ?each } GROUP BY ?id
  }
  OPTIONAL { ?id cse:adoptedOn ?adopted_on }
  OPTIONAL { ?id cse:adoptedInYear ?adopted_in_year }
  OPTIONAL { ?id cse:officialText ?official_text }
  OPTIONAL { ?id cse:legalBasis ?legal_basis }
} ORDER BY ?key
"""
_TYPES = """
SELECT ?instrument ?class WHERE {
  ?instrument a cse:Instrument , ?class FILTER(STRSTARTS(STR(?class), STR(cse:)))
} ORDER BY ?class
"""
_COUNTS = """
SELECT ?treaty ?status (COUNT(?participation) AS ?number) WHERE {
  VALUES ?status { status:party status:contracting-state status:signatory }
  ?participation cse:status ?status ; a cse:Participation ; cse:treaty ?treaty
} GROUP BY ?treaty ?status
"""


def instruments(store: QueryEngine, kind: Filter[Kind] = None) -> list[Instrument]:
    """Return the instruments, or those of some kinds, sorted by key."""
    kinds = chosen(kind)
    return [listed for listed in _all(store) if not kinds or listed.kind in kinds]


@remembered
def _all(store: QueryEngine) -> tuple[Instrument, ...]:
    classes, lists, covered = lists_of(store, _TYPES), list_sources(store), coverage(store)
    infos = {info.id: info for info in treaties(store).values()}
    counts = {(treaty, code(status)): whole_number(number) for treaty, status, number in values(store, _COUNTS)}

    def types(row: Row) -> tuple[str, ...]:
        return tuple(map(code, classes[row["id"]]))

    def kind(row: Row) -> Kind:
        return next(_KINDS[name] for name in types(row) if name in _KINDS)

    def of_treaty(asked: Callable[[TreatyInfo], Any]) -> Callable[[Row], Any]:
        return lambda row: asked(infos[row["id"]]) if row["id"] in infos else None

    def counted(*statuses: str) -> Callable[[Row], int | None]:
        def count(row: Row) -> int | None:
            if kind(row) != "treaty":
                return None
            return sum(counts.get((row["id"], status), 0) for status in statuses)

        return count

    return tuple(
        rows_as(
            store,
            _INSTRUMENTS,
            Instrument,
            type=types,
            kind=kind,
            parties=counted("party"),
            consented=counted("party", "contracting-state"),
            signatories=counted("signatory"),
            as_of=of_treaty(lambda info: info.as_of),
            status_on=of_treaty(lambda info: info.status_on),
            read_until=of_treaty(lambda info: info.read_until),
            signatures_as_of=of_treaty(lambda info: info.signatures_as_of),
            complete=of_treaty(lambda info: info.is_complete(None)),
            signatures_complete=of_treaty(lambda info: info.has_all_signatures(None)),
            lists=lambda row: covered.get(row["id"], ()),
            sources=lambda row: lists.get(row["id"], ()),
        )
    )


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
    mtdsg_number: str | None = Field(
        description="chapter and number in the UN Secretary-General's list of multilateral treaties"
    )
    treaty_series_number: str | None = Field(description="number in another series, as CETS No. 201")
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


@remembered_in_order
def instrument(store: QueryEngine, key: str) -> InstrumentDetail:
    """Return all that is known of the instrument with this key; raises UnknownNameError."""
    listed = look_up("instrument", {listed.key: listed for listed in instruments(store)}, key)
    iri = ns.instrument(key)
    about = properties_of(store, listed.id)
    named = {
        name.removeprefix(ns.ONTOLOGY): Ref(id=thing, key=its_key or code(thing), name=short or label)
        for name, thing, its_key, label, short in values(store, _NAMED % iri)
    }
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
        status_counts=dict(status_counts(store, key)) if listed.kind == "treaty" else None,
        rule=rule_of(store, key),
        final_clauses=_clauses(store, key),
    )


def _clauses(store: QueryEngine, key: str) -> tuple[FinalClause, ...]:
    known, iri = source_refs(store), ns.instrument(key)
    sources = lists_of(store, _CLAUSE_SOURCES % iri)
    return tuple(
        rows_as(
            store,
            _CLAUSES % iri,
            FinalClause,
            article=lambda row: article(row["number"]) if row["number"] else None,
            sources=lambda row: some_sources(known, sources[row["id"]]),
        )
    )

"""Instruments: treaties, and the resolutions, commitments, reports and mandates around them."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Literal

from pydantic import Field

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, Filter, Iri, Ref, chosen, code, day
from csekg.answers.common.known import SourceRef, list_sources
from csekg.answers.common.remembering import remembered
from csekg.errors import UnknownNameError
from csekg.sparql.store import QueryEngine, whole_number

Kind = Literal["treaty", "resolution", "commitment", "report", "mandate"]
_KINDS: dict[str, Kind] = {
    "Treaty": "treaty", "Resolution": "resolution", "PoliticalCommitment": "commitment",
    "Report": "report", "Mandate": "mandate",
}  # fmt: skip


class Instrument(Answer):
    """A treaty, resolution, political commitment, report or mandate."""

    id: Iri
    type: tuple[str, ...] = Field(description="classes, as Treaty and Protocol")
    key: str
    name: str = Field(description="full title in English")
    short_title: str | None
    kind: Kind
    document_symbol: str | None = Field(
        description="symbol of the document, as A/RES/44/25; the first of several"
    )
    adopted_on: date | None
    adopted_in_year: str | None = Field(description="year, where no day is known")
    official_text: str | None = Field(description="address of the official text")
    legal_basis: str | None = Field(
        description="for a treaty, how resolution 16/2 speaks of it: urged, recalled, noted, or "
        "related where it does not"
    )
    parties: int | None = Field(
        description="for a treaty, who has consented to be bound, as the depositary counts"
    )
    signatories: int | None = Field(description="for a treaty, who has signed and not consented")
    as_of: date | None = Field(description="for a treaty, the day on which its data stand")
    complete: bool | None = Field(description="whether a complete list of parties has been read; "
                                  "where not, the counts are lower bounds")  # fmt: skip
    sources: tuple[SourceRef, ...] = Field(description="sources of the list of parties")


_INSTRUMENTS = """
SELECT ?instrument ?key ?label ?short ?symbol ?on ?year ?text ?basis ?as_of ?complete WHERE {
  ?instrument a cse:Instrument ; dcterms:identifier ?key ; rdfs:label ?label .
  OPTIONAL { ?instrument cse:shortTitle ?short }
  OPTIONAL {
    SELECT ?instrument (MIN(?each) AS ?symbol) WHERE { ?instrument cse:documentSymbol ?each }
    GROUP BY ?instrument
  }
  OPTIONAL { ?instrument cse:adoptedOn ?on }
  OPTIONAL { ?instrument cse:adoptedInYear ?year }
  OPTIONAL { ?instrument cse:officialText ?text }
  OPTIONAL { ?instrument cse:legalBasis ?basis }
  OPTIONAL { ?instrument cse:statusAsOf ?as_of }
  OPTIONAL { ?instrument cse:completeList ?complete }
} ORDER BY ?key
"""
_TYPES = "SELECT ?instrument ?class WHERE { ?instrument a cse:Instrument , ?class } ORDER BY ?class"
_COUNTS = """
SELECT ?treaty ?link (COUNT(?actor) AS ?number) WHERE {
  VALUES ?link { cse:partyTo cse:signatoryTo } ?actor ?link ?treaty
} GROUP BY ?treaty ?link
"""


def instruments(store: QueryEngine, kind: Filter[Kind] = None) -> list[Instrument]:
    """Return the instruments, or those of some kinds, sorted by key."""
    kinds = chosen(kind)
    return [each for each in _all(store) if not kinds or each.kind in kinds]


@remembered
def _all(store: QueryEngine) -> tuple[Instrument, ...]:
    classes: dict[str, list[str]] = defaultdict(list)
    for iri, class_ in store.values(_TYPES):
        classes[iri].append(class_.removeprefix(ns.ONTOLOGY))
    counts: Counter[tuple[str, str]] = Counter()
    for iri, link, number in store.values(_COUNTS):
        counts[iri, link.removeprefix(ns.ONTOLOGY)] = whole_number(number)
    lists = list_sources(store)
    found = []
    for row in store.values(_INSTRUMENTS):
        iri, key, label, short, symbol, on, year, text, basis, as_of, complete = row
        its_kind = next(_KINDS[name] for name in classes[iri] if name in _KINDS)
        treaty = its_kind == "treaty"
        found.append(Instrument(
            id=iri, type=tuple(classes[iri]), key=key, name=label, short_title=short or None,
            kind=its_kind, document_symbol=symbol or None, adopted_on=day(on),
            adopted_in_year=year or None, official_text=text or None,
            legal_basis=code(basis) or None,
            parties=counts[iri, "partyTo"] if treaty else None,
            signatories=counts[iri, "signatoryTo"] if treaty else None,
            as_of=day(as_of), complete=complete == "true" if complete else None,
            sources=lists.get(iri, ()) if treaty else (),
        ))  # fmt: skip
    return tuple(found)


def find_instrument(store: QueryEngine, key: str) -> Ref:
    """Return a reference to an instrument; raises UnknownNameError with the closest keys."""
    known = {each.key: each for each in _all(store)}
    if key not in known:
        raise UnknownNameError("instrument", key, known)
    return Ref(id=known[key].id, key=key, name=known[key].name)

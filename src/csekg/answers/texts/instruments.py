"""Instruments: treaties, and the resolutions and other documents around them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Code, Filter, Iri, Words, chosen, code
from csekg.answers.common.grouping import lists_of
from csekg.answers.common.known import SourceRef, list_sources
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import Row, rows_as
from csekg.answers.common.translations import values
from csekg.answers.texts.coverage import ListCoverage, coverage
from csekg.sparql.store import QueryEngine, whole_number

Kind = Literal["treaty", "resolution", "commitment", "report", "guidelines", "mandate"]
_KINDS: dict[str, Kind] = {
    "Treaty": "treaty", "Resolution": "resolution", "PoliticalCommitment": "commitment",
    "Report": "report", "Guidelines": "guidelines", "Mandate": "mandate",
}  # fmt: skip


class Instrument(Answer):
    """A treaty, resolution, political commitment, report, set of guidelines or mandate."""

    id: Iri
    type: tuple[str, ...] = Field(description="classes, as Treaty and Protocol")
    key: str
    name: Words = Field(description="full title in English")
    short_title: Words | None
    kind: Kind
    document_symbol: Words | None = Field(
        description="symbol of the document, as A/RES/44/25; the first of several"
    )
    adopted_on: date | None
    adopted_in_year: str | None = Field(description="year, where no day is known")
    official_text: str | None = Field(description="address of the official text")
    legal_basis: Code | None = Field(
        description="for a treaty, how resolution 16/2 speaks of it: urged, recalled, noted, or "
        "related where it does not"
    )
    parties: int | None = Field(description="for a treaty, those whom it binds on its as-of date")
    consented: int | None = Field(
        description="for a treaty, parties and those whose consent takes effect later: a "
        "depositary may count all of them as parties"
    )
    signatories: int | None = Field(description="for a treaty, who has signed and not consented")
    as_of: date | None = Field(description="for a treaty, the day on which its data stand")
    complete: bool | None = Field(description="whether a complete list of parties has been read; "
                                  "where not, their count is a lower bound")  # fmt: skip
    signatures_complete: bool | None = Field(
        description="whether a complete list of signatures has been read; where not, the count of "
        "signatories is a lower bound"
    )
    lists: tuple[ListCoverage, ...] = Field(
        description="for a treaty, which lists were complete on which day, and until when later "
        "sources were read"
    )
    sources: tuple[SourceRef, ...] = Field(description="sources of the list of parties")


_INSTRUMENTS = """
SELECT ?id ?key ?name ?short_title ?document_symbol ?adopted_on ?adopted_in_year ?official_text
       ?legal_basis ?as_of ?complete ?signatures_complete
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
  OPTIONAL { ?id cse:statusAsOf ?as_of }
  OPTIONAL { ?id cse:completeList ?complete }
  OPTIONAL { ?id cse:signaturesListed ?signatures_complete }
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
    return [each for each in _all(store) if not kinds or each.kind in kinds]


@remembered
def _all(store: QueryEngine) -> tuple[Instrument, ...]:
    classes, lists, covered = lists_of(store, _TYPES), list_sources(store), coverage(store)
    counts = {
        (treaty, code(status)): whole_number(number)
        for treaty, status, number in values(store, _COUNTS)
    }

    def types(row: Row) -> tuple[str, ...]:
        return tuple(map(code, classes[row["id"]]))

    def kind(row: Row) -> Kind:
        return next(_KINDS[name] for name in types(row) if name in _KINDS)

    def counted(*statuses: str) -> Callable[[Row], int | None]:
        def count(row: Row) -> int | None:
            if kind(row) != "treaty":
                return None
            return sum(counts.get((row["id"], status), 0) for status in statuses)

        return count

    return tuple(rows_as(
        store, _INSTRUMENTS, Instrument,
        type=types, kind=kind,
        parties=counted("party"), consented=counted("party", "contracting-state"),
        signatories=counted("signatory"),
        lists=lambda row: covered.get(row["id"], ()),
        sources=lambda row: lists.get(row["id"], ()),
    ))  # fmt: skip

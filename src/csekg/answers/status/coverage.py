"""How far acts are listed: complete when, read until when, and due again when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Code, Day, Filter, Iri, Ref, Words, chosen, code, day
from csekg.answers.common.kinds import READ, fine_kind
from csekg.answers.common.references import (
    SourceRef,
    TreatyInfo,
    by_legal_basis,
    find_treaty,
    some_sources,
    source_refs,
    treaties,
    treaty_refs,
)
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import lists_of, rows_by_first
from csekg.answers.common.translations import values
from csekg.languages.messages import _
from csekg.sparql.store import QueryEngine, whole_number


class ListCoverage(Answer):
    """How far the sources list one kind of act under a treaty."""

    id: Iri
    type: Literal["ListCoverage"] = "ListCoverage"
    list_of: Code = Field(description="parties, signatures, or a kind of declaration")
    label: Words = Field(description="the kind of act in words, as `interpretative declarations`")
    complete_on: date | None = Field(
        description="a day on which the sources listed every act of the kind; null where none is known"
    )
    checked_until: date | None = Field(
        description="the day until which sources were read that print such acts but need not print "
        "all of them: weaker than a complete list"
    )
    note: Words | None
    sources: tuple[SourceRef, ...] = Field(description="sources of the complete list")
    checked_in: tuple[SourceRef, ...] = Field(description="sources read for later acts")


_LISTS = """
SELECT ?treaty ?id ?list_of ?label ?complete_on ?checked_until ?note WHERE {
  ?id cse:coverageOf ?treaty ; cse:listOf ?list_of .
  ?list_of rdfs:label ?label .
  OPTIONAL { ?id cse:completeOn ?complete_on }
  OPTIONAL { ?id cse:checkedUntil ?checked_until }
  OPTIONAL { ?id skos:note ?note FILTER(LANG(?note) IN ("en", "")) }
} ORDER BY ?treaty DESC(?list_of = <https://w3id.org/csekg/id/vocab/list/parties>)
  DESC(?list_of = <https://w3id.org/csekg/id/vocab/list/signatures>) ?list_of
"""
_SOURCES = "SELECT ?list ?source WHERE { ?list cse:coverageOf ?treaty ; %s ?source }"


@remembered
def coverage(store: QueryEngine) -> Mapping[str, tuple[ListCoverage, ...]]:
    """Return the coverage of the lists of each treaty by its IRI; () for any other IRI.

    Parties come first, then signatures, then the kinds of declaration.
    """
    known = source_refs(store)
    sources = lists_of(store, _SOURCES % "dcterms:source")
    checked = lists_of(store, _SOURCES % "cse:checkedIn")
    return rows_by_first(
        store,
        _LISTS,
        ListCoverage,
        sources=lambda row: some_sources(known, sources[row["id"]]),
        checked_in=lambda row: some_sources(known, checked[row["id"]]),
    )


class DeclarationList(Answer):
    """How far one kind of statement under one treaty is listed."""

    treaty: Ref
    kind: str = Field(description="reservation, declaration, objection ...")
    statements: int = Field(description="how many are in the data")
    complete_on: Day | None = Field(description="a day on which all were listed; null where no complete list is known")
    read_until: Day | None = Field(description="day of the newest source read for this kind: later ones may be missing")


_STATED = f"""
SELECT ?treaty ?class (COUNT(DISTINCT ?statement) AS ?number) (MAX(?as_of) AS ?newest) WHERE {{
  VALUES ?class {{ {" ".join(f"cse:{name}" for name in READ)} }}
  ?statement a ?class ; cse:treaty ?treaty ; prov:hadPrimarySource ?source .
  OPTIONAL {{ ?source cse:statusAsOf ?as_of }}
}} GROUP BY ?treaty ?class
"""
#: The kinds that treaties and States are asked about, even where none is known.
ASKED = tuple(fine_kind(name) for name in ("Reservation", "InterpretativeDeclaration", "Declaration", "Objection"))


def declaration_lists(store: QueryEngine, treaty: Filter[str] = None) -> list[DeclarationList]:
    """Return for each kind of statement under each treaty, or some, how far it is listed.

    Reservations, declarations and objections are named under every treaty, other kinds where there
    are some. Raises UnknownNameError for an unknown treaty.
    """
    keys = {find_treaty(store, key).key for key in chosen(treaty)}
    return [listed for listed in _declaration_lists(store) if not keys or listed.treaty.key in keys]


@remembered
def _declaration_lists(store: QueryEngine) -> tuple[DeclarationList, ...]:
    known: dict[tuple[str, str], tuple[int, date | None]] = {}
    for iri, class_, counted, newest_day in values(store, _STATED):
        known[iri, fine_kind(code(class_))] = whole_number(counted), day(newest_day)
    covered, found = coverage(store), []
    for iri, ref in treaty_refs(store).items():
        lists = {listed.list_of: listed for listed in covered.get(iri, ())}
        for kind in map(fine_kind, READ):
            if kind in ASKED or (iri, kind) in known:
                number, newest = known.get((iri, kind), (0, None))
                found.append(_declaration_list(ref, kind, number, newest, lists.get(kind)))
    return tuple(found)


def _declaration_list(
    treaty: Ref, kind: str, number: int, newest: date | None, covered: ListCoverage | None
) -> DeclarationList:
    complete_on = covered.complete_on if covered else None
    checked = covered.checked_until if covered else None
    read = [day for day in (newest, complete_on, checked) if day]
    return DeclarationList(
        treaty=treaty, kind=kind, statements=number, complete_on=complete_on, read_until=max(read, default=None)
    )


class Freshness(Answer):
    """How fresh one list of one treaty is on a day."""

    treaty: Ref
    list_of: Code = Field(description="parties, signatures, or a kind of declaration")
    list_label: Words = Field(description="the same in words")
    as_of: Day = Field(
        description="day to which the list of parties of the treaty is complete; without a list, that of the sources"
    )
    complete_on: Day | None = Field(
        description="a day on which the sources listed every act of the kind; null where none is known"
    )
    checked_until: Day | None = Field(
        description="the day until which sources were read that need not print all such acts: "
        "weaker than a complete list"
    )
    read_until: Day = Field(description="the later of `completeOn` and `checkedUntil`; `asOf` where both are null")
    days_since: int = Field(
        description="age of the list: days from `completeOn`, or `asOf` where that is null, to the day asked about; "
        "negative where that is earlier. Sources that need not print all do not make a list younger"
    )
    read_every_days: int | None = Field(
        description="days between two readings, as the editors plan them; null where not stated"
    )
    next_check: Day | None = Field(description="that day and those days: when the list is due again")
    overdue: bool = Field(description="whether that day is before the day asked about")


_PARTIES = "parties"
_PLANS = "SELECT ?treaty ?days WHERE { ?treaty a cse:Treaty ; cse:readEveryDays ?days }"


def freshness(store: QueryEngine, today: date, *, treaty: Filter[str] = None) -> list[Freshness]:
    """Return how fresh each list is on a day: treaties that the resolution urges come first.

    A treaty of which no list was read has one row, that of its parties. Raises UnknownNameError
    for an unknown treaty.
    """
    keys = {find_treaty(store, key).key for key in chosen(treaty)}
    lists, plans = coverage(store), _plans(store)
    return [
        _freshness(info, listed, plans.get(info.id), today)
        for info in sorted(treaties(store).values(), key=by_legal_basis)
        if not keys or info.key in keys
        for listed in lists.get(info.id) or (None,)
    ]


def _freshness(info: TreatyInfo, listed: ListCoverage | None, plan: int | None, today: Day) -> Freshness:
    days = [day for day in (listed.complete_on, listed.checked_until) if day] if listed else []
    read_until = max(days, default=info.as_of)
    listed_to = (listed and listed.complete_on) or info.as_of
    next_check = listed_to + timedelta(days=plan) if plan else None
    return Freshness(
        treaty=info.ref,
        list_of=listed.list_of if listed else _PARTIES,
        list_label=listed.label if listed else _("parties"),
        as_of=info.as_of,
        complete_on=listed.complete_on if listed else None,
        checked_until=listed.checked_until if listed else None,
        read_until=read_until,
        days_since=(today - listed_to).days,
        read_every_days=plan,
        next_check=next_check,
        overdue=bool(next_check and next_check < today),
    )


@remembered
def _plans(store: QueryEngine) -> Mapping[str, int]:
    """Return the days between two readings by the treaty's IRI, where the dataset states them."""
    return {treaty: whole_number(days) for treaty, days in values(store, _PLANS)}

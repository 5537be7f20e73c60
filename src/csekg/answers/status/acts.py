"""The signatures and consents on which participations rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from csekg import namespaces as ns
from csekg.answers.common.base import code, day
from csekg.answers.common.grouping import grouped, lists_of
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import rows_as
from csekg.answers.common.sums import Sum, rules_by_treaty, sum_of
from csekg.answers.common.translations import values
from csekg.sparql.store import QueryEngine


@dataclass(frozen=True, slots=True)
class Act:
    """A signature or consent: when it was done, and from when it binds.

    `done_by` is the last day on which it can have been done, `on` where that is known, `year` where
    only the year is. `kind` is the code of a kind of consent, '' for a signature. `stated` are the
    days of entry into force that sources give, the earliest first; `computed` is the day that the
    treaty's entry-into-force clause gives, by `sum`; `alternative` that of a second reading.
    `sources` are IRIs, so is `actor`: the actor under whom the act is printed, who need not be that
    of the participation.
    """

    iri: str
    actor: str
    participation: str
    is_consent: bool
    on: date | None
    year: int | None
    done_by: date | None
    kind: str
    computed: date | None
    alternative: date | None
    sum: Sum | None
    stated: tuple[date, ...]
    sources: tuple[str, ...]


# Oxigraph takes 5 ms to plan an OPTIONAL within another, and hardly any for these.
_ACTS = """
SELECT ?iri ?actor ?treaty ?is_consent ?participation ?on ?latest ?kind ?computed ?alternative ?case
WHERE {
  { %s ?participation cse:signature ?iri BIND(false AS ?is_consent) }
  UNION { %s ?participation cse:consent ?iri BIND(true AS ?is_consent) }
  ?iri cse:actor ?actor ; cse:treaty ?treaty .
  OPTIONAL { ?iri cse:followedDate ?on }
  OPTIONAL { ?iri cse:notAfter ?latest }
  OPTIONAL { ?iri cse:followedKind ?kind }
  OPTIONAL { ?iri cse:computedEntryIntoForce ?computed }
  OPTIONAL { ?iri cse:alternativeEntryIntoForce ?alternative }
  OPTIONAL { ?iri cse:computedCase ?case }
}
"""
# A query of its own: an act has several sources, and each would repeat the row above.
_SOURCES = """
SELECT ?act ?source WHERE {
  %s ?participation cse:signature|cse:consent ?act . ?act prov:hadPrimarySource ?source
}
"""
_STATED = """
SELECT ?act ?stated WHERE {
  %s ?participation cse:consent ?act . ?act cse:entersIntoForceOn ?stated
} ORDER BY ?stated
"""

#: An act of which a source gives the year is done between the first and the last day of one.
_SPANS = "SELECT ?act ?first ?last WHERE { ?act cse:notBefore ?first ; cse:notAfter ?last }"


def _acts(store: QueryEngine, chosen: str) -> Mapping[str, tuple[Act, ...]]:
    """Return the acts of participations that a pattern narrows, by the IRI of the participation.

    An act that counts for several States, of which each continues the one before, comes once for
    each.
    """
    sources, stated = lists_of(store, _SOURCES % chosen), lists_of(store, _STATED % chosen)
    years, rules = _years(store), rules_by_treaty(store)
    found: dict[tuple[str, str], Act] = {}
    for act in rows_as(
        store, _ACTS % (chosen, chosen), Act,
        year=lambda row: None if row["on"] else years.get(row["iri"]),
        done_by=lambda row: day(row["on"] or row["latest"]),
        kind=lambda row: code(row["kind"]),
        sum=lambda row: sum_of(
            rules.get(row["treaty"]), day(row["on"]), day(row["computed"]), day(row["alternative"]),
            row["case"],
        ) if row["case"] else None,
        stated=lambda row: tuple(map(date.fromisoformat, stated[row["iri"]])),
        sources=lambda row: sources[row["iri"]],
    ):  # fmt: skip
        # Of two last days that sources give, the earlier one is known as well.
        key = act.iri, act.participation
        earlier = found.get(key, act).done_by
        if act.done_by == earlier or (act.done_by and earlier and act.done_by < earlier):
            found[key] = act
    return grouped(found.values(), lambda act: act.participation)


@remembered
def acts_of_treaty(store: QueryEngine, treaty: str) -> Mapping[str, tuple[Act, ...]]:
    """Return the acts under a treaty, given by key, by the IRI of their participation."""
    return _acts(store, f"?participation cse:treaty {ns.instrument(treaty)} . ")


@remembered
def acts_of_actor(store: QueryEngine, actor: str) -> Mapping[str, tuple[Act, ...]]:
    """Return the acts of an actor, given by key, by the IRI of their participation."""
    return _acts(store, f"?participation cse:actor {ns.actor(actor)} . ")


@remembered
def _years(store: QueryEngine) -> Mapping[str, int]:
    """Return the year of each act of which a source gives only that, by the IRI of the act."""
    return MappingProxyType(
        {
            act: int(first[:4])
            for act, first, last in values(store, _SPANS)
            if first.endswith("-01-01") and last == first[:4] + "-12-31"
        }
    )

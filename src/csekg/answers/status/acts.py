"""Signatures and consents, on which participations rest, and territorial acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, Day, Iri, Ref, SortKey, Words, alphabetical, chosen, code, day, refusing
from csekg.answers.common.kinds import class_of
from csekg.answers.common.reasons import Sum, rules_by_treaty, sum_of
from csekg.answers.common.references import (
    SourceRef,
    actor_ref,
    actor_refs,
    find_treaty,
    some_sources,
    source_refs,
    territory_refs,
    treaty_refs,
)
from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.common.rows import Properties, grouped, lists_of, properties, properties_as, rows_as
from csekg.answers.common.translations import values
from csekg.namespaces import PROV, RDF
from csekg.sparql.store import QueryEngine


@dataclass(frozen=True, slots=True)
class Act:
    """A signature or consent: when it was done, and from when it binds.

    `done_by` is the last day on which it can have been done, `on` where that is known, `year` where
    only the year is. `kind` is the code of a kind of consent, '' for a signature. `stated` are the
    days of entry into force that sources give, the earliest first, `followed` the day that we follow;
    `computed` is the day that the
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
    followed: date | None
    computed: date | None
    alternative: date | None
    sum: Sum | None
    stated: tuple[date, ...]
    sources: tuple[str, ...]

    @property
    def bound_on_stated(self) -> date | None:
        """The day of entry into force that the followed source states, None where we follow none."""
        return self.followed if self.followed in self.stated else None


# Oxigraph takes 5 ms to plan an OPTIONAL within another, and hardly any for these.
_ACTS = """
SELECT ?iri ?actor ?treaty ?is_consent ?participation ?on ?latest ?kind ?followed ?computed ?alternative ?case
WHERE {
  { %s ?participation cse:signature ?iri BIND(false AS ?is_consent) }
  UNION { %s ?participation cse:consent ?iri BIND(true AS ?is_consent) }
  ?iri cse:actor ?actor ; cse:treaty ?treaty .
  OPTIONAL { ?iri cse:followedDate ?on }
  OPTIONAL { ?iri cse:notAfter ?latest }
  OPTIONAL { ?iri cse:followedKind ?kind }
  OPTIONAL { ?iri cse:followedEntryIntoForce ?followed }
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
        store,
        _ACTS % (chosen, chosen),
        Act,
        year=lambda row: None if row["on"] else years.get(row["iri"]),
        # What has effect was done by then.
        done_by=lambda row: day(row["on"] or min(filter(None, (row["latest"], row["followed"])), default="")),
        kind=lambda row: code(row["kind"]),
        sum=lambda row: sum_of(
            rules.get(row["treaty"]), day(row["on"]), day(row["computed"]), day(row["alternative"]), row["case"]
        ),
        stated=lambda row: tuple(map(date.fromisoformat, stated[row["iri"]])),
        sources=lambda row: sources[row["iri"]],
    ):
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


def acts_of_actor(store: QueryEngine, actor: str) -> Mapping[str, tuple[Act, ...]]:
    """Return the acts of an actor, given by key, by the IRI of their participation."""
    its = {treaty.key: ns.participation(treaty.key, actor).value for treaty in treaty_refs(store).values()}
    return {iri: acts_of_treaty(store, key).get(iri, ()) for key, iri in its.items()}


@remembered
def _years(store: QueryEngine) -> Mapping[str, int]:
    """Return the year of each act of which a source gives only that, by the IRI of the act."""
    return {
        act: int(first[:4])
        for act, first, last in values(store, _SPANS)
        if first.endswith("-01-01") and last == first[:4] + "-12-31"
    }


class TerritorialAct(Answer):
    """A notification that a treaty applies to a territory, or does not."""

    id: Iri
    type: Literal["TerritorialApplication", "TerritorialExclusion"]
    actor: Ref
    treaty: Ref
    territory: Ref | None = Field(description="null where the source names none")
    date: Day | None
    takes_effect_on: tuple[Day, ...] = Field(
        description="as the source that is followed states it; several days where sources differ and none is followed"
    )
    notes: tuple[Words, ...]
    sources: tuple[SourceRef, ...]


def territorial_acts(
    store: QueryEngine, *, treaty: str | None = None, actor: str | None = None
) -> list[TerritorialAct]:
    """Return the territorial acts under one treaty, by one actor or both, given by key.

    Sorted by treaty, actor, territory and day. Raises UnknownNameError.
    """
    treaties = {find_treaty(store, key).key for key in chosen(treaty)}
    actors = {actor_ref(store, key).key for key in chosen(actor)}
    return [
        act
        for act in _territorial_sorted(store)
        if (not treaties or act.treaty.key in treaties) and (not actors or act.actor.key in actors)
    ]


def acts_by_treaty(store: QueryEngine, territory: str) -> tuple[tuple[TerritorialAct, ...], ...]:
    """Return the acts about the territory with this IRI, by treaty in alphabetical order, the last act first.

    The last act tells what holds.
    """
    found: dict[str, list[TerritorialAct]] = {}
    for act in territorial_acts(store):
        if act.territory and act.territory.id == territory:
            found.setdefault(act.treaty.key, []).append(act)
    return tuple(tuple(sorted(acts, key=day_done, reverse=True)) for acts in found.values())


def day_done(act: TerritorialAct) -> Day:
    """Return the day of a territorial act; one without a day was made with a consent, before the others."""
    return act.date or Day.min


@remembered_in_order
def _territorial_sorted(store: QueryEngine) -> tuple[TerritorialAct, ...]:
    return tuple(sorted(_territorial(store), key=_territorial_order))


@remembered
def _territorial(store: QueryEngine) -> tuple[TerritorialAct, ...]:
    about_all = properties(
        store, "VALUES ?class { cse:TerritorialApplication cse:TerritorialExclusion } ?thing a ?class ."
    )
    if not about_all:
        return ()
    known, actors, by_treaty = source_refs(store), actor_refs(store), treaty_refs(store)
    territories = territory_refs(store)

    def named(about: Properties) -> Ref | None:
        return next((territories[t] for t in about.texts("territory") if t in territories), None)

    with refusing(TerritorialAct):
        found = [
            properties_as(
                TerritorialAct,
                about,
                id=iri,
                type=class_of(about.texts(RDF.type)),
                actor=actors[about.texts("actor")[0]],
                treaty=by_treaty[about.texts("treaty")[0]],
                territory=named(about),
                # Sources may give several days; then one is followed.
                date=about.day("followedDate") or about.day("date"),
                takes_effect_on=about.days("followedEntryIntoForce") or about.days("entersIntoForceOn"),
                sources=some_sources(known, about.texts(PROV.hadPrimarySource)),
            )
            for iri, about in about_all.items()
        ]
    return tuple(found)


def _territorial_order(act: TerritorialAct) -> tuple[SortKey, SortKey, SortKey, Day, str]:
    names = (act.treaty.name, act.actor.name, act.territory.name if act.territory else "")
    treaty, actor, place = map(alphabetical, names)
    return treaty, actor, place, act.date or Day.max, act.id

"""Acts that extend a treaty to a territory or exclude one."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Day, Iri, Ref, Words, chosen
from csekg.answers.common.kinds import class_of
from csekg.answers.common.known import (
    SourceRef,
    actor_ref,
    actor_refs,
    find_treaty,
    some_sources,
    source_refs,
    treaty_refs,
)
from csekg.answers.common.ordering import SortKey, alphabetical
from csekg.answers.common.properties import Properties, properties, properties_as
from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.common.rows import refusing, rows_as
from csekg.namespaces import PROV
from csekg.sparql.store import QueryEngine


class TerritorialAct(Answer):
    """A notification that a treaty applies to a territory, or does not."""

    id: Iri
    type: Literal["TerritorialApplication", "TerritorialExclusion"]
    actor: Ref
    treaty: Ref
    territory: Ref | None = Field(description="null where the source names none")
    date: Day | None
    takes_effect_on: tuple[Day, ...] = Field(description="as the sources state it")
    notes: tuple[Words, ...]
    sources: tuple[SourceRef, ...]


_TERRITORIES = """
SELECT DISTINCT ?id ?key ?name WHERE {
  ?id a cse:Territory ; dcterms:identifier ?key ; rdfs:label ?name
}
"""


def territorial_acts(
    store: QueryEngine, *, treaty: str | None = None, actor: str | None = None
) -> list[TerritorialAct]:
    """Return the territorial acts under one treaty, by one actor or both, given by key.

    Sorted by treaty, actor, territory and day. Raises UnknownNameError.
    """
    treaties = {find_treaty(store, key).key for key in chosen(treaty)}
    actors = {actor_ref(store, key).key for key in chosen(actor)}
    return [
        each
        for each in _sorted(store)
        if (not treaties or each.treaty.key in treaties)
        and (not actors or each.actor.key in actors)
    ]


@remembered_in_order
def _sorted(store: QueryEngine) -> tuple[TerritorialAct, ...]:
    return tuple(sorted(_all(store), key=_order))


@remembered
def _all(store: QueryEngine) -> tuple[TerritorialAct, ...]:
    about_all = properties(
        store,
        "VALUES ?class { cse:TerritorialApplication cse:TerritorialExclusion } ?thing a ?class .",
    )
    if not about_all:
        return ()
    known, actors, by_treaty = source_refs(store), actor_refs(store), treaty_refs(store)
    territories = {each.id: each for each in rows_as(store, _TERRITORIES, Ref)}

    def named(about: Properties) -> Ref | None:
        return next((territories[t] for t in about.texts("territory") if t in territories), None)

    with refusing(TerritorialAct):
        found = [
            properties_as(
                TerritorialAct,
                about,
                id=iri,
                type=class_of(about),
                actor=actors[about.texts("actor")[0]],
                treaty=by_treaty[about.texts("treaty")[0]],
                territory=named(about),
                # Sources may give several days; then one is followed.
                date=about.day("followedDate") or about.day("date"),
                takes_effect_on=about.days("entersIntoForceOn"),
                sources=some_sources(known, about.texts(PROV.hadPrimarySource)),
            )
            for iri, about in about_all.items()
        ]
    return tuple(found)


def _order(act: TerritorialAct) -> tuple[SortKey, SortKey, SortKey, Day, str]:
    names = (act.treaty.name, act.actor.name, act.territory.name if act.territory else "")
    treaty, actor, place = map(alphabetical, names)
    return treaty, actor, place, act.date or Day.max, act.id

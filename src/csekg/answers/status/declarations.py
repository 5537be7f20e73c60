"""Reservations, declarations and objections: what they say, and about which provision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from csekg.answers.common.base import (
    Answer,
    Code,
    Day,
    Filter,
    Iri,
    Ref,
    SortKey,
    Words,
    alphabetical,
    chosen,
    part_key,
    refusing,
)
from csekg.answers.common.composed import act_labels_of
from csekg.answers.common.kinds import READ, class_of, fine_kind
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
from csekg.answers.common.rows import Properties, grouped, properties, properties_as, rows_as
from csekg.answers.status.coverage import declaration_lists
from csekg.namespaces import ID, PROV, RDF, RDFS
from csekg.sparql.store import QueryEngine


class Declaration(Answer):
    """A reservation, declaration, objection or communication."""

    # In the vocabulary of csekg a declaration; clients of the API know the model by this name.

    id: Iri
    type: str = Field(description="class, as Reservation or BindingAgeDeclaration")
    actor: Ref
    treaty: Ref
    kind: str = Field(
        description="reservation, declaration, objection ...; `statement` where a list names the "
        "actor and no text has been read"
    )
    printed_as: tuple[Code, ...] = Field(
        description="what the depositary's list calls it, which can differ from our reading in `kind`: "
        "reservation, declaration, understanding ...; several where its heading names several, none where "
        "no list was read"
    )
    date: Day | None = Field(description="day on which it was made; null where it is not known")
    date_basis: Code | None = Field(
        description="how the day is known: printed by a source, or computed, that is the day of "
        "the signature or consent with which it was made"
    )
    territories: tuple[Ref, ...] = Field(description="territories for which alone it was made")
    made_upon: Code | None = Field(description="occasion: signature, consent, later or unknown")
    effect: tuple[Code, ...] = Field(description="what it does: declares, interprets, limits ...")
    description: Words | None = Field(description="what it says, in our words")
    concerns_provision: tuple[Ref, ...]
    objects_to: tuple[Ref, ...] = Field(
        description="statements that an objection is directed at; the actor where it is not known "
        "which of its statements is meant"
    )
    objected_acts: tuple[Words, ...] = Field(exclude=True)  # kind and day; '' for an actor
    objected_actor: Ref | None = Field(description="who made what an objection is directed at")
    declared_minimum_age: int | None = Field(description="years, in particular for recruitment")
    withdrawal: Code | None = Field(
        description="whether it was taken back; no: printed by the depositary on the day of its list, "
        "without a withdrawal"
    )
    withdrawn_on: Day | None = Field(description="day of the notice that took back the whole")
    partly_withdrawn_on: tuple[Day, ...] = Field(description="days of notices that took back a part")
    list_complete_on: Day | None = Field(
        description="day on which all statements of this kind under this treaty were listed; null "
        "where no complete list is known"
    )
    list_read_until: Day | None = Field(
        description="day of the newest source read for statements of this kind under this treaty: "
        "later ones, and later withdrawals, may be missing"
    )
    notes: tuple[Words, ...]
    as_of: Day | None = Field(description="day on which the latest of the sources stands")
    sources: tuple[SourceRef, ...]

    @property
    def printed_otherwise(self) -> tuple[Code, ...]:
        """What the depositary's list calls it, () where that is our kind or nothing is known."""
        kind = "declaration" if self.kind == "binding-age-declaration" else self.kind
        return () if kind in self.printed_as else self.printed_as

    @property
    def may_limit(self) -> bool:
        """Whether it may limit or explain what binds the State; not if taken back as a whole."""
        return self.kind in _LIMITING and self.withdrawn_on is None and self.withdrawal != "yes"


#: Kinds by which a State limits what binds it, or says how it reads it.
_LIMITING = ("reservation", "interpretative-declaration", "declaration", "binding-age-declaration")


_PROVISIONS = """
SELECT DISTINCT ?id ?name WHERE {
  %s ?thing cse:concernsProvision ?id . ?id rdfs:label ?name
}
"""


def declarations(store: QueryEngine, *, treaty: str | None = None, actor: Filter[str] = None) -> list[Declaration]:
    """Return the declarations under one treaty, by some actors or both, given by key.

    Sorted by treaty, actor and day, those without a day last. Raises UnknownNameError.
    """
    treaties = {find_treaty(store, key).key for key in chosen(treaty)}
    actors = {actor_ref(store, key).key for key in chosen(actor)}
    known = _by_actor(store).get(next(iter(actors)), ()) if len(actors) == 1 else _sorted(store)
    return [
        declaration
        for declaration in known
        if (not treaties or declaration.treaty.key in treaties) and (not actors or declaration.actor.key in actors)
    ]


def _order(declaration: Declaration) -> tuple[str, SortKey, date, str]:
    return (declaration.treaty.key, alphabetical(declaration.actor.name), declaration.date or date.max, declaration.id)


@remembered_in_order
def _by_actor(store: QueryEngine) -> Mapping[str, tuple[Declaration, ...]]:
    return grouped(_sorted(store), lambda declaration: declaration.actor.key)


@remembered_in_order
def _sorted(store: QueryEngine) -> tuple[Declaration, ...]:
    return tuple(sorted(_all(store), key=_order))


@remembered
def _all(store: QueryEngine) -> tuple[Declaration, ...]:
    pattern = "?thing a cse:TreatyStatement ."
    provisions = {
        provision.id: provision
        for provision in rows_as(store, _PROVISIONS % pattern, Ref, key=lambda row: part_key(row["id"]))
    }
    territories = territory_refs(store)
    sources, actors, by_treaty = source_refs(store), actor_refs(store), treaty_refs(store)
    stated = properties(store, pattern)
    lists = {(listed.treaty.id, listed.kind): listed for listed in declaration_lists(store)}

    def objected(iri: str) -> tuple[Ref, Ref, str]:
        """Return what an objection is directed at, who made it, and the act in words."""
        if iri in actors:
            return actors[iri], actors[iri], ""
        about = stated[iri]
        key = iri.removeprefix(f"{ID}action/")
        ref = Ref(id=iri, key=key, name=about.texts(RDFS.label)[0])
        act = act_labels_of(store, about.texts("treaty")[0])[iri]
        return ref, actors[about.texts("actor")[0]], act.say_act()

    def declaration(iri: str, about: Properties) -> Declaration:
        class_ = class_of(about.texts(RDF.type))
        kind, treaty = fine_kind(class_), by_treaty[about.texts("treaty")[0]]
        listed = lists.get((treaty.id, kind))
        objects_to = tuple(map(objected, about.texts("objectsTo")))
        stating = some_sources(sources, about.texts(PROV.hadPrimarySource))
        return properties_as(
            Declaration,
            about,
            id=iri,
            type=class_,
            kind=kind,
            actor=actors[about.texts("actor")[0]],
            treaty=treaty,
            territories=tuple(territories[t] for t in about.texts("territory")),
            concerns_provision=tuple(provisions[p] for p in about.texts("concernsProvision")),
            objects_to=tuple(what for what, _, _ in objects_to),
            objected_acts=tuple(act for _, _, act in objects_to),
            objected_actor=next((who for _, who, _ in objects_to), None),
            list_complete_on=listed and listed.complete_on,
            list_read_until=listed and listed.read_until,
            as_of=max((s.as_of for s in stating if s.as_of), default=None),
            sources=stating,
        )

    with refusing(Declaration):
        found = [declaration(iri, about) for iri, about in stated.items()]
    read = {(s.treaty.key, s.actor.key) for s in found if s.type in READ}
    # Where texts have been read, a mere list of those who made a declaration adds nothing.
    found = [s for s in found if s.type in READ or (s.treaty.key, s.actor.key) not in read]
    return tuple(found)

"""Declarations of a State that touch what is asked of it, objections to them, and what peers did."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from pydantic import Field

from csekg.answers.briefs.peers import by_english_name, english_order
from csekg.answers.common.base import Answer, Ref
from csekg.answers.status.declarations import Declaration, declarations
from csekg.answers.texts.affected_texts import target
from csekg.answers.texts.correspondences import STRENGTHS, Correspondence, correspondences
from csekg.answers.texts.resolution_requests import Request
from csekg.sparql.store import QueryEngine


class Withdrawal(Answer):
    """A State that took a reservation back, and when."""

    actor: Ref
    on: date


class AffectingDeclaration(Answer):
    """A reservation or declaration of a State that restricts what the resolution asks, and the objections to it."""

    statement: Declaration
    paragraphs: tuple[Ref, ...] = Field(
        description="paragraphs that correspond to a provision that it is to, in the order of the resolution, and "
        "those that ask to carry out the treaty to which it is as a whole"
    )
    objected_by: tuple[Ref, ...] = Field(description="who objected to it, by English name")
    allowed_by: tuple[Ref, ...] = Field(description="clauses of the treaty that allow it by name")
    alike: tuple[Ref, ...] = Field(
        description="other States with a reservation to the same provisions and with the same effect, in our reading, "
        "by English name; none to one that is to a treaty as a whole"
    )
    withdrawals: tuple[Withdrawal, ...] = Field(description="those of them who took theirs back, the latest first")


#: Effects of a statement that restrict what the treaty asks.
_RESTRICTING = frozenset(("excludes", "limits", "conditions"))


def affecting_declarations(
    store: QueryEngine, actor: str, asked: Iterable[Request]
) -> tuple[tuple[AffectingDeclaration, ...], int]:
    """Return the statements of an actor that restrict what is asked of it, and how many others it made.

    Left out are those that were taken back as a whole, those for a territory alone, and those that
    restrict nothing, as one that binds to more than the treaty asks. First come those that touch most.
    """
    asked = list(asked)
    keys = [request.requested_in.key for request in asked]
    # No paragraph at all would mean every one.
    links = correspondences(store, paragraph=keys, strength=STRENGTHS[:3]) if keys else []
    stated = [limit for limit in declarations(store, actor=actor) if limit.may_limit]
    found = [(each, _touched(store, each, links, asked)) for each in stated if _restricts(each)]
    touched = [
        AffectingDeclaration(
            statement=declaration,
            paragraphs=paragraphs,
            objected_by=_objections(store, declaration),
            allowed_by=target(store, declaration).clauses,
            **_alike(store, declaration),
        )
        for declaration, paragraphs in found
        if paragraphs
    ]
    # A stable sort: within one count they stay by treaty and day. What was said at the signature need not have been
    # repeated with the consent.
    touched.sort(key=lambda each: (each.statement.made_upon == "signature", -len(each.paragraphs)))
    return tuple(touched), len(stated) - len(touched)


def _restricts(stated: Declaration) -> bool:
    # The effect of a reservation whose text nobody read is not known.
    unread = stated.kind == "reservation" and not stated.effect
    return not stated.territories and (unread or not _RESTRICTING.isdisjoint(stated.effect))


def excluded_provisions(store: QueryEngine, actor: str) -> frozenset[str]:
    """Return the IRIs of the provisions that the actor with this key excludes by reservations of its own."""
    return frozenset(
        provision.id
        for stated in declarations(store, actor=actor)
        if stated.kind == "reservation" and stated.may_limit and "excludes" in stated.effect
        # One for a territory alone leaves the State itself bound.
        if stated.made_upon != "signature" and not stated.territories
        for provision in target(store, stated).provisions
    )


def _touched(
    store: QueryEngine, statement: Declaration, links: Iterable[Correspondence], asked: Iterable[Request]
) -> tuple[Ref, ...]:
    its = target(store, statement)
    if its.provisions:
        linked = (link for link in links if link.instrument.id == statement.treaty.id)
        return tuple(dict.fromkeys(link.paragraph for link in linked if its.is_to(link.provision.id)))
    whole = (each for each in asked if statement.treaty.id in {concerned.id for concerned in each.concerns_instrument})
    return tuple(dict.fromkeys(request.requested_in for request in whole))


def _alike(store: QueryEngine, statement: Declaration) -> dict[str, Any]:
    """Return who made a reservation to the same provisions and with the same effect, and who took it back."""
    about = {provision.id for provision in target(store, statement).provisions}
    made, back = set(), {}
    for other in declarations(store, treaty=statement.treaty.key) if about else ():
        if other.kind != "reservation" or other.actor.id == statement.actor.id or other.made_upon == "signature":
            continue
        theirs = {provision.id for provision in target(store, other).provisions}
        if theirs == about and set(other.effect) == set(statement.effect) and not other.territories:
            made.add(other.actor)
            if other.withdrawn_on:
                back[other.actor.id] = Withdrawal(actor=other.actor, on=other.withdrawn_on)
    latest = sorted(back.values(), key=lambda taken: (-taken.on.toordinal(), english_order(taken.actor)))
    return {"alike": by_english_name(made), "withdrawals": tuple(latest)}


def _objections(store: QueryEngine, statement: Declaration) -> tuple[Ref, ...]:
    """Return who objected to a declaration, or to its actor where no declaration is named."""
    meant = {statement.id, statement.actor.id}
    found = {
        objection.actor
        for objection in declarations(store, treaty=statement.treaty.key)
        if objection.kind == "objection" and any(target.id in meant for target in objection.objects_to)
    }
    return by_english_name(found)

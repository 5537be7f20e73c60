"""Declarations of a State that touch what is asked of it, objections to them, and what peers did."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from pydantic import Field

from csekg.answers.briefs.peers import by_english_name, english_order
from csekg.answers.common.base import Answer, Ref
from csekg.answers.status.declarations import Declaration, declarations
from csekg.answers.texts.affected_texts import overlaps, target
from csekg.answers.texts.correspondences import STRENGTHS, Correspondence, correspondences
from csekg.answers.texts.resolution_requests import Request
from csekg.sparql.store import QueryEngine


class Withdrawal(Answer):
    """A State that took a reservation back, and when."""

    actor: Ref
    on: date


class AffectingDeclaration(Answer):
    """A declaration that touches what the resolution asks, and the objections to it."""

    statement: Declaration
    paragraphs: tuple[Ref, ...] = Field(
        description="paragraphs that correspond to a provision that it is to, the closest first, and those that ask "
        "to carry out the treaty"
    )
    objected_by: tuple[Ref, ...] = Field(description="who objected to it, by English name")
    peers: int = Field(description="other States that made a reservation to a provision that it is to")
    withdrawals: tuple[Withdrawal, ...] = Field(description="those of them who took theirs back, the latest first")


def affecting_declarations(
    store: QueryEngine, actor: str, asked: Iterable[Request]
) -> tuple[tuple[AffectingDeclaration, ...], int]:
    """Return the declarations of an actor that touch what is asked of it, and how many others.

    Those that were taken back as a whole are left out. First come those that touch most.
    """
    asked = list(asked)
    keys = [request.requested_in.key for request in asked]
    # No paragraph at all would mean every one.
    links = correspondences(store, paragraph=keys) if keys else []
    stated = [limit for limit in declarations(store, actor=actor) if limit.may_limit]
    found = [(declaration, _touched(store, declaration, links, asked)) for declaration in stated]
    touched = [
        AffectingDeclaration(
            statement=declaration,
            paragraphs=paragraphs,
            objected_by=_objections(store, declaration),
            **_peers(store, declaration),
        )
        for declaration, paragraphs in found
        if paragraphs
    ]
    # A stable sort: within one count they stay by treaty and day.
    touched.sort(key=_weight)
    return tuple(touched), len(stated) - len(touched)


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


#: Effects of a statement that touch what the treaty asks.
_SUBSTANTIAL = frozenset(("excludes", "limits", "conditions"))


def _weight(affecting: AffectingDeclaration) -> tuple[bool, bool, int, int, bool]:
    """Return a key that puts first what changes most of what is asked, and last what only states a position."""
    stated = affecting.statement
    if _SUBSTANTIAL & set(stated.effect):
        substance = 0
    else:
        substance = 1 if "interprets" in stated.effect else 2
    few = -len(affecting.paragraphs), bool(stated.concerns_provision)
    # What was said at the signature need not have been repeated with the consent.
    return stated.made_upon == "signature", stated.kind != "reservation", substance, *few


def _touched(
    store: QueryEngine, statement: Declaration, links: Iterable[Correspondence], asked: Iterable[Request]
) -> tuple[Ref, ...]:
    whole = (
        request.requested_in
        for request in asked
        if statement.treaty.id in {concerned.id for concerned in request.concerns_instrument}
    )
    its = target(store, statement)
    closest = sorted(
        (link for link in links if link.instrument.id == statement.treaty.id and its.is_to(link.provision.id)),
        key=lambda link: STRENGTHS.index(link.strength),
    )
    parts = (link.paragraph for link in closest)
    return tuple(dict.fromkeys((*parts, *whole)))


def _peers(store: QueryEngine, statement: Declaration) -> dict[str, Any]:
    """Return how many other States made a reservation to the same provisions, and who took theirs back."""
    about = {provision.id for provision in target(store, statement).provisions}
    made, back = set(), {}
    for other in declarations(store, treaty=statement.treaty.key):
        if other.kind != "reservation" or other.actor.id == statement.actor.id or other.made_upon == "signature":
            continue
        theirs = [provision.id for provision in target(store, other).provisions]
        # A reservation to the treaty as a whole is compared with others to the whole.
        if any(overlaps(theirs, own) for own in about) if about else not theirs:
            made.add(other.actor.id)
            if other.withdrawn_on:
                back[other.actor.id] = Withdrawal(actor=other.actor, on=other.withdrawn_on)
    latest = sorted(back.values(), key=lambda taken: (-taken.on.toordinal(), english_order(taken.actor)))
    return {"peers": len(made), "withdrawals": tuple(latest)}


def _objections(store: QueryEngine, statement: Declaration) -> tuple[Ref, ...]:
    """Return who objected to a declaration, or to its actor where no declaration is named."""
    meant = {statement.id, statement.actor.id}
    found = {
        objection.actor
        for objection in declarations(store, treaty=statement.treaty.key)
        if objection.kind == "objection" and any(target.id in meant for target in objection.objects_to)
    }
    return by_english_name(found)

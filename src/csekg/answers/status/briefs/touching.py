"""The declarations of a State that touch what the resolution asks of it."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from csekg.answers.common.base import Answer, Ref
from csekg.answers.common.ordering import alphabetical
from csekg.answers.status.declarations import Statement, declarations
from csekg.answers.texts.correspondences import Correspondence, correspondences
from csekg.answers.texts.requests import Request
from csekg.answers.texts.touching import overlaps
from csekg.sparql.store import QueryEngine

#: Kinds by which a State limits or explains what binds it.
_KINDS = (
    "reservation", "interpretative-declaration", "declaration", "binding-age-declaration",
)  # fmt: skip


class Touching(Answer):
    """A declaration that touches what the resolution asks, and the objections to it."""

    statement: Statement
    paragraphs: tuple[Ref, ...] = Field(
        description="paragraphs that correspond to a provision that it concerns; where it concerns "
        "a treaty as a whole, those that ask to carry out the treaty"
    )
    objected_by: tuple[Ref, ...] = Field(description="who objected to it, by name")


def touching(
    store: QueryEngine, actor: str, asked: Iterable[Request]
) -> tuple[tuple[Touching, ...], int]:
    """Return the declarations of an actor that touch what is asked of it, and how many others.

    Those that were taken back as a whole are left out. First come those that touch most.
    """
    asked = list(asked)
    keys = [each.requested_in.key for each in asked]
    # No paragraph at all would mean every one.
    links = correspondences(store, paragraph=keys) if keys else []
    stated = [
        each
        for each in declarations(store, actor=actor)
        if each.kind in _KINDS and each.withdrawn_on is None and each.withdrawal != "yes"
    ]
    found = [(each, _touched(each, links, asked)) for each in stated]
    touched = [
        Touching(statement=each, paragraphs=paragraphs, objected_by=_objections(store, each))
        for each, paragraphs in found
        if paragraphs
    ]
    # A stable sort: within one count they stay by treaty and day.
    touched.sort(key=_weight)
    return tuple(touched), len(stated) - len(touched)


def _weight(each: Touching) -> tuple[bool, bool, int]:
    # What was said at the signature need not have been repeated with the consent.
    stated = each.statement
    return stated.made_upon == "signature", stated.kind != "reservation", -len(each.paragraphs)


def _touched(
    statement: Statement, links: Iterable[Correspondence], asked: Iterable[Request]
) -> tuple[Ref, ...]:
    if not statement.concerns_provision:
        whole = [
            each.requested_in
            for each in asked
            if statement.treaty.id in {concerned.id for concerned in each.concerns_instrument}
        ]
        return tuple(dict.fromkeys(whole))
    return tuple(
        dict.fromkeys(
            link.paragraph
            for link in links
            if link.instrument.id == statement.treaty.id
            and overlaps([own.id for own in statement.concerns_provision], link.provision.id)
        )
    )


def _objections(store: QueryEngine, statement: Statement) -> tuple[Ref, ...]:
    """Return who objected to a declaration, or to its actor where no declaration is named."""
    meant = {statement.id, statement.actor.id}
    found = {
        each.actor
        for each in declarations(store, treaty=statement.treaty.key)
        if each.kind == "objection" and any(target.id in meant for target in each.objects_to)
    }
    return tuple(sorted(found, key=lambda each: alphabetical(each.name)))

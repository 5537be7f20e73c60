"""One article of a treaty or a part of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from csekg import namespaces as ns
from csekg.answers.common.base import Ref, alphabetical
from csekg.answers.common.references import actor_refs, list_sources
from csekg.answers.pages.links import provision_address
from csekg.answers.status.declarations import Declaration
from csekg.answers.status.matrix import cells_as_of
from csekg.answers.texts.affected_texts import annotated, overlaps, target
from csekg.answers.texts.correspondences import correspondences
from csekg.answers.texts.parallels import parallels_of
from csekg.answers.texts.provisions import ProvisionDetail, provision, provisions
from csekg.sparql.store import QueryEngine
from csekg_api.indexes import treaty_by_name
from csekg_api.site.page import page, page_router
from csekg_api.site.resolution.resolution import Resolution
from csekg_api.site.states.state import by_kind
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.urls import root_path

router = page_router()


@dataclass(frozen=True, slots=True)
class Reservation:
    """The first reservation of a State, and the clauses under which this one and its others were made."""

    statement: Declaration
    clauses: tuple[Ref, ...]


@dataclass(slots=True)
class Mention:
    """Provisions of one article to which reservations are that only mention another provision, and by whom."""

    heading: str
    provisions: tuple[Ref, ...]
    actors: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Reservations:
    """What those whom a treaty binds have reserved as to one provision; mappings are by the IRI of the actor.

    A reservation in `to_it` excludes or limits the provision, one in `under_it` was made under it,
    as a reservation clause. Those of `mentions` name it and are to other provisions.
    """

    to_it: dict[str, Reservation]
    under_it: dict[str, Reservation]
    mentions: tuple[Mention, ...]


def provision_key(text: str) -> str:
    """Return the key of a provision in an address: `article/9/1/d` for `9/1/d` and for `9(1)(d)`."""
    try:
        return ns.provision_path(text.lower())
    except ValueError:
        return f"article/{text.lower()}"


@router.get("/treaties/{key}/articles/{article:path}")
def one(store: ServedStore, request: Request, key: str, article: str) -> Response:
    info = treaty_by_name(store, key)
    about = provision(store, info.key, provision_key(article))
    own = provision_address(about.key)
    if (info.key, own) != (key, article):
        return RedirectResponse(f"{root_path(request)}/treaties/{info.key}/articles/{quote(own)}", 308)
    names = actor_refs(store)
    bound = [(names[iri], cell) for iri, cell in cells_as_of(store).get(info.key, {}).items() if cell.status == "party"]
    reservations = _reservations(store, about, {actor.id for actor, _ in bound})
    return page(
        request,
        "article.html",
        about=about,
        info=info,
        bound=sorted(bound, key=lambda pair: alphabetical(pair[0].name)),
        reservations=reservations,
        # Under a reservation clause nobody reserves anything to the clause itself.
        marked=reservations.to_it or reservations.under_it,
        remarks=by_kind(annotated(store, about.statements)),
        answers=[
            link for link in correspondences(store, instrument=info.key) if overlaps([about.id], link.provision.id)
        ],
        parallels=parallels_of(store, about.id),
        words=Resolution(store).words,
        sources=list_sources(store)[info.id],
    )


def _reservations(store: QueryEngine, about: ProvisionDetail, bound: Collection[str]) -> Reservations:
    """Return the reservations as to a provision of those whom its treaty binds, given by IRI."""
    headings = {each.id: each.heading or "" for each in provisions(store, about.provision_of.key)}
    to_it: dict[str, Reservation] = {}
    under_it: dict[str, Reservation] = {}
    mentions: dict[tuple[Ref, ...], Mention] = {}
    for each in about.statements:
        if not (each.may_limit and each.kind == "reservation" and each.actor.id in bound):
            continue
        its = target(store, each)
        if its.is_to(about.id):
            to_it[each.actor.id] = _with_clauses(to_it.get(each.actor.id), each, its.clauses)
        elif its.is_under(about.id):
            under_it[each.actor.id] = _with_clauses(under_it.get(each.actor.id), each, its.clauses)
        else:
            instrument, _, number = its.provisions[0].id.partition("/article/")
            heading = headings[f"{instrument}/article/{number.partition('/')[0]}"]
            mentions.setdefault(its.provisions, Mention(heading, its.provisions)).actors.add(each.actor.id)
    return Reservations(to_it, under_it, tuple(mentions.values()))


def _with_clauses(earlier: Reservation | None, statement: Declaration, clauses: tuple[Ref, ...]) -> Reservation:
    if earlier is None:
        return Reservation(statement, clauses)
    return Reservation(earlier.statement, tuple(dict.fromkeys((*earlier.clauses, *clauses))))

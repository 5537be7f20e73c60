"""The manifest; completes what somebody types: things, types and properties, with previews."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import escape

from csekg import __version__
from csekg import namespaces as ns
from csekg.answers.common.base import Answer, Words
from csekg.answers.search.entries import Kind
from csekg_api.indexes import search_index
from csekg_api.reconcile.match import MOST_QUERIES
from csekg_api.reconcile.things import TYPES, Thing, Things, properties
from csekg_api.web.headers import CONTENT_SECURITY_POLICY
from csekg_api.web.problem_types import problems
from csekg_api.web.problems import ProblemError
from csekg_api.web.request_limits import KEY, LONGEST
from csekg_api.web.templates import render
from csekg_api.web.urls import root_path, service_url
from csekg_api.web.work_limit import LimitedRoute

_MOST = 20
_KINDS: tuple[Kind, ...] = ("state", "treaty", "paragraph", "concept", "source")
#: Other sites may show a preview in a frame.
_POLICY = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")

_Prefix = Annotated[str, Query(max_length=LONGEST, examples=["Ire"], description="what has been typed so far")]
_Cursor = Annotated[int, Query(ge=0, le=1000, description="suggestions to leave out first")]
_ThingId = Annotated[str, Query(max_length=LONGEST, examples=["state/IRL"], description="id of a thing, or its IRI")]
_AnyId = Annotated[str, Query(max_length=LONGEST, examples=["State"])]
_Type = Annotated[str, Query(max_length=KEY, examples=["State"], description="only of this type; '' for all")]


class Named(Answer):
    """Something with an id and a name."""

    id: str
    name: Words


class Suggested(Named):
    """Something that somebody may mean."""

    description: Words | None = None
    notable: tuple[Named, ...] = ()


class SuggestedList(Answer):
    """What somebody may mean, the likeliest first."""

    result: tuple[Suggested, ...]


class Flyout(Answer):
    """A piece of HTML about something."""

    id: str
    html: str


class Proposed(Answer):
    """The properties that things of a type have."""

    type: str
    limit: int
    properties: tuple[Named, ...]


def suggest_routes(things: Things, page_of: Callable[[str], str]) -> APIRouter:
    """Return the routes of suggestions; `page_of` gives the path of the page about an IRI."""
    router = APIRouter(prefix=PATH, tags=["Reconciliation"], route_class=LimitedRoute)

    @router.get("/suggest/entity", operation_id="suggestEntity", summary="Complete a name")
    def entity(prefix: _Prefix, cursor: _Cursor = 0, type: _Type = "") -> SuggestedList:
        """Things by what is typed of their name, in any language."""
        hits = search_index(things.store).find(prefix, _KINDS)
        found = (things.find(hits[place].id) for place in range(min(len(hits), 10 * _MOST)))
        fitting = [each for each in found if each and type in ("", each.type)]
        return _some(
            (
                Suggested(
                    id=each.id,
                    name=each.name,
                    description=each.description,
                    notable=(Named(id=each.type, name=each.type),),
                )
                for each in fitting
            ),
            cursor,
        )

    @router.get("/suggest/type", operation_id="suggestType", summary="Complete a type")
    def type_(prefix: _Prefix, cursor: _Cursor = 0) -> SuggestedList:
        """Types whose names begin so."""
        return _some((Suggested(id=each, name=each) for each in TYPES if _begins(each, prefix)), cursor)

    @router.get("/suggest/property", operation_id="suggestProperty", summary="Complete a property")
    def property_(prefix: _Prefix, cursor: _Cursor = 0) -> SuggestedList:
        """Properties of things by a part of their names."""
        return _some(
            (
                Suggested(id=each.id, name=each.name, description=each.type)
                for each in properties(things.store)
                if prefix.casefold() in each.name.casefold()
            ),
            cursor,
        )

    @router.get("/properties", operation_id="proposeProperties", summary="The properties of a type")
    def propose(type: _Type = "", limit: Annotated[int, Query(ge=1, le=200)] = 100) -> Proposed:
        """What a table of such things can be extended by."""
        found = properties(things.store, type)[:limit]
        named = tuple(Named(id=each.id, name=each.name) for each in found)
        return Proposed(type=type, limit=limit, properties=named)

    @router.get(
        "/flyout/{what}", operation_id="getFlyout", summary="A few words about something", responses=problems(404)
    )
    def flyout(what: Literal["entity", "type", "property"], id: _AnyId) -> Flyout:
        """A piece of HTML, for a client that shows it beside a suggestion."""
        name, about = _about(things, what, id)
        return Flyout(id=id, html=f"<p><strong>{escape(name)}</strong></p><p>{escape(about)}</p>")

    @router.get(
        "/preview",
        operation_id="getPreview",
        summary="A small page about a thing",
        response_class=Response,
        responses={200: {"content": {"text/html": {"schema": {"type": "string"}}}}, **problems(404)},
    )
    def preview(request: Request, id: _ThingId) -> Response:
        """A page for a frame of another site."""
        thing = _found(things, id)
        page = render("preview.html", request, thing=thing, whole=page_of(ns.ID + thing.id))
        page.headers["Content-Security-Policy"] = _POLICY
        return page

    @router.get(
        "/view",
        operation_id="viewEntity",
        summary="The page about a thing",
        response_class=RedirectResponse,
        status_code=303,
        responses={303: {"description": "The page"}, **problems(404)},
    )
    def view(request: Request, id: _ThingId) -> Response:
        """Leads to the page for people."""
        place = page_of(ns.ID + _found(things, id).id)
        return RedirectResponse(root_path(request) + place, 303)

    return router


def _some(found: Iterable[Suggested], cursor: int) -> SuggestedList:
    return SuggestedList(result=tuple(found)[cursor : cursor + _MOST])


def _begins(name: str, prefix: str) -> bool:
    return name.casefold().startswith(prefix.casefold())


def _found(things: Things, id_: str) -> Thing:
    thing = things.find(id_)
    if thing is None:
        raise ProblemError(404, f"nothing that can be reconciled has the id {id_!r}")
    return thing


def _about(things: Things, what: str, id_: str) -> tuple[str, str]:
    """Return name and description of a thing, a type or a property."""
    if what == "type" and id_ in TYPES:
        return id_, f"{sum(1 for _ in things.names.all(TYPES[id_]))} of them can be reconciled."
    if what == "property":
        for each in properties(things.store):
            if each.id == id_:
                return each.name, each.type
    if what == "entity":
        thing = _found(things, id_)
        return thing.name, thing.description or thing.type
    raise ProblemError(404, f"there is no {what} with the id {id_!r}")


PATH = "/reconcile"
#: The size of a preview in pixels.
WIDTH, HEIGHT = 420, 220


def manifest(request: Request) -> dict[str, Any]:
    """Return the manifest of the service (Reconciliation Service API 0.2, section 4)."""
    root = service_url(request, PATH)
    return {
        "versions": ["0.2"],
        "name": request.app.title,
        "identifierSpace": ns.ID,
        "schemaSpace": ns.ONTOLOGY,
        "documentation": service_url(request, "/docs"),
        "serviceVersion": __version__,
        "defaultTypes": [{"id": each, "name": each} for each in TYPES],
        "view": {"url": f"{root}/view?id={{{{id}}}}"},
        "preview": {"url": f"{root}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": {
            kind: {
                "service_url": root,
                "service_path": f"/suggest/{kind}",
                "flyout_service_url": root,
                "flyout_service_path": f"/flyout/{kind}?id=${{id}}",
            }
            for kind in ("entity", "property", "type")
        },
        "extend": {"propose_properties": {"service_url": root, "service_path": "/properties"}, "property_settings": []},
        "batchSize": MOST_QUERIES,
    }

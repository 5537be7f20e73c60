"""The routes of linked data: identifiers, and the ontology and the shapes with their files and pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from csekg.answers.quality.dataset import stated_release
from csekg.namespaces import ONTOLOGY
from csekg.sparql.store import QueryEngine
from csekg_api.linked_data import documents, vocabularies
from csekg_api.linked_data.resources import Resources, VocabularyDocuments, resources_router
from csekg_api.web.dependencies import add_routes
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import raw_path, root_path
from csekg_api.web.work_limit import LimitedRoute, WorkLimit


def add_linked_data(
    app: FastAPI,
    store: QueryEngine,
    base: str,
    work: WorkLimit,
    better_page: Callable[[str], str | None] = lambda _iri: None,
) -> None:
    """Make the identifiers that begin with `base`, the ontology and the shapes dereferenceable.

    The routes of documents come first; a path without a route may still be an identifier. All
    handlers run within the limits of `work`. `better_page` returns the path of a page with more
    about a thing than its description, or None.
    """
    resources = Resources(store, base)
    # Another dataset may have an identifier of its own at that path.
    ours = ONTOLOGY.startswith(base) or resources.identifiers.find("ontology") is None
    show = VocabularyDocuments(store, base) if ours else None
    add_routes(app.router, resources_router(resources, better_page, show), release_router(store))
    if show:
        add_routes(app.router, vocabulary_router(show))
    others = OtherIdentifiers(app.router.default, resources)
    app.router.default = work.bounded(others)


class OtherIdentifiers:
    """Answers paths without a route: redirects from identifiers outside `id/`."""

    def __init__(self, otherwise: ASGIApp, resources: Resources) -> None:
        """Take the application for paths that are no identifiers either."""
        self._otherwise, self._resources = otherwise, resources

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        answer = self._otherwise
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            request = Request(scope)
            path = raw_path(request).removeprefix("/")
            try:
                referent = await to_thread.run_sync(self._resources.find, path, request.url.query)
            except ProblemError as problem:
                if problem.status != 404:
                    raise
                # The general message about a missing page fits better.
                pass
            else:
                answer = self._resources.redirect(request, referent)
        await answer(scope, receive, send)


_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The document", "content": documents.content_schemas([*documents.GRAPH_FILES, "html"])},
    406: {"description": "The document exists in other formats than the accepted ones"},
}


def vocabulary_router(show: VocabularyDocuments) -> APIRouter:
    """Return the routes of the ontology, its alignments and the shapes, by their namespaces."""
    router = APIRouter(tags=["Linked data"], route_class=LimitedRoute)

    @router.get("/ontology", operation_id="getOntology", response_class=Response, responses=_RESPONSES)
    def ontology(request: Request) -> Response:
        """The classes and properties. The format follows the Accept header: RDF, or a page."""
        return show.answer(request, vocabularies.ONTOLOGY_FILE)

    @router.get("/shapes", operation_id="getShapes", response_class=Response, responses=_RESPONSES)
    def shapes(request: Request) -> Response:
        """The rules of the data, in SHACL. The format follows the Accept header: RDF, or a page."""
        return show.answer(request, vocabularies.FILES["shapes"])

    @router.get("/ontology/{part}", include_in_schema=False)
    def part_of_ontology(request: Request, part: str) -> Response:
        if file := vocabularies.FILES.get(f"ontology/{part}"):
            return show.answer(request, file)
        version = vocabularies.version()
        places = {"shapes": "/shapes", version: "/ontology"}
        places |= {f"{version}.{ending}": f"/data/ontology.{ending}" for ending in documents.GRAPH_FILES}
        if part not in places:
            raise ProblemError(404, f"there is no version {part!r} of the ontology here, only {version}")
        return Response(status_code=303, headers={"Location": root_path(request) + places[part]})

    return router


def release_router(store: QueryEngine) -> APIRouter:
    """Return the route of the identifiers of releases."""
    router = APIRouter(route_class=LimitedRoute)

    @router.get("/releases/{version}", include_in_schema=False)
    def release(request: Request, version: str) -> Response:
        """Lead from the release whose data are served to their files; 404 for any other one."""
        served = stated_release(store).version
        if version != served:
            raise ProblemError(404, f"the data that are served here are those of release {served}, of no other one")
        return Response(status_code=303, headers={"Location": f"{root_path(request)}/method#downloads"})

    return router

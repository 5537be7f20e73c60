"""The routes of linked data: identifiers, and the ontology and the shapes with their files and pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal, get_args

from anyio import to_thread
from fastapi import APIRouter, FastAPI, Path, Request
from fastapi.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from csekg.answers.entities import ontology
from csekg.answers.entities.ontology import uses
from csekg.namespaces import ONTOLOGY
from csekg.sparql.store import QueryEngine
from csekg_api.linked_data import documents, vocabularies
from csekg_api.linked_data.resources import Resources, resources_router
from csekg_api.web.dependencies import add_routes
from csekg_api.web.problems import ProblemError
from csekg_api.web.templates import render
from csekg_api.web.urls import raw_path, root_path, service_url
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
    add_routes(app.router, resources_router(resources, better_page))
    # Another dataset may have an identifier of its own at that path.
    if ONTOLOGY.startswith(base) or resources.identifiers.find("ontology") is None:
        add_routes(app.router, vocabulary_router(store, base))
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


Show = Callable[[Request], dict[str, Any]]
_CONTENT = documents.content_schemas(documents.GRAPH_FILES)
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The document", "content": documents.content_schemas([*documents.GRAPH_FILES, "html"])},
    406: {"description": "The document exists in other formats than the accepted ones"},
}
_Ending = Literal["ttl", "nt", "rdf", "jsonld"]
_EndingPath = Annotated[_Ending, Path(description="Format of the file", examples=["ttl"])]


def vocabulary_router(store: QueryEngine, base: str) -> APIRouter:
    """Return the routes of the ontology and its parts; examples come from the served dataset."""
    router = APIRouter(tags=["Linked data"], route_class=LimitedRoute)
    addresses = documents.Addresses(base)

    def ontology_page(request: Request) -> dict[str, Any]:
        page = vocabularies.OntologyPage(addresses, root_path(request), uses(store))
        return {
            "header": ontology.header(),
            "classes": page.entries(True),
            "properties": page.entries(False),
            "class_tree": page.tree(True),
            "property_tree": page.tree(False),
            "vocabularies": [(it, page.named(it.iri)) for it in ontology.vocabularies()],
            "version": vocabularies.version(),
            "diagram": vocabularies.diagram(),
        }

    def shapes_page(request: Request) -> dict[str, Any]:
        page = vocabularies.OntologyPage(addresses, root_path(request), {})
        return {"groups": vocabularies.groups(), "anchor": vocabularies.anchor, "link_to": page.named}

    _add(router, vocabularies.FILES[vocabularies.ONTOLOGY_PATH], "ontology.html", ontology_page)
    _add(router, vocabularies.FILES[vocabularies.SHAPES_PATH], "shapes.html", shapes_page)
    _add(router, vocabularies.FILES[vocabularies.ALIGNMENTS_PATH], None, None)

    @router.get("/ontology/shapes", include_in_schema=False)
    def shapes(request: Request) -> Response:
        place = root_path(request) + vocabularies.SHAPES_PATH
        return Response(status_code=303, headers={"Location": place})

    @router.get("/ontology/{number}", include_in_schema=False)
    def ontology_version(request: Request, number: str) -> Response:
        stem, _, ending = number.rpartition(".")
        if stem == vocabularies.version() and ending in get_args(_Ending):
            return _data(request, vocabularies.FILES[vocabularies.ONTOLOGY_PATH], ending, has_page=True)
        if number != vocabularies.version():
            raise ProblemError(
                404, f"there is no version {number!r} of the ontology here, only {vocabularies.version()}"
            )
        return _answer(request, vocabularies.FILES[vocabularies.ONTOLOGY_PATH], "ontology.html", ontology_page)

    @router.get(
        "/context.jsonld",
        operation_id="getOntologyContext",
        summary="JSON-LD context of the ontology",
        response_class=Response,
        responses={200: {"content": {"application/ld+json": {"schema": {"type": "object"}}}}},
    )
    def context() -> Response:
        """Short names for the classes and properties; any JSON-LD document may refer to it."""
        return Response(documents.context_bytes(), media_type="application/ld+json")

    return router


def _add(router: APIRouter, file: vocabularies.VocabularyFile, template: str | None, show: Show | None) -> None:
    name = "get" + "".join(part.capitalize() for part in file.path.strip("/").split("/"))

    def negotiated(request: Request) -> Response:
        return _answer(request, file, template, show)

    def one_format(request: Request, ending: _EndingPath) -> Response:
        return _data(request, file, ending, template is not None)

    router.add_api_route(
        file.path,
        negotiated,
        operation_id=name,
        response_class=Response,
        responses=_RESPONSES,
        summary=file.title,
        description="The format follows the Accept header: RDF, or a page.",
    )
    router.add_api_route(
        file.path + ".{ending}",
        one_format,
        operation_id=f"{name}File",
        response_class=Response,
        responses={200: {"description": "The document", "content": _CONTENT}},
        summary=f"{file.title} in one format",
        description="Turtle (ttl), N-Triples (nt), RDF/XML (rdf) or JSON-LD (jsonld).",
    )


def _answer(request: Request, file: vocabularies.VocabularyFile, template: str | None, show: Show | None) -> Response:
    ending = documents.accepted(request, documents.GRAPH_FILES)
    place = root_path(request) + file.path
    if ending != "html":
        answer = _data(request, file, ending, template is not None)
        answer.headers["Content-Location"] = f"{place}.{ending}"
    elif template is None or show is None:
        # A document without a page is shown to a browser as Turtle.
        answer = _data(request, file, "ttl", False)
        answer.headers["Content-Location"] = f"{place}.ttl"
    else:
        files = [
            (f"{place}.{e}", documents.media_type(e), documents.label(documents.FILES[e]))
            for e in documents.GRAPH_FILES
        ]
        canonical = service_url(request, file.path)
        answer = render(
            template,
            request,
            title=file.title,
            iri=file.iri,
            files=files,
            canonical=canonical,
            release=request.app.state.release,
            **show(request),
        )
        answer.headers["Link"] = _links(request, file, "html", True)
    answer.headers["Vary"] = "Accept"
    return answer


def _data(request: Request, file: vocabularies.VocabularyFile, ending: str, has_page: bool) -> Response:
    links = _links(request, file, ending, has_page)
    return Response(file.content(ending), media_type=documents.media_type(ending), headers={"Link": links})


def _links(request: Request, file: vocabularies.VocabularyFile, without: str, has_page: bool) -> str:
    place = root_path(request) + file.path
    others = documents.alternates(place, place, documents.GRAPH_FILES, without)
    return documents.link_header(
        (file.iri, "describes", ""),
        (service_url(request, file.path), "canonical", ""),
        *(other for other in others if has_page or other[2] != documents.media_type("html")),
    )

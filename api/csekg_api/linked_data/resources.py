"""The routes of identifiers (/id/...) and of documents about them (/data/..., /page/...)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse, Response

from csekg.answers.entities.description import Identifiers, Referent, describe
from csekg.namespaces import ID, thing
from csekg.releases.citation_formats import cite
from csekg.sparql.store import QueryEngine
from csekg_api.linked_data.addresses import Addresses, alternates, link_header
from csekg_api.linked_data.documents import write_document
from csekg_api.linked_data.negotiation import (
    FILES,
    accepted,
    content_schemas,
    label,
    media_type,
    split_ending,
)
from csekg_api.linked_data.page import PageView
from csekg_api.web.pages import render
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import API, raw_path, root_path, service_url
from csekg_api.web.work_limit import LimitedRoute

_DATASET = thing("dataset", "csekg").value
_Document = Annotated[
    str,
    Path(description="Name of the document, as `state/FRA.ttl`", examples=["state/FRA.ttl"]),
]
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The description", "content": content_schemas(FILES)},
    303: {"description": "For a browser: where the page about the thing is"},
    404: {"description": "The dataset holds no such identifier"},
    406: {"description": "The description exists in other formats than the accepted ones"},
}


class Resources:
    """Answers requests for the identifiers of a dataset and for documents about them."""

    def __init__(self, store: QueryEngine, base: str) -> None:
        """Take the dataset and the beginning of the IRIs that the service dereferences."""
        self._store = store
        self.identifiers = Identifiers(store, base)
        self._addresses = Addresses(base)

    def find(self, path: str, query: str = "") -> Referent:
        """Return the identifier at a path of the service; raises a 404 problem if there is none."""
        found = self.identifiers.find(f"{path}?{query}") if query else None
        found = found or self.identifiers.find(path)
        if found is None:
            raise ProblemError(
                404, f"the dataset holds nothing with the identifier {self._addresses.base}{path}"
            )
        return found

    def find_document(self, document: str) -> Referent:
        """Return the identifier that a document describes; raises a 404 problem for none."""
        return self.find(self._addresses.path(document))

    def redirect(self, request: Request, found: Referent) -> Response:
        """Return 303 See Other to the document for the Accept header (Cool URIs, section 4.2)."""
        ending = accepted(request, FILES)
        data, page = self._places(request, found)
        links = link_header((data, "describedby", ""), *alternates(data, page, FILES))
        place = page if ending == "html" else f"{data}.{ending}"
        # A path as address keeps the host of the request behind any proxy.
        return Response(
            status_code=303, headers={"Location": place, "Vary": "Accept", "Link": links}
        )

    def moved(self, request: Request, found: Referent) -> Response | None:
        """Return 308 Permanent Redirect to the one identifier that replaces this one, if any.

        Where several do, the description of the old one names them.
        """
        new = self.identifiers.replacement(found.iri)
        if new is None or not new.startswith(self._addresses.base):
            return None
        path = new.removeprefix(self._addresses.base)
        return RedirectResponse(f"{root_path(request)}/{path}", 308)

    def document(self, request: Request, found: Referent, ending: str) -> Response:
        """Return the description in the format of the ending, or else of the Accept header."""
        chosen = ending or accepted(request, FILES)
        if chosen == "html":
            return self.redirect(request, found)
        data, page = self._places(request, found)
        headers = {} if ending else {"Vary": "Accept"}
        if not ending:
            headers["Content-Location"] = f"{data}.{chosen}"
        headers["Link"] = link_header(
            (found.iri, "describes", ""),
            (self._absolute(request, data), "canonical", ""),
            *alternates(data, page, FILES, chosen),
        )
        iri = f"{self._addresses.base}data/{self._addresses.document(found.iri)}"
        dataset = _DATASET if self.identifiers.holds(_DATASET) else ""
        content = write_document(
            found, describe(self._store, found.topics), iri, self._addresses.base, dataset, chosen
        )
        return Response(content, media_type=media_type(chosen), headers=headers)

    def page(self, request: Request, found: Referent) -> Response:
        """Return the description as a page."""
        data, page = self._places(request, found)
        description = describe(self._store, found.topics)
        path = found.iri.removeprefix(ID)
        view = PageView(self._store, description, self._addresses, root_path(request))
        shown = render(
            "resource.html",
            request,
            sections=list(view.sections()),
            sources=list(view.sources()),
            files=[(f"{data}.{end}", media_type(end), label(FILES[end])) for end in FILES],
            canonical=self._absolute(request, page),
            citation=cite(self._store, path) if found.iri.startswith(ID) else None,
            cite=f"{API}/cite/{path}",
        )
        shown.headers["Link"] = link_header(
            (found.iri, "describes", ""),
            (data, "describedby", ""),
            (self._absolute(request, page), "canonical", ""),
            *alternates(data, page, FILES, "html"),
        )
        return shown

    def _places(self, request: Request, found: Referent) -> tuple[str, str]:
        document, root = self._addresses.document(found.iri), root_path(request)
        return f"{root}/data/{document}", f"{root}/page/{document}"

    def _absolute(self, request: Request, place: str) -> str:
        return service_url(request, place.removeprefix(root_path(request)))


def resources_router(resources: Resources, better_page: Callable[[str], str | None]) -> APIRouter:
    """Return the routes of identifiers under /id/ and of all documents.

    `better_page` returns the path of a page with more about a thing than its description, or None.
    """
    router = APIRouter(tags=["Linked data"], route_class=LimitedRoute)

    @router.get("/id/{path:path}", include_in_schema=False)
    def identifier(request: Request) -> Response:
        path = raw_path(request).removeprefix("/")
        found = resources.find(path, request.url.query)
        return resources.moved(request, found) or resources.redirect(request, found)

    @router.get(
        "/data/{document:path}", operation_id="getDescription", response_class=Response,
        summary="Description of a thing", responses=_RESPONSES,
    )  # fmt: skip
    def data(request: Request, document: _Document) -> Response:
        """What is stated about a thing, what links to it, and which sources say so.

        The name of a document is the path of the identifier after `/id/`; with the ending of a
        format it is answered in that, without one the Accept header chooses.
        """
        # The name as sent, since `%2F` and a slash are the same in the decoded one.
        name = raw_path(request).removeprefix("/data/")
        stem, ending = split_ending(name, FILES)
        try:
            return resources.document(request, resources.find_document(stem), ending)
        except ProblemError as problem:
            # An identifier may itself end like a file ending.
            if problem.status != 404 or not ending:
                raise
            return resources.document(request, resources.find_document(name), "")

    @router.get("/page/{path:path}", include_in_schema=False)
    def page(request: Request) -> Response:
        name = raw_path(request).removeprefix("/page/")
        found = resources.find_document(name)
        if better := better_page(found.iri):
            return RedirectResponse(f"{root_path(request)}{better}", 303)
        return resources.page(request, found)

    return router

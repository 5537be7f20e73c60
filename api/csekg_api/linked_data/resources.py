"""Identifiers (/id/...), documents about them (/data/...) and their pages (/page/...)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse, Response

from csekg.answers.entities.description import Identifiers, Referent, describe
from csekg.namespaces import ID, thing
from csekg.releases.citation_formats import cite
from csekg.sparql.store import QueryEngine
from csekg_api.linked_data import documents
from csekg_api.linked_data.pages import PageView, shown_page
from csekg_api.linked_data.vocabularies import FILES, VocabularyFile
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import API, raw_path, root_path, service_url
from csekg_api.web.work_limit import LimitedRoute

_DATASET = thing("dataset", "csekg").value
_Document = Annotated[str, Path(description="Name of the document, as `state/FRA.ttl`", examples=["state/FRA.ttl"])]
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The description", "content": documents.content_schemas(documents.FILES)},
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
        self._addresses = documents.Addresses(base)

    def find(self, path: str, query: str = "") -> Referent:
        """Return the identifier at a path of the service; raises a 404 problem if there is none."""
        referent = self.identifiers.find(f"{path}?{query}") if query else None
        referent = referent or self.identifiers.find(path)
        if referent is None:
            raise ProblemError(404, f"the dataset holds nothing with the identifier {self._addresses.base}{path}")
        return referent

    def find_document(self, document: str) -> Referent:
        """Return the identifier that a document describes; raises a 404 problem for none."""
        return self.find(self._addresses.path(document))

    def redirect(self, request: Request, referent: Referent) -> Response:
        """Return 303 See Other to the document for the Accept header (Cool URIs, section 4.2)."""
        ending = documents.accepted(request, documents.FILES)
        data, page = self._places(request, referent)
        links = documents.link_header((data, "describedby", ""), *documents.alternates(data, page, documents.FILES))
        place = page if ending == "html" else f"{data}.{ending}"
        # A path as address keeps the host of the request behind any proxy.
        return Response(status_code=303, headers={"Location": place, "Vary": "Accept", "Link": links})

    def moved(self, request: Request, referent: Referent) -> Response | None:
        """Return 308 Permanent Redirect to the one identifier that replaces this one, if any.

        Where several do, the description of the old one names them.
        """
        new = self.identifiers.replacement(referent.iri)
        if new is None or not new.startswith(self._addresses.base):
            return None
        path = new.removeprefix(self._addresses.base)
        return RedirectResponse(f"{root_path(request)}/{path}", 308)

    def document(self, request: Request, referent: Referent, ending: str) -> Response:
        """Return the description in the format of the ending, or else of the Accept header."""
        chosen = ending or documents.accepted(request, documents.FILES)
        if chosen == "html":
            return self.redirect(request, referent)
        data, page = self._places(request, referent)
        headers = {} if ending else {"Vary": "Accept"}
        if not ending:
            headers["Content-Location"] = f"{data}.{chosen}"
        headers["Link"] = documents.link_header(
            (referent.iri, "describes", ""),
            (self._absolute(request, data), "canonical", ""),
            *documents.alternates(data, page, documents.FILES, chosen),
        )
        iri = f"{self._addresses.base}data/{self._addresses.document(referent.iri)}"
        dataset = _DATASET if self.identifiers.holds(_DATASET) else ""
        content = documents.write_document(
            referent, describe(self._store, referent.topics), iri, self._addresses.base, dataset, chosen
        )
        return Response(content, media_type=documents.media_type(chosen), headers=headers)

    def page(self, request: Request, referent: Referent) -> Response:
        """Return the description as a page."""
        data, page = self._places(request, referent)
        description = describe(self._store, referent.topics)
        path = referent.iri.removeprefix(ID)
        view = PageView(self._store, description, self._addresses, root_path(request))
        shown = shown_page(
            request,
            view,
            data,
            documents.FILES,
            canonical=self._absolute(request, page),
            citation=cite(self._store, path) if referent.iri.startswith(ID) else None,
            cite=f"{API}/cite/{path}",
        )
        shown.headers["Link"] = documents.link_header(
            (referent.iri, "describes", ""),
            (data, "describedby", ""),
            (self._absolute(request, page), "canonical", ""),
            *documents.alternates(data, page, documents.FILES, "html"),
        )
        return shown

    def _places(self, request: Request, referent: Referent) -> tuple[str, str]:
        document, root = self._addresses.document(referent.iri), root_path(request)
        return f"{root}/data/{document}", f"{root}/page/{document}"

    def _absolute(self, request: Request, place: str) -> str:
        return service_url(request, place.removeprefix(root_path(request)))


class VocabularyDocuments:
    """Answers requests for the ontology, its alignments and the shapes."""

    def __init__(self, store: QueryEngine, base: str) -> None:
        """Take the dataset, and the beginning of the IRIs that the service dereferences."""
        self._store, self._addresses = store, documents.Addresses(base)

    def answer(self, request: Request, file: VocabularyFile) -> Response:
        """Return a document in the format for the Accept header, or as a page."""
        ending = documents.accepted(request, documents.GRAPH_FILES)
        if ending == "html" and file.has_page:
            view = PageView(self._store, file.described(), self._addresses, root_path(request))
            answer = shown_page(
                request,
                view,
                f"{root_path(request)}/data/{file.name}",
                documents.GRAPH_FILES,
                title=file.title,
                canonical=service_url(request, f"/{file.name}"),
            )
            answer.headers["Link"] = self._links(request, file, "html")
        else:
            # A document without a page is shown to a browser as Turtle.
            ending = "ttl" if ending == "html" else ending
            answer = self.data(request, file, ending)
            answer.headers["Content-Location"] = f"{root_path(request)}/data/{file.name}.{ending}"
        answer.headers["Vary"] = "Accept"
        return answer

    def data(self, request: Request, file: VocabularyFile, ending: str) -> Response:
        """Return a document in the format of the ending."""
        headers = {"Link": self._links(request, file, ending)}
        return Response(file.content(ending), media_type=documents.media_type(ending), headers=headers)

    def _links(self, request: Request, file: VocabularyFile, without: str) -> str:
        root = root_path(request)
        others = documents.alternates(f"{root}/data/{file.name}", f"{root}/{file.name}", documents.GRAPH_FILES, without)
        return documents.link_header(
            (file.iri, "describes", ""),
            (service_url(request, f"/{file.name}"), "canonical", ""),
            *(other for other in others if file.has_page or other[2] != documents.media_type("html")),
        )


def resources_router(
    resources: Resources, better_page: Callable[[str], str | None], vocabulary: VocabularyDocuments | None
) -> APIRouter:
    """Return the routes of identifiers under /id/ and of all documents.

    `better_page` returns the path of a page with more about a thing than its description, or None;
    `vocabulary` answers for the ontology and the shapes, None for a dataset with another one.
    """
    router = APIRouter(tags=["Linked data"], route_class=LimitedRoute)

    @router.get("/id/{path:path}", include_in_schema=False)
    def identifier(request: Request) -> Response:
        path = raw_path(request).removeprefix("/")
        referent = resources.find(path, request.url.query)
        return resources.moved(request, referent) or resources.redirect(request, referent)

    @router.get(
        "/data/{document:path}",
        operation_id="getDescription",
        response_class=Response,
        summary="Description of a thing",
        responses=_RESPONSES,
    )
    def data(request: Request, document: _Document) -> Response:
        """What is stated about a thing, what links to it, and which sources say so.

        The name of a document is the path of the identifier after `/id/`; with the ending of a
        format it is answered in that, without one the Accept header chooses. `ontology.ttl`,
        `ontology/alignments.ttl` and `shapes.ttl`, also with `nt`, `rdf` and `jsonld`, are the
        vocabulary, `context.jsonld` has its terms as JSON-LD context.
        """
        # The name as sent, since `%2F` and a slash are the same in the decoded one.
        name = raw_path(request).removeprefix("/data/")
        stem, ending = documents.split_ending(name, documents.FILES)
        if vocabulary and name == "context.jsonld":
            return Response(documents.context_bytes(), media_type="application/ld+json")
        if vocabulary and stem in FILES and ending in documents.GRAPH_FILES:
            return vocabulary.data(request, FILES[stem], ending)
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
        referent = resources.find_document(name)
        if better := better_page(referent.iri):
            return RedirectResponse(f"{root_path(request)}{better}", 303)
        return resources.page(request, referent)

    return router

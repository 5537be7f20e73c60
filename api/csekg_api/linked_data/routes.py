"""Adds the routes of linked data to an application."""

from __future__ import annotations

from collections.abc import Callable

from anyio import to_thread
from fastapi import FastAPI
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from csekg.namespaces import ONTOLOGY
from csekg.sparql.store import QueryEngine
from csekg_api.linked_data.resources import Resources, resources_router
from csekg_api.linked_data.vocabulary_routes import vocabulary_router
from csekg_api.web.problems import ProblemError
from csekg_api.web.routing import add_routes
from csekg_api.web.urls import raw_path
from csekg_api.web.work_limit import WorkLimit


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
                found = await to_thread.run_sync(self._resources.find, path, request.url.query)
            except ProblemError as problem:
                if problem.status != 404:
                    raise
                # The general message about a missing page fits better.
                pass
            else:
                answer = self._resources.redirect(request, found)
        await answer(scope, receive, send)

"""The sources: who publishes each, its as-of date, its terms, and what it covers."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from csekg.answers.quality.sources import Source, sources
from csekg.errors import UnknownNameError
from csekg.sparql.store import QueryEngine
from csekg_api.site.choices import Choices
from csekg_api.site.links import Links
from csekg_api.site.page import page, page_router


def sources_routes(store: QueryEngine, choices: Choices, links: Links) -> APIRouter:
    """Return the route /sources; each source has its key as anchor."""
    router = page_router()

    @router.get("/sources")
    def table(request: Request, treaty: Annotated[str, Query()] = "") -> Response:
        fault, found = None, list[Source]()
        try:
            found = sources(store, treaty or None)
        except UnknownNameError as error:
            fault = str(error)
        given = {"treaty": treaty} if treaty else {}
        return page(
            request,
            "sources.html",
            status=404 if fault else 200,
            choices=choices,
            treaty=treaty,
            fault=fault,
            sources=found,
            link=links.of,
            api=f"/api/v1/sources?{urlencode(given)}".rstrip("?"),
            csv=f"/api/v1/sources?{urlencode({**given, 'format': 'csv'})}",
        )

    return router

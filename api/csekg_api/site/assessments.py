"""Who assesses law and practice: method, limits, what is asked, and how an error is corrected."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from csekg.answers.practice.assessments import assessors
from csekg.sparql.store import QueryEngine
from csekg_api.site.page import page, page_router


def assessments_routes(store: QueryEngine) -> APIRouter:
    """Return the route /assessments."""
    router = page_router()

    @router.get("/assessments")
    def assessments(request: Request) -> Response:
        return page(request, "assessments.html", assessors=assessors(store))

    return router

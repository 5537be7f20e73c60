"""Who assesses law and practice: method, limits, what is asked, and how an error is corrected."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from csekg.answers.practice.assessments import assessors
from csekg_api.site.page import page, page_router
from csekg_api.web.dependencies import ServedStore

router = page_router()


@router.get("/assessments")
def assessments(store: ServedStore, request: Request) -> Response:
    """Answer `/assessments`."""
    return page(request, "assessments.html", assessors=assessors(store))

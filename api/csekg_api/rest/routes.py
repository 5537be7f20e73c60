"""Puts the REST API together: one router for each subject."""

from __future__ import annotations

from fastapi import APIRouter

from csekg_api.rest import (
    answer,
    ask,
    assessments,
    changes,
    citations,
    corrections,
    downloads,
    index,
    instruments,
    queries,
    releases,
    resolution,
    search,
    sources,
    states,
    status,
    validation,
    vocabularies,
)
from csekg_api.web.dependencies import add_routes


def rest_router() -> APIRouter:
    """Return the routes of the REST API."""
    router = APIRouter()
    add_routes(
        router,
        index.router,
        states.router,
        instruments.router,
        status.router,
        ask.router,
        answer.router,
        changes.router,
        resolution.router,
        assessments.router,
        vocabularies.router,
        sources.router,
        corrections.router,
        search.router,
        queries.router,
        validation.router,
        downloads.router,
        releases.router,
        citations.router,
    )
    return router

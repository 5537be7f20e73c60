"""Puts the REST API together: one router for each subject."""

from __future__ import annotations

from fastapi import APIRouter

from csekg_api.rest import (
    answer,
    ask,
    assessments,
    changes,
    citations,
    context,
    corrections,
    downloads,
    index,
    instruments,
    news,
    queries,
    releases,
    resolution,
    search,
    sources,
    states,
    validation,
    vocabularies,
)
from csekg_api.rest import ask as compare
from csekg_api.rest import corrections as freshness
from csekg_api.rest import instruments as articles
from csekg_api.rest import releases as modifications
from csekg_api.rest import status as matrix
from csekg_api.rest import status as participation
from csekg_api.rest import status as parties
from csekg_api.web.routing import add_routes


def rest_router() -> APIRouter:
    """Return the routes of the REST API."""
    router = APIRouter()
    add_routes(
        router,
        index.router,
        context.router,
        states.router,
        instruments.router,
        parties.router,
        participation.router,
        matrix.router,
        ask.router,
        answer.router,
        compare.router,
        changes.router,
        news.router,
        resolution.router,
        articles.router,
        assessments.router,
        vocabularies.router,
        sources.router,
        freshness.router,
        corrections.router,
        search.router,
        queries.router,
        validation.router,
        downloads.router,
        releases.router,
        modifications.router,
        citations.router,
    )
    return router

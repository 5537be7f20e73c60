"""Puts the REST API together: one router for each subject."""

from __future__ import annotations

from fastapi import APIRouter

from csekg_api.rest import (
    answer,
    articles,
    ask,
    assessments,
    changes,
    citations,
    compare,
    context,
    corrections,
    downloads,
    freshness,
    index,
    instruments,
    matrix,
    modifications,
    news,
    participation,
    parties,
    queries,
    releases,
    resolution,
    search,
    sources,
    states,
    validation,
    vocabularies,
)
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

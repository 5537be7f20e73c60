"""Puts the pages together: one router for each."""

from __future__ import annotations

from fastapi import APIRouter

from csekg_api.site import (
    ask,
    assessments,
    brief,
    calendars,
    changes,
    compare,
    corrections,
    discovery,
    downloads,
    embeds,
    feeds,
    gaps,
    glossary,
    home,
    matrix,
    method,
    paragraph,
    quality,
    query,
    releases,
    resolution,
    saved_question,
    search,
    sources,
    state,
    states,
    topics,
    treaties,
    treaty,
)
from csekg_api.site import discovery as llms
from csekg_api.site.pictures import routes as pictures_routes
from csekg_api.web.routing import add_routes


def site_router() -> APIRouter:
    """Return the routes of all pages."""
    router = APIRouter()
    add_routes(
        router,
        home.router,
        ask.router,
        saved_question.router,
        compare.router,
        gaps.router,
        matrix.router,
        changes.router,
        feeds.router,
        query.router,
        states.router,
        state.router,
        brief.router,
        treaties.router,
        treaty.router,
        resolution.router,
        pictures_routes.router,
        paragraph.router,
        topics.router,
        embeds.router,
        calendars.router,
        glossary.router,
        sources.router,
        quality.router,
        assessments.router,
        corrections.router,
        search.router,
        downloads.router,
        releases.router,
        method.router,
        discovery.router,
        llms.router,
    )
    return router

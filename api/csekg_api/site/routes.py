"""Puts the pages together: one router for each."""

from __future__ import annotations

from fastapi import APIRouter

from csekg_api.site import discovery, home, moved
from csekg_api.site.changes import changes, feeds
from csekg_api.site.data import downloads, method, quality, sources
from csekg_api.site.questions import ask, check, compare, query, search
from csekg_api.site.resolution import resolution
from csekg_api.site.sharing import embeds, pictures
from csekg_api.site.states import brief, places, recommendations, state, states
from csekg_api.site.topics import topics
from csekg_api.site.treaties import article, matrix, treaties, treaty
from csekg_api.web.dependencies import add_routes


def site_router() -> APIRouter:
    """Return the routes of all pages."""
    router = APIRouter()
    add_routes(
        router,
        home.router,
        home.about_router,
        # Before the saved questions, whose names stand where its addresses begin.
        pictures.router,
        ask.router,
        query.saved_router,
        check.router,
        compare.router,
        matrix.gaps_router,
        matrix.router,
        changes.router,
        feeds.router,
        query.router,
        states.router,
        state.router,
        places.router,
        brief.router,
        recommendations.router,
        treaties.router,
        treaty.router,
        article.router,
        resolution.router,
        resolution.paragraph_router,
        topics.router,
        embeds.router,
        sources.router,
        quality.router,
        search.router,
        downloads.router,
        method.router,
        discovery.router,
        moved.router,
    )
    return router

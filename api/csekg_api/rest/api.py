"""Puts the REST API together: one router for each subject, all under /api/v1."""

from __future__ import annotations

from fastapi import APIRouter

from csekg.query_engine import QueryEngine
from csekg_api.rest.articles import articles_routes
from csekg_api.rest.changes import changes_routes
from csekg_api.rest.context import context_routes
from csekg_api.rest.downloads import downloads_routes
from csekg_api.rest.instruments import instruments_routes
from csekg_api.rest.matrix import matrix_routes
from csekg_api.rest.participation import participation_routes
from csekg_api.rest.parties import parties_routes
from csekg_api.rest.queries import queries_routes
from csekg_api.rest.resolution import resolution_routes
from csekg_api.rest.search import search_routes
from csekg_api.rest.sources import sources_routes
from csekg_api.rest.states import states_routes
from csekg_api.rest.validation import validation_routes
from csekg_api.rest.vocabularies import vocabularies_routes


def rest_router(store: QueryEngine, fingerprint: str | None = None) -> APIRouter:
    """Return the routes of the REST API over a store; `fingerprint` names the dataset's version."""
    api = APIRouter(prefix="/api/v1")
    api.include_router(context_routes())
    api.include_router(states_routes(store))
    api.include_router(instruments_routes(store))
    api.include_router(parties_routes(store))
    api.include_router(participation_routes(store))
    api.include_router(matrix_routes(store))
    api.include_router(changes_routes(store))
    api.include_router(resolution_routes(store))
    api.include_router(articles_routes(store))
    api.include_router(vocabularies_routes(store))
    api.include_router(sources_routes(store))
    api.include_router(search_routes(store))
    api.include_router(queries_routes(store))
    api.include_router(validation_routes())
    api.include_router(downloads_routes(store, fingerprint))
    return api

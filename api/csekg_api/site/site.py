"""Puts the pages together: one router for each."""

from __future__ import annotations

from fastapi import APIRouter

from csekg.query_engine import QueryEngine
from csekg_api.downloads.shelf import Shelf
from csekg_api.health import DatasetState
from csekg_api.site.changes import changes_routes
from csekg_api.site.choices import Choices
from csekg_api.site.downloads import downloads_routes
from csekg_api.site.gaps import gaps_routes
from csekg_api.site.glossary import glossary_routes
from csekg_api.site.home import home_routes
from csekg_api.site.links import Links
from csekg_api.site.matrix import matrix_routes
from csekg_api.site.method import method_routes
from csekg_api.site.paragraph import paragraph_routes
from csekg_api.site.quality import quality_routes
from csekg_api.site.query import query_routes
from csekg_api.site.resolution import Resolution, resolution_routes
from csekg_api.site.search import search_routes
from csekg_api.site.sources import sources_routes
from csekg_api.site.standings import Standings
from csekg_api.site.state import state_routes
from csekg_api.site.states import states_routes
from csekg_api.site.treaties import treaties_routes
from csekg_api.site.treaty import treaty_routes


def site_router(store: QueryEngine, dataset: DatasetState) -> APIRouter:
    """Return the routes of all pages over a store."""
    site = APIRouter(include_in_schema=False)
    choices = Choices(store)
    standings = Standings(store)
    site.include_router(home_routes(store, choices, dataset))
    site.include_router(gaps_routes(store, choices))
    site.include_router(matrix_routes(store, choices))
    site.include_router(changes_routes(store, choices))
    site.include_router(query_routes(store))
    site.include_router(states_routes(store, choices, standings))
    site.include_router(state_routes(store, choices, standings))
    site.include_router(treaties_routes(store, choices))
    site.include_router(treaty_routes(store, choices, standings))
    links = Links(store)
    resolution = Resolution(store, links)
    site.include_router(resolution_routes(resolution, links))
    site.include_router(paragraph_routes(store, choices, resolution, links))
    site.include_router(glossary_routes(store))
    site.include_router(sources_routes(store, choices, links))
    site.include_router(quality_routes(store, choices, links))
    site.include_router(search_routes(store, links))
    shelf = Shelf(dataset.fingerprint)
    site.include_router(downloads_routes(shelf))
    site.include_router(method_routes(store, choices, dataset, shelf))
    return site

"""Puts the pages together: one router for each."""

from __future__ import annotations

from fastapi import APIRouter

from csekg.sparql.store import QueryEngine
from csekg_api.downloads.files import DatasetFiles
from csekg_api.health import State
from csekg_api.releases.release_store import ReleaseStore
from csekg_api.site.ask import ask_routes
from csekg_api.site.assessments import assessments_routes
from csekg_api.site.brief import brief_routes
from csekg_api.site.calendars import calendar_routes
from csekg_api.site.changes import changes_routes
from csekg_api.site.choices import Choices
from csekg_api.site.compare import compare_routes
from csekg_api.site.corrections import corrections_routes
from csekg_api.site.discovery import discovery_routes
from csekg_api.site.downloads import downloads_routes
from csekg_api.site.embeds import embed_routes
from csekg_api.site.feeds import feeds_routes
from csekg_api.site.gaps import gaps_routes
from csekg_api.site.glossary import glossary_routes
from csekg_api.site.home import home_routes
from csekg_api.site.links import Links
from csekg_api.site.llms import llms_routes
from csekg_api.site.matrix import matrix_routes
from csekg_api.site.method import method_routes
from csekg_api.site.paragraph import paragraph_routes
from csekg_api.site.pictures.routes import picture_routes
from csekg_api.site.quality import quality_routes
from csekg_api.site.query import query_routes
from csekg_api.site.releases import releases_routes
from csekg_api.site.resolution import Resolution, resolution_routes
from csekg_api.site.saved_question import saved_question_routes
from csekg_api.site.search import search_routes
from csekg_api.site.sources import sources_routes
from csekg_api.site.state import state_routes
from csekg_api.site.states import states_routes
from csekg_api.site.topics import topics_routes
from csekg_api.site.treaties import treaties_routes
from csekg_api.site.treaty import treaty_routes
from csekg_api.web.routing import add_routes


def site_router(
    store: QueryEngine,
    links: Links,
    dataset: State,
    dataset_files: DatasetFiles,
    held: ReleaseStore,
) -> APIRouter:
    """Return the routes of all pages over a store.

    `dataset_files` are the files of the dataset's version, `held` the releases at hand.
    """
    choices = Choices(store)
    resolution = Resolution(store)
    site = APIRouter()
    add_routes(
        site,
        home_routes(store, choices, dataset),
        ask_routes(store, choices),
        saved_question_routes(store, choices, links),
        compare_routes(store, choices),
        gaps_routes(store, choices),
        matrix_routes(store, choices),
        changes_routes(store, choices, held),
        feeds_routes(store, choices, held),
        query_routes(store),
        states_routes(store, choices),
        state_routes(store, choices),
        brief_routes(store),
        treaties_routes(store, choices),
        treaty_routes(store, choices),
        resolution_routes(resolution, links),
        # Before the paragraphs, whose keys have slashes in them.
        picture_routes(store, choices, resolution),
        paragraph_routes(store, choices, resolution, links),
        topics_routes(store, choices, links),
        embed_routes(store, choices),
        calendar_routes(store),
        glossary_routes(store),
        sources_routes(store, choices, links),
        quality_routes(store, choices, links),
        assessments_routes(store),
        corrections_routes(store, choices, held),
        search_routes(store, links),
        downloads_routes(dataset_files),
        releases_routes(store, held),
        method_routes(store, choices, dataset, dataset_files),
        discovery_routes(store),
        llms_routes(store),
    )
    return site

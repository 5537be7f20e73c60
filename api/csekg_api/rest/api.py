"""Puts the REST API together: one router for each subject."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter

from csekg.answers.search.search import Hit
from csekg.sparql.store import QueryEngine
from csekg_api.downloads.files import DatasetFiles
from csekg_api.releases.release_store import ReleaseStore
from csekg_api.rest.answer import answer_routes
from csekg_api.rest.articles import articles_routes
from csekg_api.rest.ask import ask_routes
from csekg_api.rest.assessments import assessments_routes
from csekg_api.rest.changes import changes_routes
from csekg_api.rest.citations import citations_routes
from csekg_api.rest.compare import compare_routes
from csekg_api.rest.context import context_routes
from csekg_api.rest.corrections import corrections_routes
from csekg_api.rest.downloads import downloads_routes
from csekg_api.rest.freshness import freshness_routes
from csekg_api.rest.index import index_routes
from csekg_api.rest.instruments import instruments_routes
from csekg_api.rest.matrix import matrix_routes
from csekg_api.rest.modifications import modifications_routes
from csekg_api.rest.news import news_routes
from csekg_api.rest.participation import participation_routes
from csekg_api.rest.parties import parties_routes
from csekg_api.rest.queries import queries_routes
from csekg_api.rest.releases import releases_routes
from csekg_api.rest.resolution import resolution_routes
from csekg_api.rest.search import search_routes
from csekg_api.rest.sources import sources_routes
from csekg_api.rest.states import states_routes
from csekg_api.rest.validation import validation_routes
from csekg_api.rest.vocabularies import vocabularies_routes
from csekg_api.web.routing import add_routes


def rest_router(
    store: QueryEngine,
    page_of: Callable[[Hit], str],
    dataset_files: DatasetFiles,
    held: ReleaseStore,
) -> APIRouter:
    """Return the routes of the REST API over a store.

    `page_of` gives the path of the page about a hit of the search, `dataset_files` are the files
    of the dataset's version, `held` the releases at hand.
    """
    api = APIRouter()
    add_routes(
        api,
        index_routes(store),
        context_routes(),
        states_routes(store),
        instruments_routes(store),
        parties_routes(store),
        participation_routes(store),
        matrix_routes(store),
        ask_routes(store),
        answer_routes(store),
        compare_routes(store),
        changes_routes(store),
        news_routes(store, held),
        resolution_routes(store),
        articles_routes(store),
        assessments_routes(store),
        vocabularies_routes(store),
        sources_routes(store),
        freshness_routes(store),
        corrections_routes(store, held),
        search_routes(store, page_of),
        queries_routes(store),
        validation_routes(),
        downloads_routes(store, dataset_files),
        releases_routes(store, held),
        modifications_routes(store, held),
        citations_routes(store),
    )
    return api

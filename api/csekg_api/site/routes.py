"""Puts the pages together, one router for each; addresses of pages that are parts of others now lead on for good."""

from __future__ import annotations

import re
from typing import ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.convertors import PathConvertor, register_url_convertor

from csekg.sparql.saved_queries import saved_queries
from csekg_api.site import discovery, home
from csekg_api.site.changes import changes, feeds
from csekg_api.site.data import assessments, method, sources
from csekg_api.site.questions import check, compare, joined, query, search
from csekg_api.site.resolution import resolution
from csekg_api.site.sharing import pictures
from csekg_api.site.states import brief, recommendations, state, states
from csekg_api.site.topics import topics
from csekg_api.site.treaties import article, statements, treaties, treaty
from csekg_api.web.dependencies import add_routes
from csekg_api.web.urls import root_path

#: Where each address leads.
MOVED = {
    "ask": "joined?status=signatory",
    **{f"ask/map.{form}": f"joined/map.{form}?status=signatory" for form in ("svg", "png")},
    "gaps": "joined?status=not-bound",
    "matrix": "joined?view=table",
    "corrections": "quality#differences",
    # Without a part: that of the old address stays, as `#accession`.
    "glossary": "topics",
    "releases": "method#downloads",
    "places": "states#places",
    "llms.txt": "docs",
    "downloads": "method#downloads",
    "context.jsonld": "data/context.jsonld",
    **{f"ask/{name}": f"questions/{name}" for name in saved_queries()},
    **{
        f"{name}.{ending}": f"data/{name}.{ending}"
        for name in ("ontology", "ontology/alignments", "shapes")
        for ending in ("ttl", "nt", "rdf", "jsonld")
    },
}


#: The same with what old addresses had within them, as patterns and what stands in their place.
_PATTERNS = {
    **{re.escape(old): new for old, new in MOVED.items()},
    r"((?:(?:states|treaties|groups)/[^/]+/)?changes)\.json": r"\1.atom",
    r"treaties/([^/]+)/statements": r"statements?treaty=\1",
    r"treaties/([^/]+)/findings": r"assessments?treaty=\1",
    r"states/([^/]+)/findings": r"assessments?state=\1",
}


class _Moved(PathConvertor):
    """Takes the addresses that moved, and no other path."""

    # The longest first: `ask` is where `ask/map.svg` begins.
    regex: ClassVar[str] = "|".join(sorted(_PATTERNS, key=len, reverse=True))


register_url_convertor("moved", _Moved())
moved_router = APIRouter(include_in_schema=False)


@moved_router.get("/{address:moved}")
async def moved(request: Request, address: str) -> Response:
    """Answer 308, with the query that was sent, and of that of the new address what was not."""
    found = next(filter(None, (re.fullmatch(pattern, address) for pattern in _PATTERNS)))
    new, sent = urlsplit(found.expand(_PATTERNS[found.re.pattern])), request.query_params.multi_items()
    query = urlencode([*(pair for pair in parse_qsl(new.query) if pair[0] not in dict(sent)), *sent])
    return RedirectResponse(f"{root_path(request)}/{new._replace(query=query).geturl()}", 308)


def site_router() -> APIRouter:
    """Return the routes of all pages."""
    router = APIRouter()
    add_routes(
        router,
        home.router,
        home.about_router,
        # Before the pictures, whose addresses end as those of feeds.
        moved_router,
        feeds.router,
        pictures.router,
        joined.router,
        query.saved_router,
        check.router,
        compare.router,
        changes.router,
        query.router,
        states.router,
        state.router,
        brief.router,
        recommendations.router,
        treaties.router,
        treaty.router,
        article.router,
        statements.router,
        resolution.router,
        resolution.paragraph_router,
        topics.router,
        pictures.frame_router,
        sources.router,
        assessments.router,
        sources.quality_router,
        search.router,
        method.router,
        discovery.router,
    )
    return router

"""`/llms.txt`: what the site is, for language models and those who build with them.

The form is that of llmstxt.org: a heading, a summary, sections of links, in Markdown. It is in
English, and made from the dataset and the settings.
"""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import Response

from csekg.answers.quality.dataset import stated_release
from csekg.extras import is_installed
from csekg.languages.current import ENGLISH, speaking
from csekg.releases.citing import cite
from csekg.sparql.store import QueryEngine
from csekg_api.indexes import pages_by_language
from csekg_api.settings import Settings
from csekg_api.site.overview import overview
from csekg_api.web.urls import base_path, origin

LLMS_TXT = "/llms.txt"
_ABOUT = """The international law against the sexual exploitation of children, as an open knowledge
graph: which States are bound by which treaty on a day, since when, by which act, as which source
states it; and resolution 16/2 of the Commission on Crime Prevention and Criminal Justice, with the
treaty provisions that answer its paragraphs."""
_CARE = """Each fact has a source and an as-of day (`asOf`): what happened after that day may be
missing. Name both with what you say, and do not guess a status."""


def llms_routes(store: QueryEngine) -> APIRouter:
    """Return the route /llms.txt."""
    router = APIRouter(include_in_schema=False)

    @router.get(LLMS_TXT)
    def llms(request: Request) -> Response:
        settings: Settings = request.app.state.settings
        root = origin(request) + base_path(request)
        # Its links are absolute, as those of a sitemap: models read it apart from its address.
        with speaking(ENGLISH):
            text = "\n".join(_lines(store, settings, root))
        return Response(text, media_type="text/plain")

    return router


def _lines(store: QueryEngine, settings: Settings, root: str) -> Iterator[str]:
    figures = overview(store)
    release = stated_release(store).version
    yield f"# {settings.site_name}\n"
    yield f"> {' '.join(_ABOUT.split())}\n"
    if figures.as_of:
        first, last = figures.as_of
        counts = ", ".join(f"{number:,} {what}" for what, number in figures.counts)
        yield (f"{len(figures.treaties)} treaties, {counts}, {store.triples():,} triples; the "
               f"lists of parties stand on days from {first} to {last}."
               + (f" Release {release} of the data." if release else "")
               + f" {' '.join(_CARE.split())}\n")  # fmt: skip
    yield "## How to ask\n"
    if is_installed("mcp"):
        yield f"- [Model Context Protocol]({root}/mcp): the same as tools for assistants"
    yield f"- [REST API]({root}/openapi.json): OpenAPI; also [for people]({root}/docs)"
    yield f"- [SPARQL 1.1]({root}/sparql): read-only; [schema]({root}/ontology)"
    yield f"- [Saved queries]({root}/api/v1/queries): questions with parameters, ready to run"
    yield f"- [The whole dataset]({root}/downloads), and its [releases]({root}/releases)"
    yield f"- [Size by graph, class and property]({root}/.well-known/void): VoID\n"
    yield "## Pages\n"
    for page in pages_by_language()[ENGLISH]:
        yield f"- [{page.title}]({root}{page.path}): {page.summary}"
    if figures.treaties:
        yield "\n## Treaties\n"
    for line in figures.treaties:
        least = "" if line.complete else "at least "
        yield (f"- [{line.title}]({root}/treaties/{line.key}): {least}{line.parties} parties on "
               f"{line.as_of}")  # fmt: skip
    yield "\n## How to cite\n"
    if found := cite(store, "dataset/csekg"):
        yield f"{found.text()}\n"
    yield (f"`{root}/api/v1/cite/participation/opsc/FRA` and the like cite one thing; facts are "
           "under CC BY 4.0, and each source has its own terms.\n")  # fmt: skip
    yield "## Limits\n"
    yield f"- a query is stopped after {settings.query_timeout:g} seconds"
    yield f"- an answer to a query may have {settings.max_answer_mb} megabytes"
    yield f"- the body of a request may have {settings.max_request_kb} kilobytes"
    yield f"- {settings.max_queries} queries may run at once, of one address at most half"
    yield f"- crawlers: see [robots.txt]({root}/robots.txt)\n"

"""The query page: an editor for the SPARQL endpoint, with the saved queries."""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from csekg.answers.common.remembering import remembered
from csekg.errors import CsekgError
from csekg.languages.words import later
from csekg.namespaces import PREFIXES
from csekg.sparql.saved_queries import find_query, saved_queries
from csekg.sparql.store import QueryEngine, bind
from csekg_api.site.page import page, page_router
from csekg_api.web.assets import STATIC
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.formats import SOLUTIONS
from csekg_api.web.headers import CONTENT_SECURITY_POLICY
from csekg_api.web.urls import base_path

# The editor adds style sheets, and has its icons in data URLs.
_POLICY = CONTENT_SECURITY_POLICY.replace(
    "style-src 'self'; img-src 'self'", "style-src 'self' 'unsafe-inline'; img-src 'self' data:"
)
_POLICY += "; script-src 'self'; connect-src 'self'; font-src 'self' data:"
_HEADER = re.compile(r"\A(?:#.*\n|\s*\n)*")
# Maximum length of a query in an address; longer ones are sent to the endpoint.
_QUERY_TEXT = 20_000
#: The query that the page shows by default.
_FIRST = "not-party"
#: Who asks the saved queries.
_ASKED = {"advocates": later("Asked by advocates"), "researchers": later("Asked by researchers")}


router = page_router(longer={"query": _QUERY_TEXT})


@router.get("/query")
def query_page(
    store: ServedStore, request: Request, saved: Annotated[str, Query()] = "", query: Annotated[str, Query()] = ""
) -> Response:
    """Answer `/query`."""
    fault, title, shown = None, "", query
    if not query:
        try:
            chosen = find_query(saved or _FIRST)
            values = {
                parameter.name: request.query_params[parameter.name]
                for parameter in chosen.parameters
                if request.query_params.get(parameter.name)
            }
            shown = _without_header(bind(chosen.text, chosen.bindings(values)))
            title = chosen.title
        except CsekgError as error:
            fault = str(error)
    answer = page(
        request,
        "query.html",
        status=404 if fault else 200,
        fault=fault,
        queries=_listed(),
        asked=_ASKED,
        saved=saved or _FIRST,
        shown=shown,
        formats=SOLUTIONS,
        prefixes=PREFIXES,
        editor=(STATIC / "built" / "query.js").is_file(),
        config={
            "endpoint": f"{base_path(request)}/sparql",
            "prefixes": PREFIXES,
            "value": shown if saved or query else "",
            "first": shown,
            "title": title,
            "queries": _listed(),
            "classes": terms(store, "class"),
            "properties": terms(store, "property"),
        },
    )
    answer.headers["Content-Security-Policy"] = _POLICY
    return answer


@cache
def _listed() -> list[dict[str, str]]:
    return [
        {
            "name": query.name,
            "title": query.title,
            "question": query.question,
            "asked_by": query.asked_by,
            "text": _without_header(query.text),
        }
        for query in saved_queries().values()
    ]


def _without_header(text: str) -> str:
    """Return a query without its header lines (title, question, parameters)."""
    return _HEADER.sub("", text).strip() + "\n"


@remembered
def terms(store: QueryEngine, kind: str) -> tuple[str, ...]:
    """Return the IRIs of each `class` or `property` in the VoID description of the dataset."""
    rows = store.values(f"SELECT DISTINCT ?term WHERE {{ ?part void:{kind} ?term }} ORDER BY ?term")
    return tuple(term for (term,) in rows)

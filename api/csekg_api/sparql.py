"""The SPARQL endpoint: /sparql answers queries, and shows browsers a form to write one."""

from __future__ import annotations

import traceback
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import Response

from csekg.store import Store
from csekg_api.examples import first_example
from csekg_api.formats import SOLUTIONS, choose, formats_for, parse_accept, serialise
from csekg_api.pages import render
from csekg_api.problems import MEDIA_TYPE, ProblemError
from csekg_api.protocol import QueryRequest, read_query_request

_ABOUT = (
    "SPARQL 1.1 Protocol, queries only. Send the query as the parameter `query` of a GET or of an "
    "urlencoded POST, or as the body of a POST of type application/sparql-query. The answer's "
    "format follows the Accept header, or the parameter `format`."
)


def answer(store: Store, asked: QueryRequest) -> tuple[bytes, str]:
    """Return the serialised answer to a query and its media type.

    Raises QueryError for a query that cannot be run, a 406 problem if no format fits.
    """
    results = None
    try:
        results = store.query(asked.query)
        format_, media_type = choose(formats_for(results), asked.accept, asked.format)
        return serialise(results, format_), media_type
    except Exception as error:
        # The engine's results may be freed only by the thread that made them; a traceback would
        # carry them over to the event loop.
        del results
        traceback.clear_frames(error.__traceback__)
        raise


def sparql_router(store: Store) -> APIRouter:
    """Return the routes of the endpoint over a store."""
    router = APIRouter()

    async def sparql(request: Request) -> Response:
        asked = await read_query_request(request)
        if asked is None:
            return _without_query(request)
        # The engine is lazy: writing the answer is what evaluates the query, so both run in the
        # same thread, and the event loop stays free for everyone else.
        content, media_type = await to_thread.run_sync(answer, store, asked)
        return Response(content, media_type=media_type, headers={"Vary": "Accept"})

    for path in ("/sparql", "/sparql/"):
        in_schema = path == "/sparql"
        for method in ("GET", "POST", "HEAD"):
            router.add_api_route(
                path,
                sparql,
                methods=[method],
                operation_id=f"sparql_{method.lower()}",
                summary="Answer a SPARQL query",
                description=_ABOUT,
                response_class=Response,
                include_in_schema=in_schema and method != "HEAD",
                openapi_extra=_OPENAPI.get(method),
            )
    return router


def _without_query(request: Request) -> Response:
    """Show a browser the form; tell every other client what is missing."""
    accept = parse_accept(", ".join(request.headers.getlist("accept")))
    if request.method != "POST" and accept.best_match([MEDIA_TYPE, "text/html"]) == "text/html":
        page = render("sparql.html", request, formats=SOLUTIONS, example=first_example())
        page.headers["Vary"] = "Accept"
        return page
    raise ProblemError(400, "the parameter query is missing: " + _ABOUT)


_QUERY_SCHEMA = {"type": "string", "examples": ["SELECT ?treaty WHERE { ?treaty a cse:Treaty }"]}
_OPENAPI: dict[str, dict[str, Any]] = {
    "GET": {
        "parameters": [
            {"name": "query", "in": "query", "required": True, "schema": _QUERY_SCHEMA},
            {"name": "format", "in": "query", "required": False, "schema": {"type": "string"}},
        ]
    },
    "POST": {
        "requestBody": {
            "required": True,
            "content": {
                "application/sparql-query": {"schema": _QUERY_SCHEMA},
                "application/x-www-form-urlencoded": {
                    "schema": {
                        "type": "object",
                        "required": ["query"],
                        "properties": {"query": _QUERY_SCHEMA, "format": {"type": "string"}},
                    }
                },
            },
        }
    },
}

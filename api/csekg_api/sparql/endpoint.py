"""The SPARQL endpoint: /sparql answers queries, and redirects browsers to the query page."""

from __future__ import annotations

import re
import time
from typing import IO, Any

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import Response

from csekg_api.observing.observation import observation
from csekg_api.settings import Settings
from csekg_api.sparql.job import SPARQL, WARNING_HEADER, decode_head, encode, warning_header
from csekg_api.sparql.protocol import LEAST_TIMEOUT, QueryRequest, pairs, read_query_request
from csekg_api.sparql.service_description import Addresses, Descriptions, graph_answer
from csekg_api.web.formats import GRAPHS, SOLUTIONS, accept_header, parse_accept
from csekg_api.web.job_runner import run_job
from csekg_api.web.large_answers import FileAnswer
from csekg_api.web.problem_types import MEDIA_TYPE, problems
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import root_path

_ABOUT = (
    "SPARQL 1.1 Protocol, queries only. Send the query as the parameter `query` of a GET or of an "
    "urlencoded POST, or as the body of a POST of type application/sparql-query. The answer's "
    "format follows the Accept header, or the parameter `format`."
)


# Functions whose value changes from one call to the next (SPARQL 1.1, section 17.4), anywhere in
# the text: a false match prevents caching and nothing else. An escape could hide one.
_VOLATILE = re.compile(r"(?<![a-z])(?:NOW|RAND|UUID|STRUUID|BNODE)(?![a-z_])|\\u", re.IGNORECASE)
# A longer query is not looked through, which takes 20 ms for a megabyte.
_LOOKED_AT = 65_536


def is_volatile(query: str) -> bool:
    """Return whether a query might have another answer the next time; a long one always might."""
    return len(query) > _LOOKED_AT or _VOLATILE.search(query) is not None


def sparql_router(settings: Settings, descriptions: Descriptions) -> APIRouter:
    """Return the routes of the endpoint; queries run as jobs in worker processes."""
    router = APIRouter()

    async def sparql(request: Request) -> Response:
        query_request = await read_query_request(request)
        if query_request is None:
            return await _without_query(request, descriptions)
        started = time.perf_counter()
        observation(request.scope).query = query_request.query
        volatile = is_volatile(query_request.query)
        media_type, content, warnings = await _answer(request, query_request)
        milliseconds = (time.perf_counter() - started) * 1000
        headers = {"Vary": "Accept", "Server-Timing": f"query;dur={milliseconds:.1f}", **warning_header(warnings)}
        if volatile:
            headers["Cache-Control"] = "no-store"
        if isinstance(content, bytes):
            return Response(content, media_type=media_type, headers=headers)
        return FileAnswer(content, media_type, headers)

    for path in ("/sparql", "/sparql/"):
        for method in ("GET", "POST"):
            router.add_api_route(
                path,
                sparql,
                methods=[method],
                operation_id=f"sparql{method.capitalize()}",
                summary="Answer a SPARQL query",
                description=_ABOUT,
                response_class=Response,
                responses=_RESPONSES,
                tags=["SPARQL"],
                include_in_schema=path == "/sparql",
                openapi_extra=_OPENAPI[method],
            )
    return router


async def _answer(request: Request, query_request: QueryRequest) -> tuple[str, bytes | IO[bytes], tuple[str, ...]]:
    """Return the media type, the answer, a large one as a file, and the warnings.

    It is complete before a 200 is sent.
    """
    settings: Settings = request.app.state.settings
    payload = encode(query_request)
    timeout = min(query_request.timeout or settings.query_timeout, settings.query_timeout)
    reply = await run_job(request, SPARQL, payload, timeout)
    media_type, warnings = decode_head(reply)
    return media_type, reply.content, warnings


async def _without_query(request: Request, descriptions: Descriptions) -> Response:
    """Redirect browsers to the query page, and answer the service description to RDF clients.

    SPARQL 1.1 Service Description, section 2: the address of the endpoint dereferences to it.
    Raises a 400 problem for any other client, which says what is missing.
    """
    fields = pairs(request.scope["query_string"])
    if request.method != "POST" and {name for name, _ in fields} <= {"format"}:
        header = accept_header(request)
        types = [media_type for format_ in GRAPHS for media_type in format_.media_types]
        wanted = parse_accept(header or "*/*").best_match([*types, "text/html", MEDIA_TYPE])
        if wanted == "text/html" and not fields:
            editor = f"{root_path(request)}/query"
            return Response(status_code=303, headers={"Location": editor, "Vary": "Accept"})
        if wanted in types or fields:
            # In a thread, since it counts triples the first time.
            described = await to_thread.run_sync(descriptions.of_service, Addresses.of(request))
            return graph_answer(request, described)
    raise ProblemError(400, "the parameter query is missing: " + _ABOUT)


_QUERY_SCHEMA = {"type": "string", "examples": ["SELECT ?treaty WHERE { ?treaty a cse:Treaty }"]}
_TIMEOUT_SCHEMA = {
    "type": "number",
    "minimum": LEAST_TIMEOUT,
    "description": "seconds after which the query is stopped; the service's limit is the most",
    "examples": [5],
}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer, in the format that was asked for",
        "headers": {
            WARNING_HEADER: {
                "description": "terms of the query that the dataset does not hold, with the "
                "nearest ones, as a list of strings (RFC 9651); in JSON also the member `warnings`",
                "schema": {"type": "string"},
            }
        },
        "content": {type_: {} for f in (*SOLUTIONS, *GRAPHS) for type_ in f.media_types},
    },
    **problems(
        406,
        s400="The query cannot be understood; `position` says where",
        s403="An update: the service is read-only",
        s413="The body is too large",
        s415="A media type that no query has",
        s504="The query took too long and was stopped",
    ),
}
_FORMAT_SCHEMA = {
    "type": "string",
    "enum": ["", *sorted({name for format_ in (*SOLUTIONS, *GRAPHS) for name in format_.names})],
    "description": "form of the answer, before the Accept header, which decides if it is empty",
}
_GRAPHS = [
    {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        # An HTML form sends an empty field for no graph.
        "schema": {"type": "array", "items": {"type": "string", "anyOf": [{"format": "iri"}, {"maxLength": 0}]}},
    }
    for name, description in (
        ("default-graph-uri", "a graph to be merged into the default graph, in place of FROM"),
        ("named-graph-uri", "a graph that GRAPH may name, in place of FROM NAMED"),
    )
]
_OPTIONS = [
    {"name": "format", "in": "query", "required": False, "schema": _FORMAT_SCHEMA},
    {"name": "timeout", "in": "query", "required": False, "schema": _TIMEOUT_SCHEMA},
    *_GRAPHS,
]
_OPENAPI: dict[str, dict[str, Any]] = {
    "GET": {"parameters": [{"name": "query", "in": "query", "required": True, "schema": _QUERY_SCHEMA}, *_OPTIONS]},
    "POST": {
        "parameters": _OPTIONS,
        "requestBody": {
            "required": True,
            "content": {
                "application/sparql-query": {"schema": _QUERY_SCHEMA},
                "application/x-www-form-urlencoded": {
                    "schema": {
                        "type": "object",
                        "required": ["query"],
                        "properties": {
                            "query": _QUERY_SCHEMA,
                            "format": _FORMAT_SCHEMA,
                            "timeout": _TIMEOUT_SCHEMA,
                            **{graph["name"]: graph["schema"] for graph in _GRAPHS},
                        },
                    }
                },
            },
        },
    },
}

"""The read side of the SPARQL 1.1 Graph Store HTTP Protocol: whole graphs at /rdf-graph-store."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Any

import pyoxigraph as ox
from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from csekg.namespaces import PREFIXES
from csekg.sparql.graphs import with_sorted_prefixes
from csekg.sparql.store import QueryEngine
from csekg_api.sparql.protocol import (
    accept_header,
    check_graph_name,
    format_name,
    pairs,
    refuse_others,
)
from csekg_api.web.documented import problems
from csekg_api.web.formats import GRAPH_FORMAT_NAMES, GRAPHS, Format, choose
from csekg_api.web.problems import ProblemError

_ABOUT = (
    "Graph Store HTTP Protocol, reading only: `?graph=` and the name of a graph, or `?default` for "
    "the default graph, which is the union of all graphs and holds each triple once. The format "
    "follows the Accept header, or the parameter `format`."
)
# Larger graphs are sent from a file, so that slow clients hold no memory.
_IN_MEMORY = 1 << 20
_CHUNK = 1 << 16
# Bytes that contain all declarations of prefixes.
_BEGINNING = 8192


def graph_store_router(store: QueryEngine) -> APIRouter:
    """Return the route that reads graphs; FastAPI answers 405 to methods that would write."""
    router = APIRouter(tags=["SPARQL"])

    @router.get(
        "/rdf-graph-store",
        operation_id="getGraph",
        summary="Read a whole graph",
        description=_ABOUT,
        response_class=Response,
        openapi_extra=_OPENAPI,
        responses={
            200: {"content": {type_: {} for f in GRAPHS for type_ in f.media_types}},
            **problems(404, 406, s400="Not one graph is named"),
        },
    )
    def read_graph(request: Request) -> Response:
        fields = pairs(request.scope["query_string"])
        refuse_others(fields, ("graph", "default", "format"))
        graph = _graph(store, fields)
        format_, media_type = choose(GRAPHS, accept_header(request), format_name(fields))
        content, size = _written(store, graph, format_)
        headers = {"Vary": "Accept", "Content-Length": str(size)}
        return StreamingResponse(_chunks(content), media_type=media_type, headers=headers)

    return router


def _graph(store: QueryEngine, fields: list[tuple[str, str]]) -> ox.NamedNode | None:
    """Return the name of the requested graph, None for the default graph (section 4.2)."""
    given = [(name, value) for name, value in fields if name in ("graph", "default")]
    if len(given) != 1:
        raise ProblemError(
            400,
            "exactly one graph can be read: give either graph= with its name, or default; "
            f"{len(given)} are asked for",
        )
    name, value = given[0]
    if name == "default":
        return None
    graph = ox.NamedNode(check_graph_name(value, "graph"))
    if not store.has_graph(graph):
        raise ProblemError(
            404,
            f"there is no graph {value}; the service description at /sparql names all graphs",
        )
    return graph


def _written(
    store: QueryEngine, graph: ox.NamedNode | None, format_: Format
) -> tuple[SpooledTemporaryFile[bytes], int]:
    """Return a file with the graph, positioned at its beginning, and its size in bytes."""
    assert isinstance(format_.writer, ox.RdfFormat)
    # Closed after the last chunk, or when it is garbage-collected.
    content = SpooledTemporaryFile[bytes](_IN_MEMORY)
    try:
        store.dump(content, format_.writer, graph, PREFIXES)
    except Exception:
        content.close()
        raise
    size = content.tell()
    content.seek(0)
    beginning = content.read(_BEGINNING)
    content.seek(0)
    # The same bytes every time, as the entity tag promises.
    content.write(with_sorted_prefixes(beginning))
    content.seek(0)
    return content, size


def _chunks(content: SpooledTemporaryFile[bytes]) -> Iterator[bytes]:
    with content:
        while chunk := content.read(_CHUNK):
            yield chunk


_OPENAPI: dict[str, Any] = {
    "parameters": [
        {
            "name": "graph", "in": "query", "required": False,
            "description": "the name of a graph; either this or `default` must be given",
            "schema": {"type": "string", "format": "iri"},
            "examples": {"computed": {"value": "https://w3id.org/csekg/id/graph/derived"}},
        },
        {
            "name": "default", "in": "query", "required": False,
            "description": "asks for the default graph; the value does not matter",
            "allowEmptyValue": True, "schema": {"type": "string"},
        },
        {
            "name": "format", "in": "query", "required": False,
            "description": "outranks the header Accept",
            "schema": {"type": "string", "enum": GRAPH_FORMAT_NAMES},
        },
    ]
}  # fmt: skip

"""The read side of the SPARQL 1.1 Graph Store HTTP Protocol: whole graphs at /rdf-graph-store."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeAlias

import pyoxigraph as ox
from fastapi import APIRouter, Request
from fastapi.responses import Response

from csekg.namespaces import PREFIXES
from csekg.sparql.graphs import with_sorted_prefixes
from csekg.sparql.store import QueryEngine
from csekg_api.sparql.protocol import check_graph_name, format_name, pairs, refuse_others
from csekg_api.web.formats import GRAPH_FORMAT_NAMES, GRAPHS, accept_header, choose
from csekg_api.web.large_answers import FileAnswer
from csekg_api.web.problem_types import problems
from csekg_api.web.problems import ProblemError
from csekg_api.web.work_limit import in_thread
from csekg_api.workers.jobs import IN_MEMORY

_ABOUT = (
    "Graph Store HTTP Protocol, reading only: `?graph=` and the name of a graph, or `?default` for "
    "the default graph, which is the union of all graphs and holds each triple once. The format "
    "follows the Accept header, or the parameter `format`."
)
# Bytes that contain all declarations of prefixes.
_BEGINNING = 8192
# Without names of graphs these forms are simpler ones.
_SIMPLER = {"trig": "ttl", "nq": "nt"}
_HEADERS = {"Vary": "Accept"}
_NO_ROOM = "there is no room to write the graph at this moment: ask again in a minute"

#: Gives the default graph in the form with an ending, as an open file that is kept.
DefaultGraph: TypeAlias = Callable[[Request, str], Awaitable[IO[bytes]]]


def graph_store_router(store: QueryEngine, default_graph: DefaultGraph | None) -> APIRouter:
    """Return the route that reads graphs; FastAPI answers 405 to methods that would write.

    `default_graph` is None where the default graph may change, so that it is written each time.
    """
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
    async def read_graph(request: Request) -> Response:
        fields = pairs(request.scope["query_string"])
        refuse_others(fields, ("graph", "default", "format"))
        graph = _graph(fields)
        format_, media_type = choose(GRAPHS, accept_header(request), format_name(fields))
        assert isinstance(format_.writer, ox.RdfFormat)
        if graph is None and default_graph:
            ending = format_.writer.file_extension
            file = await default_graph(request, _SIMPLER.get(ending, ending))
            return FileAnswer(file, media_type, _HEADERS, kept=True)
        content = await in_thread(request, partial(_written, store, graph, format_.writer))
        return FileAnswer(content, media_type, _HEADERS)

    return router


def _graph(fields: list[tuple[str, str]]) -> ox.NamedNode | None:
    """Return the name of the requested graph, None for the default graph (section 4.2)."""
    named = [(name, value) for name, value in fields if name in ("graph", "default")]
    if len(named) != 1:
        raise ProblemError(
            400,
            f"exactly one graph can be read: give either graph= with its name, or default; {len(named)} are asked for",
        )
    name, value = named[0]
    if name == "default":
        return None
    return ox.NamedNode(check_graph_name(value, "graph"))


def _written(store: QueryEngine, graph: ox.NamedNode | None, form: ox.RdfFormat) -> SpooledTemporaryFile[bytes]:
    """Return a temporary file with a graph; raises a 404 problem if there is none of that name."""
    if graph and not store.has_graph(graph):
        raise ProblemError(404, f"there is no graph {graph.value}; the service description at /sparql names all graphs")
    content = SpooledTemporaryFile[bytes](IN_MEMORY)
    try:
        store.dump(content, form, graph, PREFIXES)
        content.seek(0)
        beginning = content.read(_BEGINNING)
        content.seek(0)
        # The same bytes every time, as the entity tag promises.
        content.write(with_sorted_prefixes(beginning))
    except BaseException as error:
        # On a full disk this fails, too; the file is closed all the same.
        with suppress(OSError):
            content.close()
        if isinstance(error, OSError):
            raise ProblemError(503, _NO_ROOM, {"Retry-After": "60"}, cause=str(error)) from None
        raise
    return content


_OPENAPI: dict[str, Any] = {
    "parameters": [
        {
            "name": "graph",
            "in": "query",
            "required": False,
            "description": "the name of a graph; either this or `default` must be given",
            "schema": {"type": "string", "format": "iri"},
            "examples": {"computed": {"value": "https://w3id.org/csekg/id/graph/derived"}},
        },
        {
            "name": "default",
            "in": "query",
            "required": False,
            "description": "asks for the default graph; the value does not matter",
            "allowEmptyValue": True,
            "schema": {"type": "string"},
        },
        {
            "name": "format",
            "in": "query",
            "required": False,
            "description": "outranks the header Accept",
            "schema": {"type": "string", "enum": GRAPH_FORMAT_NAMES},
        },
    ]
}

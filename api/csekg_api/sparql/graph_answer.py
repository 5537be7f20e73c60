"""Answers with a small graph that was made in this process, in the format that the client wants."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import Response
from pyoxigraph import NamedNode, RdfFormat, Triple

from csekg_api.sparql.protocol import accept_header, format_name, pairs
from csekg_api.web.formats import GRAPHS, choose
from csekg_api.web.graphs import write_graph
from csekg_api.web.urls import service_url


def graph_answer(request: Request, triples: Sequence[Triple]) -> Response:
    """Return the triples as the Accept header or the parameter `format` has it.

    Raises a 406 problem if no format fits, a 400 problem for an unknown name.
    """
    name = format_name(pairs(request.scope["query_string"]))
    format_, media_type = choose(GRAPHS, accept_header(request), name)
    assert isinstance(format_.writer, RdfFormat)
    content = write_graph(triples, format_.writer)
    return Response(content, media_type=media_type, headers={"Vary": "Accept"})


def service_iri(request: Request, path: str) -> NamedNode:
    """Return the address of a path of this service as the name of a thing."""
    return NamedNode(service_url(request, path))

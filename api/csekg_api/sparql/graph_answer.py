"""Answers with a small graph made in this process, in the negotiated format."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import Response
from pyoxigraph import NamedNode, RdfFormat, Triple

from csekg.sparql.graphs import write_graph
from csekg_api.sparql.protocol import accept_header, format_name, pairs
from csekg_api.web.formats import GRAPHS, choose
from csekg_api.web.urls import service_url


def graph_answer(request: Request, triples: Sequence[Triple]) -> Response:
    """Return the triples in the format of the parameter `format` or of the Accept header.

    Raises a 406 problem if no format is acceptable, a 400 problem for an unknown name.
    """
    name = format_name(pairs(request.scope["query_string"]))
    format_, media_type = choose(GRAPHS, accept_header(request), name)
    assert isinstance(format_.writer, RdfFormat)
    content = write_graph(triples, format_.writer)
    return Response(content, media_type=media_type, headers={"Vary": "Accept"})


def service_iri(request: Request, path: str) -> NamedNode:
    """Return the absolute address of a path of this service as an RDF term."""
    return NamedNode(service_url(request, path))

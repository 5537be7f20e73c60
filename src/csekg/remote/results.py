"""Reads the answer of a server, and gives it as the embedded engine would."""

from __future__ import annotations

import json
import re
from typing import Any

import pyoxigraph as ox

from csekg.namespaces import XSD
from csekg.query_engine import Results
from csekg.remote.errors import EndpointError
from csekg.remote.prologue import Form

ROWS = "application/sparql-results+json, application/sparql-results+xml;q=0.5"
GRAPH = "application/n-triples, text/turtle;q=0.5, application/rdf+xml;q=0.2"

_CANONICAL = {"0": "false", "1": "true"}
_NUMERIC_BOOLEAN = re.compile(
    rb'"value"\s*:\s*"[01]"[^{}]*XMLSchema#boolean|XMLSchema#boolean"[^{}]*"value"\s*:\s*"[01]"'
)


def accept_for(form: Form) -> str:
    """Return the Accept header for a query of this form."""
    return GRAPH if form is ox.QueryTriples else ROWS


def read_results(content: bytes, content_type: str, form: Form, server: str) -> Results:
    """Return the results in the body of an answer; raises EndpointError where it holds none."""
    if form is ox.QueryTriples:
        graph = ox.Store()
        load_graph(graph, content, content_type, None, server)
        triples = graph.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        assert isinstance(triples, ox.QueryTriples)
        return triples
    try:
        return _rows(content, _media_type(content_type))
    except (SyntaxError, ValueError):
        raise _no(content_type, "SPARQL results", server) from None


def load_graph(
    store: ox.Store, content: bytes, content_type: str, name: ox.NamedNode | None, server: str
) -> None:
    """Put the graph in the body of an answer into a store; raises EndpointError for none."""
    format_ = ox.RdfFormat.from_media_type(_media_type(content_type))
    try:
        if format_ is None:
            raise ValueError(content_type)
        store.bulk_load(content, format_, to_graph=name)
    except (SyntaxError, ValueError):
        raise _no(content_type, "an RDF graph", server) from None


def _no(content_type: str, wanted: str, server: str) -> EndpointError:
    got = _media_type(content_type) or "something without a Content-Type"
    return EndpointError(
        f"{server} answers with {got}, not with {wanted}: is it the address of a query service?"
    )


def _media_type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _rows(content: bytes, media_type: str) -> ox.QuerySolutions | ox.QueryBoolean:
    format_ = ox.QueryResultsFormat.from_media_type(media_type)
    if format_ is None:
        raise ValueError(media_type)
    if format_ == ox.QueryResultsFormat.JSON and _NUMERIC_BOOLEAN.search(content):
        content = json.dumps(json.loads(content, object_hook=_canonical)).encode()
    return ox.parse_query_results(content, format_)


def _canonical(item: dict[str, Any]) -> dict[str, Any]:
    # Virtuoso writes 1 for true. Both are the same value (XML Schema 1.1, part 2, section 3.3.2);
    # the embedded engine gives the canonical one.
    if item.get("datatype") == XSD.boolean.value:
        item["value"] = _CANONICAL.get(item["value"], item["value"])
    return item

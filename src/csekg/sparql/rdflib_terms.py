"""Converts terms of Oxigraph to rdflib, for pySHACL and for JSON-LD with a context."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

import pyoxigraph as ox
import rdflib
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query

from csekg.errors import CsekgError


class ParsingOnceGraph(rdflib.Graph):
    """A graph that parses each query once.

    pySHACL asks the same text for every focus node, and rdflib takes ten times as long to parse it
    as to answer it.
    """

    def query(self, query_object: str | Query, *args: Any, **options: Any) -> rdflib.query.Result:
        """Answer a query as any graph does."""
        if isinstance(query_object, str):
            query_object = _parsed(query_object, tuple(self.namespaces()))
        return super().query(query_object, *args, **options)


@lru_cache(maxsize=256)
def _parsed(text: str, namespaces: tuple[tuple[str, rdflib.URIRef], ...]) -> Query:
    return prepareQuery(text, initNs=dict(namespaces))


def plain_graph(triples: Iterable[ox.Triple | ox.Quad]) -> rdflib.Graph:
    """Return an rdflib graph of triples, or of the triples of quads, with literals unchanged.

    rdflib's parsers normalise literals: `2005-02-28Z` would lose its zone and pass as a date.
    """
    graph = ParsingOnceGraph()
    # rdflib finds a term faster by its identity than by its text.
    term = cache(to_rdflib)
    for triple in triples:
        graph.add((term(triple.subject), term(triple.predicate), term(triple.object)))
    return graph


def to_rdflib(term: object) -> rdflib.term.Node:
    """Return a term of Oxigraph as one of rdflib; raises CsekgError for a triple term (RDF 1.2)."""
    match term:
        case ox.NamedNode():
            return rdflib.URIRef(term.value)
        case ox.BlankNode():
            return rdflib.BNode(term.value)
        case ox.Literal() if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        case ox.Literal():
            # In RDF 1.1 a plain literal is an xsd:string, in rdflib it is not.
            text = term.datatype.value == str(rdflib.XSD.string)
            datatype = None if text else rdflib.URIRef(term.datatype.value)
            return rdflib.Literal(term.value, datatype=datatype, normalize=False)
    raise CsekgError(f"{term}: rdflib cannot hold this")

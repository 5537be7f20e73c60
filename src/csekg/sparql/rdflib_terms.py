"""Converts terms of Oxigraph to rdflib, for pySHACL and for JSON-LD with a context."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
import rdflib

from csekg.errors import CsekgError


def plain_graph(triples: Iterable[ox.Triple | ox.Quad]) -> rdflib.Graph:
    """Return an rdflib graph of triples, or of the triples of quads, with literals unchanged.

    rdflib's parsers normalise literals: `2005-02-28Z` would lose its zone and pass as a date.
    """
    graph = rdflib.Graph()
    for triple in triples:
        parts = triple.subject, triple.predicate, triple.object
        subject, predicate, value = map(to_rdflib, parts)
        graph.add((subject, predicate, value))
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

"""Reads documents with two independent libraries into comparable triples."""

from __future__ import annotations

from typing import TypeAlias

import pyoxigraph as ox
import rdflib

Plain: TypeAlias = tuple[str, ...]

FORMATS = {
    "ttl": (ox.RdfFormat.TURTLE, "turtle", "text/turtle"),
    "nt": (ox.RdfFormat.N_TRIPLES, "nt", "application/n-triples"),
    "rdf": (ox.RdfFormat.RDF_XML, "xml", "application/rdf+xml"),
    "jsonld": (ox.RdfFormat.JSON_LD, "json-ld", "application/ld+json"),
    "trig": (ox.RdfFormat.TRIG, "trig", "application/trig"),
    "nq": (ox.RdfFormat.N_QUADS, "nquads", "application/n-quads"),
}


def by_pyoxigraph(content: bytes, ending: str) -> set[tuple[Plain, ...]]:
    """Return the triples of a document, without the graphs that hold them."""
    quads = ox.parse(content, format=FORMATS[ending][0])
    return {tuple(map(_of_oxigraph, quad.triple)) for quad in quads}


def by_rdflib(content: bytes, ending: str) -> set[tuple[Plain, ...]]:
    """Return the triples of a document as rdflib reads them, with literals unchanged."""
    graph = rdflib.Dataset(default_union=True)
    graph.parse(content, format=FORMATS[ending][1])
    return {(_of_rdflib(s), _of_rdflib(p), _of_rdflib(o)) for s, p, o in graph.triples((None, None, None))}


def _of_oxigraph(term: object) -> Plain:
    if isinstance(term, ox.Literal):
        return (term.value, term.language or "", term.datatype.value)
    assert isinstance(term, ox.NamedNode), term
    return (term.value,)


def _of_rdflib(term: object) -> Plain:
    if isinstance(term, rdflib.Literal):
        kind = rdflib.RDF.langString if term.language else term.datatype or rdflib.XSD.string
        return (str(term), term.language or "", str(kind))
    assert isinstance(term, rdflib.URIRef), term
    return (str(term),)

"""Questions to the built dataset that several tests ask."""

from __future__ import annotations

import pyoxigraph as ox
from rdflib import RDF

GRAPH = "https://w3id.org/csekg/id/graph/"
PREFIXES = """
PREFIX cse: <https://w3id.org/csekg/ontology#> PREFIX id: <https://w3id.org/csekg/id/>
PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def rows(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    """The solutions over the union of all graphs as strings, "" where a variable is unbound."""
    found = store.query(PREFIXES + query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(getattr(value, "value", "") for value in row) for row in found]


def facts(store: ox.Store) -> set[ox.Triple]:
    """All triples but the ontology's terms and the description of the dataset, which counts terms.

    The vocabularies belong to the facts: their concepts are things like any other.
    """
    left_out = {GRAPH + "ontology", GRAPH + "catalogue"}
    triples = {q.triple for q in store if getattr(q.graph_name, "value", "") not in left_out}
    for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(GRAPH + "ontology")):
        if getattr(quad.subject, "value", "").startswith("https://w3id.org/csekg/id/vocab/"):
            triples.add(quad.triple)
    # The sources are described in the catalogue and cited everywhere.
    catalogue = ox.NamedNode(GRAPH + "catalogue")
    kind = ox.NamedNode(str(RDF.type))
    for quad in store.quads_for_pattern(None, kind, None, catalogue):
        if getattr(quad.subject, "value", "").startswith("https://w3id.org/csekg/id/source/"):
            triples.add(quad.triple)
    return triples

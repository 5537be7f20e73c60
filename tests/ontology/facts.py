"""Questions to the built dataset that several tests ask."""

from __future__ import annotations

import pyoxigraph as ox
from rdflib import RDF

ID = "https://w3id.org/csekg/id/"
GRAPH = ID + "graph/"
TYPE = ox.NamedNode(str(RDF.type))
Fact = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]
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


def facts(store: ox.Store) -> set[Fact]:
    """All triples but the ontology's terms and the description of the dataset, which counts terms.

    The concepts of the vocabularies are things like any other, and so belong to the facts; so do
    the sources, whose types stand in the catalogue.
    """
    found = set()
    for quad in store:
        graph, subject = getattr(quad.graph_name, "value", ""), getattr(quad.subject, "value", "")
        if graph == GRAPH + "ontology" and not subject.startswith(ID + "vocab/"):
            continue
        if graph == GRAPH + "languages" and not subject.startswith(ID):
            continue  # a name of a term of the ontology
        if graph == GRAPH + "catalogue" and not (subject.startswith(ID + "source/") and quad.predicate == TYPE):
            continue
        # There are no blank nodes: another test holds that.
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, (ox.NamedNode, ox.Literal)):
            found.add((quad.subject, quad.predicate, quad.object))
    return found

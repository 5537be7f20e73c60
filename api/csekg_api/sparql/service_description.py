"""Describes the endpoint in the vocabulary of SPARQL 1.1 Service Description."""

from __future__ import annotations

from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from csekg.namespaces import PREFIXES, RDF, RDFS, SD, SH, VOID, XSD
from csekg.sparql.store import QueryEngine, whole_number
from csekg_api.web.formats import GRAPHS, SOLUTIONS

_TITLE = "SPARQL endpoint of csekg"
_UNION = (
    "Read-only. The default graph is the union of all graphs, and holds each triple once; FROM and "
    "FROM NAMED choose among the graphs named here and fetch nothing. SERVICE is refused. The "
    "prefixes listed here need no declaration in a query."
)


class ServiceDescription:
    """Describes the endpoint over a store; counts are made once and cached."""

    def __init__(self, store: QueryEngine) -> None:
        """Take the store."""
        self._store = store

    @cached_property
    def _sizes(self) -> list[tuple[NamedNode, int]]:
        rows = self._store.select(
            "SELECT ?graph (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
        )
        # A client cannot request a graph that is named by a blank node.
        sizes = [
            (row["graph"], whole_number(row["n"].value))
            for row in rows
            if isinstance(row["graph"], NamedNode) and row["n"]
        ]
        return sorted(sizes, key=lambda size: size[0].value)

    @cached_property
    def _triples(self) -> int:
        return self._store.triples()

    def triples(self, service: NamedNode, void: NamedNode) -> list[Triple]:
        """Return the description of the endpoint `service`, with a link to the VoID document."""
        dataset = described_dataset(self._store, service.value)
        about = [
            Triple(service, RDF.type, SD.Service),
            Triple(service, RDFS.label, Literal(_TITLE, language="en")),
            Triple(service, RDFS.comment, Literal(_UNION, language="en")),
            Triple(service, SD.endpoint, service),
            Triple(service, SD.supportedLanguage, SD.SPARQL11Query),
            Triple(service, SD.feature, SD.UnionDefaultGraph),
            Triple(service, SD.defaultDataset, dataset),
            Triple(service, RDFS.seeAlso, void),
            Triple(dataset, RDF.type, SD.Dataset),
        ]
        about += [
            Triple(service, SD.resultFormat, NamedNode(format_.iri))
            for format_ in (*SOLUTIONS, *GRAPHS)
        ]
        about += _graph(dataset, SD.defaultGraph, BlankNode("default"), self._triples)
        for place, (name, number) in enumerate(self._sizes):
            # Fixed labels, so that the same description has the same bytes.
            named = BlankNode(f"named{place}")
            about += [
                Triple(dataset, SD.namedGraph, named),
                Triple(named, RDF.type, SD.NamedGraph),
                Triple(named, SD.name, name),
                *_graph(named, SD.graph, BlankNode(f"graph{place}"), number),
            ]
        for prefix, namespace in PREFIXES.items():
            about += _prefix(service, prefix, namespace)
        return about


def described_dataset(store: QueryEngine, endpoint: str) -> NamedNode:
    """Return the IRI of the dataset in its own description, or one made from the endpoint's."""
    rows = store.select("SELECT DISTINCT ?dataset WHERE { ?dataset a sd:Dataset } LIMIT 2")
    names = [row["dataset"] for row in rows]
    if len(names) == 1 and isinstance(names[0], NamedNode):
        return names[0]
    return NamedNode(f"{endpoint}#dataset")


def _graph(
    whole: NamedNode | BlankNode, link: NamedNode, graph: BlankNode, triples: int
) -> list[Triple]:
    return [
        Triple(whole, link, graph),
        Triple(graph, RDF.type, SD.Graph),
        Triple(graph, RDF.type, VOID.Dataset),
        Triple(graph, VOID.triples, Literal(triples)),
    ]


def _prefix(service: NamedNode, prefix: str, namespace: str) -> list[Triple]:
    node = BlankNode(f"prefix-{prefix}")
    return [
        Triple(service, SH.declare, node),
        Triple(node, RDF.type, SH.PrefixDeclaration),
        Triple(node, SH.prefix, Literal(prefix)),
        Triple(node, SH.namespace, Literal(namespace, datatype=XSD.anyURI)),
    ]

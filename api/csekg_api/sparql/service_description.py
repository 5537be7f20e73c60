"""Describes the endpoint (SPARQL 1.1 Service Description) and the dataset (VoID)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

from csekg.namespaces import FOAF, PREFIXES, RDF, RDFS, SD, SH, VOID, XSD
from csekg.sparql.graphs import write_graph
from csekg.sparql.store import QueryEngine, the_numbers, whole_number
from csekg_api.sparql.protocol import format_name, pairs, refuse_others
from csekg_api.web.formats import GRAPH_FORMAT_NAMES, GRAPHS, SOLUTIONS, accept_header, choose
from csekg_api.web.problem_types import problems
from csekg_api.web.urls import service_url
from csekg_api.web.work_limit import LimitedRoute

_TITLE = "SPARQL endpoint of csekg"
_UNION = (
    "Read-only. The default graph is the union of all graphs, and holds each triple once; FROM and "
    "FROM NAMED choose among the graphs named here and fetch nothing. SERVICE is refused. The "
    "prefixes listed here need no declaration in a query."
)


class ServiceDescription:
    """Describes the endpoint over a store; counts are made once and cached."""

    def __init__(self, store: QueryEngine) -> None:
        self._store = store

    @cached_property
    def _sizes(self) -> list[tuple[NamedNode, int]]:
        rows = self._store.select("SELECT ?graph (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph")
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
        about += [Triple(service, SD.resultFormat, NamedNode(format_.iri)) for format_ in (*SOLUTIONS, *GRAPHS)]
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


def _graph(whole: NamedNode | BlankNode, link: NamedNode, graph: BlankNode, triples: int) -> list[Triple]:
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


_ABOUT = (
    "VoID: how much the dataset holds, by graph, class and property, and where it can be had. The "
    "format follows the Accept header, or the parameter `format`."
)
_DESCRIBING = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?dataset void:classPartition ?part } }"
_USES = "SELECT ?term (COUNT(*) AS ?n) WHERE { ?s ?term ?o } GROUP BY ?term ORDER BY ?term"
_ENTITIES = "SELECT ?term (COUNT(*) AS ?n) WHERE { ?s a ?term } GROUP BY ?term ORDER BY ?term"
_TOTALS = "SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?entities) WHERE { ?s ?p ?o }"


def void_router(store: QueryEngine) -> APIRouter:
    """Return the route of the description; counts are made once and cached."""
    router = APIRouter(tags=["SPARQL"], route_class=LimitedRoute)
    figures = _Figures(store)

    @router.get(
        "/.well-known/void",
        operation_id="getVoid",
        summary="Describe the dataset",
        description=_ABOUT,
        response_class=Response,
        openapi_extra={
            "parameters": [
                {
                    "name": "format",
                    "in": "query",
                    "required": False,
                    "schema": {"type": "string", "enum": GRAPH_FORMAT_NAMES},
                }
            ]
        },
        responses={
            200: {"content": {type_: {} for f in GRAPHS for type_ in f.media_types}},
            **problems(406, s400="No format has this name"),
        },
    )
    def void(request: Request) -> Response:
        refuse_others(pairs(request.scope["query_string"]), ("format",))
        endpoint = service_iri(request, "/sparql")
        dataset = described_dataset(store, endpoint.value)
        document = service_iri(request, "/.well-known/void")
        dump = service_iri(request, "/rdf-graph-store?default&format=ntriples")
        return graph_answer(
            request,
            [
                Triple(document, RDF.type, VOID.DatasetDescription),
                Triple(document, FOAF.primaryTopic, dataset),
                Triple(dataset, VOID.sparqlEndpoint, endpoint),
                Triple(dataset, VOID.dataDump, dump),
                *(_stated(store) or figures.triples(dataset)),
            ],
        )

    return router


def _stated(store: QueryEngine) -> list[Triple]:
    """Return the triples of the dataset's own description, in the same order on all servers."""
    graphs = [row["graph"] for row in store.select(_DESCRIBING)]
    triples = {quad.triple for graph in graphs if isinstance(graph, NamedNode) for quad in store.quads(graph)}
    return sorted(triples, key=str)


class _Figures:
    """Counts the triples of a dataset without a description of its own."""

    def __init__(self, store: QueryEngine) -> None:
        self._store = store

    @cached_property
    def _totals(self) -> tuple[int, int]:
        triples, entities = the_numbers(self._store.values(_TOTALS), 2)
        return triples, entities

    @cached_property
    def _parts(self) -> dict[str, list[tuple[NamedNode, int]]]:
        return {
            query: [
                (row["term"], whole_number(row["n"].value))
                for row in self._store.select(query)
                if isinstance(row["term"], NamedNode) and row["n"]
            ]
            for query in (_USES, _ENTITIES)
        }

    def triples(self, dataset: NamedNode) -> list[Triple]:
        """Return the figures as a description of the dataset."""
        triples, entities = self._totals
        about = [
            Triple(dataset, RDF.type, VOID.Dataset),
            Triple(dataset, VOID.triples, Literal(triples)),
            Triple(dataset, VOID.entities, Literal(entities)),
        ]
        for query, link, by, measure in (
            (_USES, VOID.propertyPartition, VOID.property, VOID.triples),
            (_ENTITIES, VOID.classPartition, VOID["class"], VOID.entities),
        ):
            for place, (term, number) in enumerate(self._parts[query]):
                part = BlankNode(f"{by.value.rpartition('#')[2]}{place}")
                about += [Triple(dataset, link, part), Triple(part, by, term), Triple(part, measure, Literal(number))]
        return about


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

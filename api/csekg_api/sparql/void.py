"""The description of the dataset at /.well-known/void (VoID guide, section 7.2).

A dataset's own description is returned if it has one; otherwise its triples are counted.
"""

from __future__ import annotations

from functools import cached_property

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from csekg.namespaces import FOAF, RDF, VOID
from csekg.sparql.store import QueryEngine, the_numbers, whole_number
from csekg_api.sparql.graph_answer import graph_answer, service_iri
from csekg_api.sparql.protocol import pairs, refuse_others
from csekg_api.sparql.service_description import described_dataset
from csekg_api.web.formats import GRAPH_FORMAT_NAMES, GRAPHS
from csekg_api.web.problem_types import problems

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
    router = APIRouter(tags=["SPARQL"])
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
                    "name": "format", "in": "query", "required": False,
                    "schema": {"type": "string", "enum": GRAPH_FORMAT_NAMES},
                }
            ]
        },
        responses={
            200: {"content": {type_: {} for f in GRAPHS for type_ in f.media_types}},
            **problems(406, s400="No format has this name"),
        },
    )  # fmt: skip
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
    triples = {
        quad.triple
        for graph in graphs
        if isinstance(graph, NamedNode)
        for quad in store.quads(graph)
    }
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
                about += [
                    Triple(dataset, link, part),
                    Triple(part, by, term),
                    Triple(part, measure, Literal(number)),
                ]
        return about

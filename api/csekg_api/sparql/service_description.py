"""Describes the endpoint (SPARQL 1.1 Service Description) and the dataset (VoID)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from csekg.namespaces import FOAF, PREFIXES, SH
from csekg.sparql.graphs import write_graph
from csekg.sparql.store import QueryEngine, as_text
from csekg_api.sparql.protocol import format_name, pairs, refuse_others
from csekg_api.web.formats import GRAPH_FORMAT_NAMES, GRAPHS, SOLUTIONS, accept_header, choose
from csekg_api.web.problem_types import problems
from csekg_api.web.urls import API, service_url
from csekg_api.web.work_limit import LimitedRoute

_SERVICE = """
<{service}> a sd:Service ; rdfs:label "SPARQL endpoint of csekg"@en ;
  rdfs:comment "Read-only. The default graph is the union of all graphs, and holds each triple once; FROM and \
FROM NAMED choose among the graphs named here and fetch nothing. SERVICE is refused. The \
prefixes listed here need no declaration in a query."@en ;
  sd:endpoint <{service}> ; sd:supportedLanguage sd:SPARQL11Query ; sd:feature sd:UnionDefaultGraph ;
  sd:defaultDataset <{dataset}> ; rdfs:seeAlso <{void}> .
<{dataset}> a sd:Dataset .
"""
_GRAPH = "_:{node} a sd:Graph , void:Dataset ; void:triples {triples} .\n"
_VOID = """
<{void}> a void:DatasetDescription ; foaf:primaryTopic <{dataset}> .
<{dataset}> void:sparqlEndpoint <{service}> ; void:dataDump <{dump}> .
"""
_ABOUT = (
    "VoID: how much the dataset holds, by graph, class and property, and where it can be had. The "
    "format follows the Accept header, or the parameter `format`."
)
_SIZES = "SELECT ?graph (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
_DATASETS = "SELECT DISTINCT ?dataset WHERE { ?dataset a sd:Dataset FILTER(isIRI(?dataset)) } LIMIT 2"
_DESCRIBING = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?dataset void:classPartition ?part } }"


class Addresses(NamedTuple):
    """The absolute addresses of the endpoint, of the VoID document and of the file with all triples."""

    service: str
    void: str
    dump: str

    @classmethod
    def of(cls, request: Request) -> Addresses:
        """Return the addresses as the client of a request reaches them."""
        paths = ("/sparql", "/.well-known/void", f"{API}/downloads/csekg.ttl")
        return cls(*(service_url(request, path) for path in paths))


class Descriptions:
    """Describes the endpoint and the dataset of a store; counts are made once and cached."""

    def __init__(self, store: QueryEngine) -> None:
        self._store = store

    def of_service(self, addresses: Addresses) -> list[Triple]:
        """Return the description of the endpoint: its features, formats, graphs and prefixes."""
        service, dataset = addresses.service, self._dataset(addresses)
        text = _SERVICE.format(dataset=dataset, **addresses._asdict())
        text += "".join(f"<{service}> sd:resultFormat <{form.iri}> .\n" for form in (*SOLUTIONS, *GRAPHS))
        text += f"<{dataset}> sd:defaultGraph _:default .\n" + _GRAPH.format(node="default", triples=self._triples)
        # Fixed labels, so that the same description has the same bytes.
        for at, (name, triples) in enumerate(self._sizes):
            text += f"<{dataset}> sd:namedGraph _:named{at} . _:named{at} a sd:NamedGraph ; sd:name {name} ; "
            text += f"sd:graph _:graph{at} .\n" + _GRAPH.format(node=f"graph{at}", triples=triples)
        for prefix, namespace in PREFIXES.items():
            text += f"<{service}> sh:declare _:prefix-{prefix} . _:prefix-{prefix} a sh:PrefixDeclaration ; "
            text += f'sh:prefix "{prefix}" ; sh:namespace "{namespace}"^^xsd:anyURI .\n'
        return _parsed(text)

    def of_dataset(self, addresses: Addresses) -> list[Triple]:
        """Return where the dataset can be had, and what it says of itself, or else its size."""
        dataset = self._dataset(addresses)
        links = _parsed(_VOID.format(dataset=dataset, **addresses._asdict()))
        return links + (self._stated() or _parsed(f"<{dataset}> a void:Dataset ; void:triples {self._triples} ."))

    def _dataset(self, addresses: Addresses) -> str:
        """Return the IRI of the dataset in its own description, or one made from the endpoint's."""
        names = [name for (name,) in self._store.values(_DATASETS)]
        return names[0] if len(names) == 1 else f"{addresses.service}#dataset"

    @cached_property
    def _triples(self) -> int:
        return self._store.triples()

    @cached_property
    def _sizes(self) -> list[tuple[NamedNode, str]]:
        rows = [(row["graph"], as_text(row["n"])) for row in self._store.select(_SIZES)]
        # A client cannot request a graph that is named by a blank node.
        sizes = [(graph, triples) for graph, triples in rows if isinstance(graph, NamedNode)]
        return sorted(sizes, key=lambda size: size[0].value)

    def _stated(self) -> list[Triple]:
        """Return the triples of the dataset's own description, in the same order on all servers."""
        graphs = [row["graph"] for row in self._store.select(_DESCRIBING)]
        found = {quad.triple for graph in graphs if isinstance(graph, NamedNode) for quad in self._store.quads(graph)}
        return sorted(found, key=str)


def _parsed(turtle: str) -> list[Triple]:
    prefixes = {**PREFIXES, "foaf": FOAF.iri, "sh": SH.iri}
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes.items())
    return [quad.triple for quad in parse(head + turtle, RdfFormat.TURTLE)]


def void_router(descriptions: Descriptions) -> APIRouter:
    """Return the route of the dataset's description."""
    router = APIRouter(tags=["SPARQL"], route_class=LimitedRoute)
    schema = {"type": "string", "enum": GRAPH_FORMAT_NAMES}

    @router.get(
        "/.well-known/void",
        operation_id="getVoid",
        summary="Describe the dataset",
        description=_ABOUT,
        response_class=Response,
        openapi_extra={"parameters": [{"name": "format", "in": "query", "required": False, "schema": schema}]},
        responses={
            200: {"content": {type_: {} for f in GRAPHS for type_ in f.media_types}},
            **problems(406, s400="No format has this name"),
        },
    )
    def void(request: Request) -> Response:
        refuse_others(pairs(request.scope["query_string"]), ("format",))
        return graph_answer(request, descriptions.of_dataset(Addresses.of(request)))

    return router


def graph_answer(request: Request, triples: Sequence[Triple]) -> Response:
    """Return the triples in the format of the parameter `format` or of the Accept header.

    Raises a 406 problem if no format is acceptable, a 400 problem for an unknown name.
    """
    name = format_name(pairs(request.scope["query_string"]))
    format_, media_type = choose(GRAPHS, accept_header(request), name)
    assert isinstance(format_.writer, RdfFormat)
    content = write_graph(triples, format_.writer)
    return Response(content, media_type=media_type, headers={"Vary": "Accept"})

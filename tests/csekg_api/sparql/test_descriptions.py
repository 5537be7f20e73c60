"""Service description at /sparql, VoID at /.well-known/void: correct, and at usual addresses."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from rdflib import RDF, RDFS, VOID, Graph, Literal, Namespace, URIRef
from starlette.testclient import TestClient

from csekg.namespaces import PREFIXES
from csekg.releases.forms import dataset_files
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.saved_queries import saved_queries
from csekg_api.app import create_app
from csekg_api.settings import Settings
from csekg_api.web.formats import GRAPHS, SOLUTIONS
from tests.csekg_api import reading
from tests.csekg_api.service import Service

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
CSEKG = URIRef("https://w3id.org/csekg/id/dataset/csekg")
VOID_PATH = "/.well-known/void"
# The registered names, written out here: https://www.w3.org/ns/formats/.
RESULT_FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
    "TriG",
    "N-Quads",
)


def described(service: Service | TestClient, path: str) -> Graph:
    if isinstance(service, TestClient):
        return Graph().parse(data=service.get(path).content, format="turtle")
    answer = service.request("GET", path)
    assert answer.status == 200, answer.body
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    return Graph().parse(data=answer.body, format="turtle")


def address(service: Service) -> str:
    return f"http://127.0.0.1:{service.port}"


def counted(service: Service, pattern: str) -> int:
    query = {"query": f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"}
    answer = service.request("GET", "/sparql?" + urlencode(query))
    return int(json.loads(answer.body)["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize("path", ["/sparql", VOID_PATH])
def test_each_format(small: Service, path: str) -> None:
    expected = reading.by_rdflib(small.request("GET", path).body, "turtle")
    for each in GRAPHS:
        by_name = small.request("GET", f"{path}?format={each.name}")
        by_type = small.request("GET", path, headers={"Accept": each.media_types[0]})
        assert by_name.body == by_type.body
        assert by_type.headers["content-type"].startswith(each.media_types[0])
        assert reading.by_pyoxigraph(by_type.body, each.name) == expected
        assert reading.by_rdflib(by_type.body, each.name) == expected


def test_the_endpoint_tells_what_it_is(small: Service) -> None:
    for path in ("/sparql", "/sparql/"):
        graph = described(small, path)
        service = URIRef(f"{address(small)}/sparql")
        assert (service, RDF.type, SD.Service) in graph
        assert (service, SD.endpoint, service) in graph
        assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph
        assert set(graph.objects(service, SD.feature)) == {SD.UnionDefaultGraph}
        assert "union of all graphs" in str(graph.value(service, RDFS.comment))


def test_every_format_is_listed_under_its_registered_name(small: Service) -> None:
    graph = described(small, "/sparql")
    expected = {FORMATS[name] for name in RESULT_FORMATS}
    assert set(graph.objects(None, SD.resultFormat)) == expected
    assert len(RESULT_FORMATS) == len(SOLUTIONS) + len(GRAPHS)


def test_every_graph_is_listed_with_its_size(small: Service, real: Service, store: Store) -> None:
    for service, names in (
        (small, {"http://example.org/first", "http://example.org/second"}),
        (real, {name.value for name in store.named_graphs()}),
    ):
        graph = described(service, "/sparql")
        dataset = graph.value(None, RDF.type, SD.Dataset)
        named = list(graph.objects(dataset, SD.namedGraph))
        assert {str(graph.value(node, SD.name)) for node in named} == names
        for node in named[:5]:
            triples = graph.value(graph.value(node, SD.graph), VOID.triples)
            name = graph.value(node, SD.name)
            assert int(str(triples)) == counted(service, f"GRAPH <{name}> {{ ?s ?p ?o }}")
        whole = graph.value(graph.value(dataset, SD.defaultGraph), VOID.triples)
        assert int(str(whole)) == counted(service, "?s ?p ?o")


def test_void_of_a_dataset_that_says_nothing_of_itself() -> None:
    store = Store(b"""
        <urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:C> <urn:g> .
        <urn:b> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:C> <urn:g> .
        <urn:b> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> _:unnamed <urn:g> .
        <urn:b> <urn:p> "x" _:graph .
    """)
    with TestClient(create_app(store, "abc123")) as service:
        graph = described(service, VOID_PATH)
        assert list(graph.objects(None, VOID.triples)) == [Literal(4)]
        # A client cannot request a graph without a name.
        listed = described(service, "/sparql").objects(None, SD.name)
        assert list(map(str, listed)) == ["urn:g"]


def test_void_of_the_real_dataset_is_what_it_says_itself(real: Service, store: Store) -> None:
    graph = described(real, VOID_PATH)
    links = {VOID.sparqlEndpoint: "/sparql", VOID.dataDump: "/api/v1/downloads/csekg.ttl"}
    for link, path in links.items():
        assert set(graph.objects(CSEKG, link)) == {URIRef(address(real) + path)}
    [(catalogue,)] = store.values(
        "SELECT (COUNT(*) AS ?n) { GRAPH <https://w3id.org/csekg/id/graph/catalogue> { ?s ?p ?o } }"
    )
    # Beyond the dataset's own description: two triples of the document, and where the data are.
    assert len(graph) == int(catalogue) + 2 + len(links)
    dumps = {f"/api/v1/downloads/{file.name}": file.media_type for file in dataset_files(b"", b"")}
    assert dumps[links[VOID.dataDump]] == "text/turtle"


def test_an_editor_finds_examples_prefixes_and_the_schema(real: Service) -> None:
    """The initial queries of web editors, sent as they send them."""
    shapes = "PREFIX sh: <http://www.w3.org/ns/shacl#> "
    void = "PREFIX void-ext: <http://ldf.fi/void-ext#> "

    def rows(query: str) -> list[dict[str, dict[str, str]]]:
        path = "/sparql?ac=1&" + urlencode({"query": query})
        accept = {"Accept": "application/sparql-results+json"}
        answer = real.request("GET", path, headers=accept)
        found: list[dict[str, dict[str, str]]] = json.loads(answer.body)["results"]["bindings"]
        return found

    examples = rows(f"""{shapes} SELECT DISTINCT ?sq ?comment ?query WHERE {{
        ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ;
            sh:select|sh:ask|sh:construct|sh:describe ?query . }} ORDER BY ?sq""")
    assert len(examples) == len(saved_queries())
    prefixes = rows(f"""{shapes} SELECT DISTINCT ?prefix ?namespace WHERE {{
        [] sh:namespace ?namespace ; sh:prefix ?prefix }} ORDER BY ?prefix""")
    assert {row["prefix"]["value"] for row in prefixes} == set(PREFIXES)
    schema = rows(f"""{void} SELECT DISTINCT ?class ?prop ?object ?datatype WHERE {{
        ?cp void:class ?class ; void:propertyPartition ?pp . ?pp void:property ?prop .
        OPTIONAL {{ {{ ?pp void:classPartition [ void:class ?object ] }}
            UNION {{ ?pp void-ext:datatypePartition [ void-ext:datatype ?datatype ] }} }} }}""")
    cse = "https://w3id.org/csekg/ontology#"
    found = {
        (row["class"]["value"], row["prop"]["value"], row["datatype"]["value"]) for row in schema if "datatype" in row
    }
    assert (f"{cse}StatusInterval", f"{cse}from", "http://www.w3.org/2001/XMLSchema#date") in found


def test_addresses_are_right_behind_a_proxy(small_store: Store) -> None:
    public = "https://treaties.example.org/csekg"
    with TestClient(create_app(small_store, "abc123", Settings(public_url=public + "/"))) as service:
        graph = described(service, "/sparql")
        assert set(graph.objects(None, SD.endpoint)) == {URIRef(f"{public}/sparql")}
        graph = described(service, VOID_PATH)
        assert set(graph.objects(None, VOID.sparqlEndpoint)) == {URIRef(f"{public}/sparql")}

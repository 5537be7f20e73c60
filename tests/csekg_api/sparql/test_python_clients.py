"""SPARQLWrapper and rdflib's SPARQLStore, unmodified."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import SPARQLWrapper as sw
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from tests.csekg_api.service import Service

OPSC = "https://w3id.org/csekg/id/instrument/opsc"
CSE = "https://w3id.org/csekg/ontology#"
PATTERN = f"<{OPSC}> <{CSE}shortTitle> ?title"
TITLE = f'SELECT ?title WHERE {{ {PATTERN} FILTER(LANG(?title) = "en") }}'
CONSTRUCT = f'CONSTRUCT {{ {PATTERN} }} WHERE {{ {PATTERN} FILTER(LANG(?title) = "en") }}'


@pytest.fixture(scope="module")
def endpoint(real: Service) -> str:
    return f"http://127.0.0.1:{real.port}/sparql"


@pytest.fixture(autouse=True)
def old_client() -> Iterator[None]:
    with warnings.catch_warnings():
        # SPARQLWrapper 2.0 leaves the closing of its responses to the collector, and reads graphs
        # into a class that rdflib has deprecated since.
        warnings.simplefilter("ignore", ResourceWarning)
        warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated", DeprecationWarning)
        yield


def wrapper(endpoint: str, query: str, form: str, result: str) -> sw.SPARQLWrapper:
    client = sw.SPARQLWrapper(endpoint)
    client.setMethod(sw.GET if form == sw.GET else sw.POST)
    client.setRequestMethod(sw.POSTDIRECTLY if form == sw.POSTDIRECTLY else sw.URLENCODED)
    client.setReturnFormat(result)
    client.setQuery(query)
    return client


def converted(client: sw.SPARQLWrapper) -> Any:
    """Return the answer as the client converts it; its type depends on the format."""
    return client.queryAndConvert()


@pytest.mark.parametrize("form", [sw.GET, sw.POST, sw.POSTDIRECTLY])
def test_wrapper_gets_rows(endpoint: str, form: str) -> None:
    rows = converted(wrapper(endpoint, TITLE, form, sw.JSON))
    assert rows["results"]["bindings"] == [{"title": {"type": "literal", "value": "OPSC", "xml:lang": "en"}}]
    document = converted(wrapper(endpoint, TITLE, form, sw.XML))
    assert document.getElementsByTagName("literal")[0].firstChild.data == "OPSC"
    for result in (sw.CSV, sw.TSV):
        assert b"OPSC" in converted(wrapper(endpoint, TITLE, form, result))


@pytest.mark.parametrize("form", [sw.GET, sw.POST, sw.POSTDIRECTLY])
@pytest.mark.parametrize("result", [sw.TURTLE, sw.N3, sw.RDFXML, sw.JSONLD])
def test_wrapper_gets_graphs(endpoint: str, form: str, result: str) -> None:
    found = converted(wrapper(endpoint, CONSTRUCT, form, result))
    graph = found if isinstance(found, Graph) else Graph().parse(data=found, format="turtle")
    expected = (URIRef(OPSC), URIRef(CSE + "shortTitle"), Literal("OPSC", lang="en"))
    assert list(graph) == [expected]


def test_wrapper_is_told_what_is_wrong(endpoint: str) -> None:
    with pytest.raises(QueryBadFormed, match="error at 1:"):
        wrapper(endpoint, "SELECT nothing", sw.GET, sw.JSON).query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("result", ["json", "xml", "csv", "tsv"])
def test_store_asks(endpoint: str, method: str, result: str) -> None:
    graph = Graph(SPARQLStore(endpoint, method=method, returnFormat=result))
    rows = [str(row[0]) for row in graph.query(TITLE)]  # type: ignore[index]
    assert rows == ["OPSC"]


def test_store_reads_triples_and_graphs(endpoint: str) -> None:
    store = SPARQLStore(endpoint)
    graph = Graph(store)
    titles = set(graph.objects(URIRef(OPSC), URIRef(CSE + "shortTitle")))
    assert Literal("OPSC", lang="en") in titles
    assert bool(graph.query("ASK { ?s ?p ?o }"))
    assert len(graph.query(CONSTRUCT).graph or ()) == 1
    # The union has a triple of two sources once.
    [counted] = graph.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert len(graph) == int(str(counted[0]))  # type: ignore[index]
    names = set(store.contexts())
    assert URIRef("https://w3id.org/csekg/id/graph/derived") in names
    name = "https://w3id.org/csekg/id/graph/ilo-members"
    [members] = graph.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{name}> {{ ?s ?p ?o }} }}")
    assert len(Graph(store, URIRef(name))) == int(str(members[0])) > 0  # type: ignore[index]

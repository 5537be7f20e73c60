"""The SPARQL 1.1 Protocol tests of the W3C, by their names, written anew.

The suite (data-sparql11/protocol) describes requests and answers. Its queries are answered here as
it demands. Its updates, for which it expects 2xx, are refused with 403, since this service is
read-only (SPARQL 1.1 Protocol, section 1.2: a service accepts queries, updates or both); where the
suite then queries what was written, there is nothing. Malformed requests get 4xx, as it demands,
with the status that says why.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest

from csekg_api.web.formats import GRAPHS, SOLUTIONS
from tests.csekg_api.service import Answer, Service, serving

PATH = "/sparql/"
FORM = "application/x-www-form-urlencoded"
QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
D0, D1, D2, D3 = (DATA.format(number) for number in range(4))


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with serving("--dataset", str(Path(__file__).with_name("w3c.trig"))) as service:
        yield service


@pytest.fixture(autouse=True, scope="module")
def unchanged(service: Service) -> Iterator[None]:
    """No test of the suite, whatever it sends, changes what the service holds."""

    def content() -> str:
        everything = "SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o"
        return hashlib.sha256(direct(service, QUERY, everything).body).hexdigest()

    before = content()
    yield
    assert content() == before


def address(*parameters: tuple[str, str]) -> str:
    return f"{PATH}?{urlencode(parameters, quote_via=quote, safe='')}" if parameters else PATH


def direct(service: Service, media_type: str, body: str, *parameters: tuple[str, str]) -> Answer:
    headers = {"Content-Type": media_type}
    return service.request("POST", address(*parameters), body.encode(), headers)


def form(service: Service, body: str, *parameters: tuple[str, str]) -> Answer:
    return service.request("POST", address(*parameters), body, {"Content-Type": FORM})


def truth(answer: Answer) -> bool:
    assert answer.status == 200, answer.body
    assert media_type(answer) in {type_ for f in SOLUTIONS[:2] for type_ in f.media_types}
    value = json.loads(answer.body)["boolean"]
    assert isinstance(value, bool)
    return value


def media_type(answer: Answer) -> str:
    return answer.headers["content-type"].partition(";")[0]


def default(*graphs: str) -> list[tuple[str, str]]:
    return [("default-graph-uri", graph) for graph in graphs]


def named(*graphs: str) -> list[tuple[str, str]]:
    return [("named-graph-uri", graph) for graph in graphs]


# Queries

IN_DEFAULT = f"ASK {{ <{D1}> a ?type . <{D2}> a ?type . }}"
IN_NAMED = f"ASK {{ GRAPH ?g1 {{ <{D1}> a ?type }} GRAPH ?g2 {{ <{D2}> a ?type }} }}"
IN_BOTH = IN_NAMED.replace("{", f"{{ <{D3}> a ?type", 1)


def test_query_get(service: Service) -> None:
    assert truth(service.request("GET", address(("query", "ASK {}"), *default(D0))))


def test_query_post_form(service: Service) -> None:
    assert truth(form(service, "query=ASK%20%7B%7D", *default(D0)))


def test_query_post_direct(service: Service) -> None:
    assert truth(direct(service, QUERY, "ASK {}"))


def test_query_dataset_default_graphs_get(service: Service) -> None:
    assert truth(service.request("GET", address(("query", IN_DEFAULT), *default(D1, D2))))
    # Beyond the suite: the graphs are those that are named, and no others.
    assert not truth(service.request("GET", address(("query", IN_DEFAULT), *default(D1))))


def test_query_dataset_default_graphs_post(service: Service) -> None:
    assert truth(direct(service, QUERY, IN_DEFAULT, *default(D1, D2)))
    assert not truth(direct(service, QUERY, IN_DEFAULT, *default(D2)))


def test_query_dataset_named_graphs_post(service: Service) -> None:
    assert truth(direct(service, QUERY, IN_NAMED, *named(D1, D2)))
    assert not truth(direct(service, QUERY, IN_NAMED, *named(D1)))


def test_query_dataset_named_graphs_get(service: Service) -> None:
    assert truth(service.request("GET", address(("query", IN_NAMED), *named(D1, D2))))
    assert not truth(service.request("GET", address(("query", IN_NAMED), *named(D2))))


def test_query_dataset_full(service: Service) -> None:
    assert truth(direct(service, QUERY, IN_BOTH, *default(D3), *named(D1, D2)))
    assert not truth(direct(service, QUERY, IN_BOTH, *default(D1), *named(D2, D3)))


def test_query_multiple_dataset(service: Service) -> None:
    query = IN_NAMED.replace("{", f"FROM <{D3}> {{", 1)
    assert truth(direct(service, QUERY, query, *named(D1, D2)))
    assert not truth(direct(service, QUERY, query))


def test_query_multiple_dataset_as_it_is_written(service: Service) -> None:
    """The suite's own request escapes the `&` between two graphs, so that it names one.

    That one, `data1.rdf&named-graph-uri=...data2.rdf`, is an IRI of no graph; a server answers
    `true` only where it takes no notice of the parameters.
    """
    query = IN_NAMED.replace("{", f"FROM <{D3}> {{", 1)
    both = named(f"{D1}&named-graph-uri={D2}")
    assert not truth(direct(service, QUERY, query, *both))


def test_query_content_type_select(service: Service) -> None:
    answer = direct(service, QUERY, "SELECT (1 AS ?value) {}", *default(D0))
    assert answer.status == 200
    assert media_type(answer) in {type_ for f in SOLUTIONS for type_ in f.media_types}
    [row] = json.loads(answer.body)["results"]["bindings"]
    assert row["value"]["value"] == "1"


def test_query_content_type_ask(service: Service) -> None:
    assert truth(direct(service, QUERY, "ASK {}", *default(D0)))


def graph(answer: Answer) -> list[ox.Quad]:
    assert answer.status == 200, answer.body
    type_ = media_type(answer)
    assert type_ in {type_ for f in GRAPHS for type_ in f.media_types}
    format_ = ox.RdfFormat.from_media_type(type_)
    assert format_
    return list(ox.parse(answer.body, format_))


def test_query_content_type_describe(service: Service) -> None:
    assert graph(direct(service, QUERY, "DESCRIBE <http://example.org/>", *default(D0))) == []


def test_query_content_type_construct(service: Service) -> None:
    answer = direct(service, QUERY, "CONSTRUCT { <s> <p> 1 } WHERE {}", *default(D0))
    [quad] = graph(answer)
    # Relative to the address of the endpoint (RFC 3986, section 5.1), whichever of its two it is.
    host = f"http://127.0.0.1:{service.port}/"
    assert (str(quad.subject), str(quad.predicate)) in {
        (f"<{base}s>", f"<{base}p>") for base in (host, f"{host}sparql/")
    }


@pytest.mark.parametrize("form_", SOLUTIONS + GRAPHS, ids=lambda form_: form_.name)
def test_content_types_that_are_asked_for(service: Service, form_: object) -> None:
    """The suite leaves the format to the server; each that there is can be had by Accept."""
    query = "SELECT (1 AS ?v) {}" if form_ in SOLUTIONS else f"CONSTRUCT WHERE {{ <{D0}> a ?t }}"
    for wanted in form_.media_types:  # type: ignore[attr-defined]
        headers = {"Content-Type": QUERY, "Accept": wanted}
        answer = service.request("POST", PATH, query.encode(), headers)
        assert (answer.status, media_type(answer)) == (200, wanted)


# Updates

FOAF, DC = "http://xmlns.com/foaf/0.1/", "http://purl.org/dc/terms/"
PREFIXES = f"PREFIX dc: <{DC}>\nPREFIX foaf: <{FOAF}>\n"
INSERT_DATA = "INSERT DATA {{ {} }} ;".format(
    " ".join(f"GRAPH <{d}> {{ <{d}> a foaf:Document }}" for d in (D1, D2, D3))
)
TARGET = "http://example.org/protocol-update-dataset-test/"


def insertion(pattern: str) -> str:
    written = f"INSERT {{ GRAPH <{TARGET}> {{ ?s a dc:BibliographicResource }} }}"
    return f"{PREFIXES} CLEAR ALL ; {INSERT_DATA} {written} WHERE {{ {pattern} }}"


def refused(service: Service, answer: Answer) -> None:
    """An update is refused in every form, and its triples are not in the dataset."""
    assert "this service is read-only" in answer.problem(403)
    assert not truth(direct(service, QUERY, f"ASK {{ GRAPH <{TARGET}> {{ ?s ?p ?o }} }}"))
    assert truth(direct(service, QUERY, f"ASK {{ GRAPH <{D0}> {{ <{D0}> a ?type }} }}"))


IN_DEFAULT_GRAPH, IN_NAMED_GRAPH = "?s a foaf:Document", "GRAPH ?g { ?s a foaf:Document }"


@pytest.mark.parametrize(
    ("update", "parameters"),
    [
        pytest.param(insertion(IN_DEFAULT_GRAPH), [("using-graph-uri", D1)], id="update_dataset_default_graph"),
        pytest.param(
            insertion(IN_DEFAULT_GRAPH),
            [("using-graph-uri", D1), ("using-graph-uri", D2)],
            id="update_dataset_default_graphs",
        ),
        pytest.param(
            insertion(IN_NAMED_GRAPH),
            [("using-named-graph-uri", D1), ("using-named-graph-uri", D2)],
            id="update_dataset_named_graphs",
        ),
        pytest.param(
            insertion(f"{{ {IN_NAMED_GRAPH} }} UNION {{ {IN_DEFAULT_GRAPH} }}"),
            [("using-graph-uri", D1), ("using-named-graph-uri", D2)],
            id="update_dataset_full",
        ),
        pytest.param("CLEAR ALL", [], id="update_post_direct"),
        pytest.param(
            f"CLEAR GRAPH <{TARGET}> ; INSERT DATA {{ GRAPH <{TARGET}> {{ <urn:s> <urn:p> <test> }} }}",
            [],
            id="update_base_uri",
        ),
    ],
)
def test_updates(service: Service, update: str, parameters: list[tuple[str, str]]) -> None:
    refused(service, direct(service, UPDATE, update, *parameters))


def test_update_post_form(service: Service) -> None:
    refused(service, form(service, "update=CLEAR+ALL"))


# Malformed requests


def test_bad_query_method(service: Service) -> None:
    target = address(("query", "ASK {}"), *default(D0))
    answer = service.request("PUT", target, headers={"Content-Type": FORM})
    answer.problem(405)
    assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_bad_multiple_queries(service: Service) -> None:
    target = address(("query", "ASK {}"), ("query", "SELECT * {}"))
    assert "exactly one query" in service.request("GET", target).problem(400)


def test_bad_query_wrong_media_type(service: Service) -> None:
    direct(service, "text/plain", "ASK {}").problem(415)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"query=ASK%20%7B%7D", id="bad_query_missing_form_type"),
        pytest.param(b"ASK {}", id="bad_query_missing_direct_type"),
        pytest.param(b"update=CLEAR%20NAMED", id="bad_update_missing_form_type"),
        pytest.param(b"CLEAR NAMED", id="bad_update_missing_direct_type"),
    ],
)
def test_bad_missing_type(service: Service, body: bytes) -> None:
    service.request("POST", PATH, body).problem(415)


@pytest.mark.parametrize(
    ("media_type", "text"),
    [
        pytest.param(QUERY, "ASK {}", id="bad_query_non_utf8"),
        pytest.param(UPDATE, "CLEAR NAMED", id="bad_update_non_utf8"),
    ],
)
def test_bad_non_utf8(service: Service, media_type: str, text: str) -> None:
    headers = {"Content-Type": f"{media_type}; charset=UTF-16"}
    # With a byte order mark, as the suite sends it.
    answer = service.request("POST", PATH, text.encode("utf-16"), headers)
    assert "UTF-8" in answer.problem(415)


def test_bad_query_syntax(service: Service) -> None:
    answer = service.request("GET", address(("query", "ASK {")))
    assert "error at 1:6" in answer.problem(400)


def test_bad_update_get(service: Service) -> None:
    refused(service, service.request("GET", address(("update", "CLEAR ALL"))))


def test_bad_multiple_updates(service: Service) -> None:
    refused(service, form(service, "update=CLEAR%20NAMED&update=CLEAR%20DEFAULT"))


def test_bad_update_wrong_media_type(service: Service) -> None:
    direct(service, "text/plain", "CLEAR NAMED").problem(415)


def test_bad_update_syntax(service: Service) -> None:
    refused(service, form(service, "update=CLEAR%20XYZ"))


def test_bad_update_dataset_conflict(service: Service) -> None:
    update = (
        f"PREFIX foaf: <{FOAF}> WITH <http://example/addresses> "
        "DELETE { ?person foaf:givenName 'Bill' } INSERT { ?person foaf:givenName 'William' } "
        "WHERE { ?person foaf:givenName 'Bill' }"
    )
    parameter = ("using-named-graph-uri", "http://example/people")
    refused(service, direct(service, UPDATE, update, parameter))

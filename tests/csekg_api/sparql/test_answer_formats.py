"""Every format of answers, read by rdflib and by pyoxigraph; and how a format is chosen."""

from __future__ import annotations

import csv
import http.client
import io
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from rdflib.query import Result

from csekg_api.web.formats import GRAPHS, SOLUTIONS, Format
from tests.csekg_api import reading
from tests.csekg_api.service import Answer, Service

SELECT = """SELECT ?treaty ?title ?adopted ?protocol WHERE {
    ?treaty a cse:Treaty ; dcterms:title ?title ; cse:adoptedOn ?adopted
    OPTIONAL { ?protocol cse:supplements ?treaty } }"""
CONSTRUCT = "CONSTRUCT { ?s a cse:Treaty ; ?p ?o } WHERE { ?s a cse:Treaty ; ?p ?o }"
DESCRIBE = "DESCRIBE instrument:opsc state:FRA"
BY_NAME = pytest.mark.parametrize("format_", SOLUTIONS, ids=lambda format_: format_.name)


def get(service: Service, query: str, format_: Format) -> bytes:
    """Request a format by name and by each media type: equal bytes, with the requested type."""
    path = "/sparql?" + urlencode({"query": query})
    named = service.request("GET", f"{path}&format={format_.name}")
    assert named.status == 200, named.body
    assert named.headers["content-type"].partition(";")[0] == format_.media_types[0]
    for media_type in format_.media_types:
        answer = service.request("GET", path, headers={"Accept": media_type})
        assert answer.headers["content-type"].partition(";")[0] == media_type
        assert "accept" in answer.headers["vary"].lower()
        assert len(answer.body) == len(named.body)
    return named.body


def test_rows(real: Service) -> None:
    first = SOLUTIONS[0]
    expected = reading.rows_by_oxigraph(get(real, SELECT, first), first.name)
    assert expected[0] == ["treaty", "title", "adopted", "protocol"]
    assert len(expected[1]) >= 18
    for format_ in SOLUTIONS:
        content = get(real, SELECT, format_)
        if format_.name in reading.ROWS:
            assert reading.rows_by_oxigraph(content, format_.name) == expected
            assert reading.rows_by_rdflib(content, format_.name) == expected
            continue
        rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
        assert rows[0] == expected[0]
        plain = [tuple(term[0] if term else "" for term in row) for row in expected[1].elements()]
        assert sorted(map(tuple, rows[1:])) == sorted(plain)
        # CSV has no datatypes, so that rows of another reader can only be counted.
        assert len(Result.parse(io.BytesIO(content), format="csv").bindings) == len(plain)


@BY_NAME
def test_yes_and_no(small: Service, format_: Format) -> None:
    for query, expected in (("ASK { ?s ?p ?o }", True), ("ASK { ?s ?s ?s }", False)):
        content = get(small, query, format_)
        if format_.name in ("json", "xml"):
            found = ox.parse_query_results(content, reading.ROWS[format_.name])
            assert isinstance(found, ox.QueryBoolean)
            assert bool(found) is expected
            parsed = Result.parse(io.BytesIO(content), format=format_.name)
            assert parsed.askAnswer is expected
        else:
            # The W3C defines CSV and TSV for SELECT only; this is what implementations write.
            assert content.decode().strip() == str(expected).lower()


@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE], ids=["construct", "describe"])
def test_graphs(real: Service, query: str) -> None:
    expected = reading.by_pyoxigraph(get(real, query, GRAPHS[1]), "ntriples")
    assert len(expected) > 50
    assert {format_.name for format_ in GRAPHS} == set(reading.ENDINGS)
    for format_ in GRAPHS:
        content = get(real, query, format_)
        assert reading.by_pyoxigraph(content, format_.name) == expected
        assert reading.by_rdflib(content, format_.name) == expected


def ask(service: Service, query: str, accepts: list[str | None]) -> Answer:
    """Send several Accept headers, or none."""
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)
    try:
        connection.putrequest("GET", "/sparql?" + urlencode({"query": query}))
        for accept in filter(None, accepts) if accepts != [""] else accepts:
            connection.putheader("Accept", accept or "")
        connection.endheaders()
        answer = connection.getresponse()
        fields = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, fields, answer.read(), 0)
    finally:
        connection.close()


JSON, XML = SOLUTIONS[0].media_types[0], SOLUTIONS[1].media_types[0]
ROWS, TRIPLES = "SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"


@pytest.mark.parametrize(
    ("query", "accepts", "expected"),
    [
        (ROWS, [], JSON),
        (ROWS, [""], JSON),
        (TRIPLES, [], "text/turtle"),
        # Several headers are one list (RFC 9110, section 5.3).
        (ROWS, ["text/csv;q=0.5", XML], XML),
        (TRIPLES, ["text/html", "application/trig;q=0.3", "application/n-quads;q=0.4"], "application/n-quads"),
        (TRIPLES, ["application/trig; charset=UTF-8"], "application/trig"),
        (TRIPLES, ['application/ld+json;profile="a;q=0, b"'], "application/ld+json"),
        # The default of Java's client.
        (TRIPLES, ["text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"], "text/turtle"),
    ],
)
def test_negotiation(small: Service, query: str, accepts: list[str | None], expected: str) -> None:
    answer = ask(small, query, accepts)
    assert answer.status == 200, answer.body
    assert answer.headers["content-type"].partition(";")[0] == expected


@pytest.mark.parametrize(
    ("query", "accept"), [(ROWS, "text/turtle"), (ROWS, "image/*"), (TRIPLES, JSON), (TRIPLES, "application/pdf")]
)
def test_nothing_fits(small: Service, query: str, accept: str) -> None:
    detail = ask(small, query, [accept]).problem(406)
    offered = GRAPHS if query == TRIPLES else SOLUTIONS
    assert all(format_.media_types[0] in detail for format_ in offered)


def test_the_parameter_outranks_the_header(small: Service) -> None:
    path = "/sparql?" + urlencode({"query": TRIPLES, "format": "nquads"})
    answer = small.request("GET", path, headers={"Accept": "text/turtle"})
    assert answer.headers["content-type"].startswith("application/n-quads")
    for name, status in (("csv", 406), ("parquet", 400)):
        path = "/sparql?" + urlencode({"query": TRIPLES, "format": name})
        assert "format=trig" in small.request("GET", path).problem(status)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["turtle", "text/turtle"], "text/turtle"),
        (["n3"], "text/turtle"),
        (["RDF+XML", "application/rdf+xml"], "application/rdf+xml"),
        (["json-ld", "application/ld+json,application/x-json+ld"], "application/ld+json"),
        (["", "xml"], "application/rdf+xml"),
        (["turtle", "trig"], None),
        (["csv,tsv"], None),
    ],
)
def test_several_names_of_one_format(small: Service, values: list[str], expected: str | None) -> None:
    pairs = [("query", TRIPLES), *(("format", value) for value in values)]
    answer = small.request("GET", "/sparql?" + urlencode(pairs))
    if expected:
        assert answer.headers["content-type"].partition(";")[0] == expected
    else:
        assert "one format can be answered" in answer.problem(400)


def test_a_browser_gets_the_query_page(small: Service) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
    for path in ("/sparql", "/sparql/"):
        answer = small.request("GET", path, headers={"Accept": browser})
        assert (answer.status, answer.headers["location"]) == (303, "/query")
    # With a query it gets the answer, in the format that it prefers.
    answer = small.request("GET", "/sparql?query=ASK%7B%7D", headers={"Accept": browser})
    assert answer.headers["content-type"] == "application/xml"
    assert b"<boolean>true</boolean>" in answer.body


def test_values_of_many_kinds_in_order(real: Service) -> None:
    # Names, numbers, durations and years in one column: Oxigraph alone ends the process. A machine
    # with other work may give the query too little time (504): it is a long one.
    for _ in range(5):
        answer = real.ask(
            "SELECT ?o { ?s ?p ?o FILTER(isLiteral(?o)) "
            "FILTER(DATATYPE(?o) NOT IN (rdf:langString, xsd:date)) } "
            "ORDER BY ?o LIMIT 3 OFFSET 5000",
            format="csv",
        )
        if answer.status != 504:
            break
    assert answer.status == 200, answer.body
    assert answer.body.count(b"\r\n") == 4

from __future__ import annotations

import csv
import io

import pytest
import rdflib
from rdflib.query import Result
from starlette.testclient import TestClient

from csekg_api.web.formats import GRAPHS, SOLUTIONS, Format, choose
from csekg_api.web.problems import ProblemError

SELECT = "SELECT ?s ?o WHERE { ?s ?p ?o } ORDER BY STR(?o)"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"
JSON, XML, CSV, TSV = (format_.media_types[0] for format_ in SOLUTIONS)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("application/*", "json"),
        ("text/*", "csv"),
        (CSV, "csv"),
        ("TEXT/CSV", "csv"),
        ("text/csv;charset=utf-8", "csv"),
        (f"{JSON}; charset=utf-8", "json"),
        ("application/json", "json"),
        ("application/xml", "xml"),
        # q-values outrank order, order does not matter.
        (f"{XML};q=0.4, {CSV};q=0.9, {TSV};q=0.8", "csv"),
        (f"{TSV}, {JSON};q=0.9", "tsv"),
        # The most specific range decides about a type (RFC 9110, section 12.5.1).
        ("text/*;q=1, text/csv;q=0.1", "tsv"),
        ("*/*;q=0.1, text/tab-separated-values;q=0.2", "tsv"),
        # q=0 excludes, also under a wildcard.
        (f"*/*, {JSON};q=0", "xml"),
        ("text/*, text/csv;q=0", "tsv"),
        ("application/*;q=0, */*", "csv"),
        # Equal weights: the first of the table.
        (f"{CSV}, {JSON}", "json"),
        # The default of a browser.
        ("text/html,application/xhtml+xml,*/*;q=0.8", "json"),
    ],
)
def test_accept_header_chooses_a_format_for_rows(accept: str, expected: str) -> None:
    assert choose(SOLUTIONS, accept, None)[0].name == expected


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "turtle"),
        ("*/*", "turtle"),
        ("application/n-triples", "ntriples"),
        ("application/rdf+xml, text/turtle;q=0.5", "rdfxml"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded"', "jsonld"),
        ("application/json", "jsonld"),
    ],
)
def test_accept_header_chooses_a_format_for_graphs(accept: str, expected: str) -> None:
    assert choose(GRAPHS, accept, None)[0].name == expected


@pytest.mark.parametrize(
    "accept", ["image/png", "text/html", "*/*;q=0", "text/turtle", "text/csv;q=0", "nonsense"]
)
def test_nothing_fits(accept: str) -> None:
    with pytest.raises(ProblemError, match=r"format=json.*text/csv") as caught:
        choose(SOLUTIONS, accept, None)
    assert caught.value.status == 406


def test_answer_bears_the_media_type_that_was_asked_for(client: TestClient) -> None:
    for accept in ("application/json", "application/xml", JSON, XML):
        answer = client.get("/sparql", params={"query": SELECT}, headers={"Accept": accept})
        assert answer.headers["content-type"] == accept
        assert answer.headers["vary"] == "Accept"


@pytest.mark.parametrize("format_", SOLUTIONS, ids=lambda f: f.name)
def test_every_name_of_a_row_format(client: TestClient, format_: Format) -> None:
    for name in format_.names:
        # The parameter takes precedence over the header.
        answer = client.get(
            "/sparql", params={"query": SELECT, "format": name}, headers={"Accept": "image/png"}
        )
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(format_.media_types[0])


@pytest.mark.parametrize("name", ["json", "xml"])
def test_rows_read_by_rdflib(client: TestClient, name: str) -> None:
    answer = client.get("/sparql", params={"query": SELECT, "format": name})
    rows = list(Result.parse(io.BytesIO(answer.content), format=name))
    assert [row[1].n3() for row in rows] == [  # type: ignore[index]
        '"2001-10-02"^^<http://www.w3.org/2001/XMLSchema#date>',
        '"Noreg"@nn',
        '"""a, "b"\nc"""',
    ]


def test_rows_as_csv_and_tsv(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": SELECT, "format": "csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.text, newline="")))
    norway = "http://example.org/norway"
    assert rows == [["s", "o"], [norway, "2001-10-02"], [norway, "Noreg"], [norway, 'a, "b"\nc']]
    answer = client.get("/sparql", params={"query": SELECT, "format": "tsv"})
    lines = answer.text.splitlines()
    assert lines[0] == "?s\t?o"
    assert lines[2] == f'<{norway}>\t"Noreg"@nn'


@pytest.mark.parametrize("name", ["json", "xml"])
def test_ask_read_by_rdflib(client: TestClient, name: str) -> None:
    for query, expected in (("ASK { ?s ?p ?o }", True), ("ASK { ?s ?s ?s }", False)):
        answer = client.get("/sparql", params={"query": query, "format": name})
        assert Result.parse(io.BytesIO(answer.content), format=name).askAnswer is expected


@pytest.mark.parametrize("query", [CONSTRUCT, "DESCRIBE <http://example.org/norway>"])
@pytest.mark.parametrize(
    ("format_", "reader"),
    list(zip(GRAPHS, ["turtle", "nt", "xml", "json-ld", "trig", "nquads"], strict=True)),
    ids=lambda value: getattr(value, "name", None),
)
def test_graphs_read_by_rdflib(
    client: TestClient, query: str, format_: Format, reader: str
) -> None:
    for name in format_.names:
        answer = client.get("/sparql", params={"query": query, "format": name})
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(format_.media_types[0])
    graph = rdflib.Dataset(default_union=True)
    graph.parse(data=answer.content, format=reader)
    norway = rdflib.URIRef("http://example.org/norway")
    assert len(graph) == 3
    assert graph.value(norway, rdflib.RDFS.label) == rdflib.Literal("Noreg", lang="nn")
    assert rdflib.Literal('a, "b"\nc') in set(graph.objects(norway))


def test_turtle_is_written_with_prefixes(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": CONSTRUCT})
    assert "rdfs:label" in answer.text


def test_format_for_the_other_kind_of_query_is_406(client: TestClient) -> None:
    for query, name in ((SELECT, "turtle"), (CONSTRUCT, "csv")):
        answer = client.get("/sparql", params={"query": query, "format": name})
        assert answer.status_code == 406
        assert f"format={name}" in answer.json()["detail"]


def test_unknown_format_is_400_and_names_the_known(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": SELECT, "format": "parquet"})
    assert answer.status_code == 400
    assert "'parquet'" in answer.json()["detail"]
    assert "format=csv" in answer.json()["detail"]


def test_each_format_has_names_of_its_own() -> None:
    for table in (SOLUTIONS, GRAPHS):
        names = [name for format_ in table for name in format_.names]
        assert len(names) == len(set(names))

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from csekg_api.web.formats import GRAPHS, SOLUTIONS, Format, choose

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


@pytest.mark.parametrize("format_", SOLUTIONS, ids=lambda f: f.name)
def test_every_name_of_a_row_format(client: TestClient, format_: Format) -> None:
    for name in format_.names:
        # The parameter takes precedence over the header.
        answer = client.get("/sparql", params={"query": SELECT, "format": name}, headers={"Accept": "image/png"})
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(format_.media_types[0])


def test_turtle_is_written_with_prefixes(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": CONSTRUCT})
    assert "rdfs:label" in answer.text


def test_each_format_has_names_of_its_own() -> None:
    for table in (SOLUTIONS, GRAPHS):
        names = [name for format_ in table for name in format_.names]
        assert len(names) == len(set(names))

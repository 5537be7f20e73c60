from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import pytest
from starlette.testclient import TestClient

QUERY = "SELECT ?name WHERE { ?s rdfs:label ?name }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
UPDATE = "INSERT DATA { <http://example.org/a> <http://example.org/b> 1 }"


def names(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [row["name"]["value"] for row in answer.json()["results"]["bindings"]]


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
def test_three_ways_to_send_a_query(client: TestClient, path: str) -> None:
    assert names(client.get(path, params={"query": QUERY})) == ["Noreg"]
    assert names(client.post(path, data={"query": QUERY})) == ["Noreg"]
    direct = {"Content-Type": "application/sparql-query"}
    assert names(client.post(path, content=QUERY, headers=direct)) == ["Noreg"]


def test_form_takes_charset_and_format(client: TestClient) -> None:
    answer = client.post(
        "/sparql",
        content=urlencode({"query": QUERY, "format": "csv"}),
        headers={"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"},
    )
    assert answer.text == "name\r\nNoreg\r\n"


def test_direct_post_takes_format_from_the_address(client: TestClient) -> None:
    headers = {"Content-Type": "application/sparql-query; charset=utf-8"}
    answer = client.post("/sparql?format=csv", content=QUERY, headers=headers)
    assert answer.text == "name\r\nNoreg\r\n"


def test_percent_encoding_is_undone_exactly_once(client: TestClient) -> None:
    for text in ("a+b", "100%25", "é & ü", "#?=;"):
        query = f'SELECT ("{text}" AS ?name) {{}}'
        assert names(client.get("/sparql?query=" + quote(query, safe=""))) == [text]
        assert names(client.post("/sparql", data={"query": query})) == [text]


def test_unknown_parameters_are_ignored(client: TestClient) -> None:
    params = {"query": QUERY, "output": "json", "results": "json", "default-graph-uri": ""}
    assert names(client.get("/sparql", params=params)) == ["Noreg"]


def test_head_gives_the_headers_alone(client: TestClient) -> None:
    answer = client.head("/sparql", params={"query": QUERY})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert answer.content == b""


def test_no_query_is_400(client: TestClient) -> None:
    for answer in (
        client.get("/sparql?timeout=1"),
        client.get("/sparql", headers={"Accept": "application/sparql-results+json"}),
        client.post("/sparql", content="", headers=FORM),
        client.post("/sparql", data={"q": QUERY}),
    ):
        assert answer.status_code == 400
        assert "query" in answer.json()["detail"]


def test_empty_query_is_a_parse_error(client: TestClient) -> None:
    answer = client.get("/sparql?query=")
    assert answer.status_code == 400
    assert "cannot be parsed" in answer.json()["detail"]


def test_two_queries_are_400(client: TestClient) -> None:
    pair = urlencode([("query", QUERY), ("query", QUERY)])
    single = urlencode({"query": QUERY})
    for answer in (
        client.get(f"/sparql?{pair}"),
        client.post("/sparql", content=pair, headers=FORM),
        client.post(f"/sparql?{single}", content=single, headers=FORM),
        client.post(f"/sparql?{single}", content=QUERY,
                    headers={"Content-Type": "application/sparql-query"}),
    ):  # fmt: skip
        assert answer.status_code == 400
        assert "2 were sent" in answer.json()["detail"]


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/json", "multipart/form-data; boundary=x", None]
)
def test_other_media_types_are_415(client: TestClient, media_type: str | None) -> None:
    headers = {"Content-Type": media_type} if media_type else {}
    answer = client.post("/sparql", content=QUERY.encode(), headers=headers)
    assert answer.status_code == 415
    assert "application/sparql-query" in answer.headers["accept-post"]


def test_other_charsets_are_refused(client: TestClient) -> None:
    headers = {"Content-Type": "application/sparql-query; charset=UTF-16"}
    answer = client.post("/sparql", content=QUERY.encode("utf-16"), headers=headers)
    assert answer.status_code == 415
    headers = {"Content-Type": "application/sparql-query"}
    assert client.post("/sparql", content=b"\xff\xfe", headers=headers).status_code == 400
    answer = client.get("/sparql?query=ASK%7B%7D%23%FF")
    assert answer.status_code == 400
    assert "percent-encoded UTF-8" in answer.json()["detail"]


def test_updates_are_refused_and_change_nothing(client: TestClient) -> None:
    count = "SELECT (COUNT(*) AS ?name) { ?s ?p ?o }"
    assert names(client.get("/sparql", params={"query": count})) == ["3"]
    for answer in (
        client.post("/sparql", data={"update": UPDATE}),
        client.post("/sparql", data={"update": UPDATE, "query": QUERY}),
        client.post("/sparql", content=UPDATE,
                    headers={"Content-Type": "application/sparql-update"}),
        client.get("/sparql", params={"update": UPDATE}),
    ):  # fmt: skip
        assert answer.status_code == 403
        assert "read-only" in answer.json()["detail"]
    # As a query an update is a text that cannot be parsed.
    assert client.get("/sparql", params={"query": UPDATE}).status_code == 400
    assert names(client.get("/sparql", params={"query": count})) == ["3"]


def test_words_of_update_in_comments_and_texts_do_no_harm(client: TestClient) -> None:
    query = f'# update: DROP ALL\n{QUERY} VALUES ?x {{ "INSERT DATA" }}'
    assert names(client.get("/sparql", params={"query": query})) == ["Noreg"]


def test_default_graph_is_the_union_and_counts_each_triple_once(client: TestClient) -> None:
    count = "SELECT (COUNT(*) AS ?name) { GRAPH ?g { ?s ?p ?o } }"
    assert names(client.get("/sparql", params={"query": count})) == ["4"]
    one = "SELECT (COUNT(*) AS ?name) FROM <http://example.org/first> { ?s ?p ?o }"
    assert names(client.get("/sparql", params={"query": one})) == ["2"]


def test_graphs_named_beside_the_query_outrank_it(client: TestClient) -> None:
    count = "SELECT (COUNT(*) AS ?name) FROM <http://example.org/missing> { ?s ?p ?o }"
    graphs = ["http://example.org/first", "http://example.org/second"]
    for named, expected in ((graphs[:1], "2"), (graphs, "3")):
        params = {"query": count, "default-graph-uri": named}
        assert names(client.get("/sparql", params=params)) == [expected]
        assert names(client.post("/sparql", data=params)) == [expected]


def test_from_reads_nothing_from_elsewhere(client: TestClient) -> None:
    for iri in ("http://example.org/elsewhere", "file:///etc/hostname"):
        query = f"SELECT ?name FROM <{iri}> {{ ?s ?p ?name }}"
        assert names(client.get("/sparql", params={"query": query})) == []


def test_browser_without_query_sees_the_form(client: TestClient) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    answer = client.get("/sparql", headers=browser)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert '<textarea id="query" name="query"' in answer.text
    assert 'action="/sparql" method="get"' in answer.text


def test_form_without_a_chosen_format_follows_the_query(client: TestClient) -> None:
    params = {"query": "CONSTRUCT WHERE { ?s ?p ?o }", "format": ""}
    answer = client.get("/sparql", params=params)
    assert answer.headers["content-type"].startswith("text/turtle")

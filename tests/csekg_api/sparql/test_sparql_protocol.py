from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from starlette.testclient import TestClient

QUERY = "SELECT ?name WHERE { ?s rdfs:label ?name }"


def names(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [row["name"]["value"] for row in answer.json()["results"]["bindings"]]


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


def test_words_of_update_in_comments_and_texts_do_no_harm(client: TestClient) -> None:
    query = f'# update: DROP ALL\n{QUERY} VALUES ?x {{ "INSERT DATA" }}'
    assert names(client.get("/sparql", params={"query": query})) == ["Noreg"]


def test_form_without_a_chosen_format_follows_the_query(client: TestClient) -> None:
    params = {"query": "CONSTRUCT WHERE { ?s ?p ?o }", "format": ""}
    answer = client.get("/sparql", params=params)
    assert answer.headers["content-type"].startswith("text/turtle")

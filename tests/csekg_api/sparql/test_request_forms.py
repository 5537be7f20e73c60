"""SPARQL 1.1 Protocol, section 2: each way to send a query, each refusal, data unchanged."""

from __future__ import annotations

import hashlib
import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from starlette.testclient import TestClient

from tests.csekg_api.service import Answer, Service

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
FIRST, SECOND = "http://example.org/first", "http://example.org/second"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
QUADS = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
TRIPLES = "CONSTRUCT WHERE { ?s ?p ?o }"
PATHS = ("/sparql", "/sparql/")


def number(answer: Answer) -> int:
    assert answer.status == 200, answer.body
    [row] = json.loads(answer.body)["results"]["bindings"]
    return int(row["n"]["value"])


def three_ways(service: Service, query: str, more: list[tuple[str, str]]) -> list[Answer]:
    """Send a query in each form of section 2.1, to both addresses."""
    whole, rest = urlencode([("query", query), *more]), urlencode(more)
    answers = []
    for path in PATHS:
        answers += [
            service.request("GET", f"{path}?{whole}"),
            service.request("POST", path, whole, {"Content-Type": FORM}),
            service.request("POST", f"{path}?{rest}", query.encode(), {"Content-Type": DIRECT}),
        ]
    return answers


@pytest.fixture(autouse=True, scope="module")
def unchanged(small: Service) -> Iterator[None]:
    """No request of this module changes the dataset."""

    def content() -> str:
        dump = small.request("GET", "/sparql?" + urlencode({"query": TRIPLES, "format": "ntriples"})).body
        named = small.request("GET", "/sparql?" + urlencode({"query": QUADS})).body
        return hashlib.sha256(b"".join(sorted(dump.splitlines())) + named).hexdigest()

    before = content()
    yield
    assert content() == before


@pytest.mark.parametrize(
    ("default", "named", "triples", "quads"),
    [
        ([FIRST], [], 2, 0),
        # One triple is in both graphs and counts once.
        ([FIRST, SECOND], [], 3, 0),
        ([FIRST, FIRST], [], 2, 0),
        ([], [SECOND], 0, 2),
        ([FIRST], [FIRST, SECOND], 2, 4),
        (["http://example.org/missing"], ["http://example.org/missing"], 0, 0),
    ],
)
def test_graphs_beside_the_query(
    small: Service, default: list[str], named: list[str], triples: int, quads: int
) -> None:
    more = [("default-graph-uri", iri) for iri in default]
    more += [("named-graph-uri", iri) for iri in named]
    # Section 2.1.4: they replace those of FROM.
    stated = f"FROM <{SECOND}> FROM NAMED <{FIRST}> {{"
    for query, expected in ((COUNT, triples), (QUADS, quads)):
        for answer in three_ways(small, query, more):
            assert number(answer) == expected
        answer = three_ways(small, query.replace("{", stated, 1), more)[0]
        assert number(answer) == expected


def test_from_fetches_nothing(small: Service) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/data.ttl"
        for query, more in (
            (COUNT.replace("{", f"FROM <{address}> {{"), []),
            (COUNT, [("default-graph-uri", address)]),
            (QUADS, [("named-graph-uri", address)]),
        ):
            assert {number(answer) for answer in three_ways(small, query, more)} == {0}
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("iri", ["data.ttl", "../a", "http://example.org/a b", "<urn:a>"])
def test_a_graph_that_is_no_absolute_iri(small: Service, name: str, iri: str) -> None:
    for answer in three_ways(small, COUNT, [(name, iri)]):
        assert f"{name} must be an absolute IRI" in answer.problem(400)


@pytest.mark.parametrize("word", ["SERVICE", "service SILENT"])
def test_service_is_refused_and_calls_nobody(small: Service, word: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"
        for answer in three_ways(small, f"ASK {{ {word} <{address}> {{ ?s ?p ?o }} }}", []):
            assert "SERVICE is refused" in answer.problem(400)
        with pytest.raises(TimeoutError):
            listener.accept()


UPDATES = (
    "INSERT DATA { <urn:s> <urn:p> <urn:o> }",
    "DELETE WHERE { ?s ?p ?o }",
    "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "LOAD <file:///etc/hostname>",
    "LOAD SILENT <http://127.0.0.1:9/> INTO GRAPH <urn:g>",
    "CLEAR ALL",
    "DROP ALL",
    "CREATE GRAPH <urn:g>",
    "COPY DEFAULT TO <urn:g>",
    "MOVE DEFAULT TO <urn:g>",
    "ADD DEFAULT TO <urn:g>",
)


@pytest.mark.parametrize("update", UPDATES)
def test_updates_are_refused(small: Service, update: str) -> None:
    for path in PATHS:
        form = urlencode({"update": update})
        for answer in (
            small.request("POST", path, form, {"Content-Type": FORM}),
            small.request("POST", path, update.encode(), {"Content-Type": UPDATE}),
            small.request("GET", f"{path}?{form}"),
            small.request("POST", f"{path}?{form}", b"ASK {}", {"Content-Type": DIRECT}),
            small.request("POST", f"{path}?using-graph-uri=urn:g", form, {"Content-Type": FORM}),
        ):
            assert "this service is read-only" in answer.problem(403)
    # Sent as a query it is a syntax error.
    for answer in three_ways(small, update, []):
        detail = answer.problem(400)
        assert "error at 1:" in detail
        assert "this store is read-only" in detail


def test_a_missing_query(small: Service) -> None:
    for answer in (small.request("GET", "/sparql?q=1"), small.request("POST", "/sparql", "", {"Content-Type": FORM})):
        assert "the parameter query is missing" in answer.problem(400)


@pytest.mark.parametrize("media_type", [None, "", "application/sparql-querys", "nonsense"])
def test_a_wrong_or_missing_media_type(small: Service, media_type: str | None) -> None:
    headers = {} if media_type is None else {"Content-Type": media_type}
    for path in PATHS:
        answer = small.request("POST", path, COUNT.encode(), headers)
        assert DIRECT in answer.problem(415)
        assert DIRECT in answer.headers["accept-post"]


def test_what_would_take_long_to_read_is_refused(small: Service) -> None:
    query = urlencode({"query": COUNT})
    for path in PATHS:
        for media_type in (FORM, DIRECT):
            long = f'{media_type}; a="{";" * 30_000}'
            answer = small.request("POST", path, query, {"Content-Type": long})
            assert "Content-Type may have 200 bytes" in answer.problem(415)
        form = {"Content-Type": FORM}
        assert number(small.request("POST", path, query + "&x=y" * 99, form)) == 3
        for answer in (
            small.request("POST", path, query + "&x=y" * 100, form),
            small.request("POST", path, "%61&" * 250_000, form),
            small.request("GET", f"{path}?{query}{'&x=y' * 100}"),
        ):
            assert "a request may have 100 parameters, but this one has" in answer.problem(400)
        many = small.request("POST", path, f"{query}&format={'json,' * 200_000}", form)
        assert "format names one format" in many.problem(400)
        assert len(many.body) < 500


def test_a_refusal_repeats_little_of_what_was_sent(small: Service) -> None:
    accept = {"Accept": "image/png;a=" + "x" * 8_000}
    answer = small.request("GET", "/sparql?" + urlencode({"query": "ASK {}"}), headers=accept)
    assert "cannot be answered as Accept: image/png;a=xxx" in answer.problem(406)
    assert len(answer.body) < 700
    form = {"Content-Type": FORM}
    for field in ("timeout", "default-graph-uri", "format", "query"):
        body = urlencode([("query", "ASK {}")] * (field != "query") + [(field, "x" * 500_000)])
        answer = small.request("POST", "/sparql", body, form)
        assert answer.status == 400
        assert len(answer.body) < 3_000


@pytest.mark.parametrize("piece", ["é", "%41", "a+b&c=d", "𝄞", "x"])
def test_a_long_form_is_read_as_a_short_one(small: Service, piece: str) -> None:
    text = piece * 20_000
    form = urlencode({"query": f'SELECT (STRLEN("{text}") AS ?n) {{}}'})
    assert number(small.request("POST", "/sparql", form, {"Content-Type": FORM})) == len(text)


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("SELECT", 1, 7),
        ("SELECT ?s WHERE {\n  ?s ?p }", 2, 10),
        ("ASK {\r\n  ?s nowhere:p ?o }", 2, 6),
        ("ASK { ?s ?p 'a }", 1, 13),
        ("ASK {} ASK {}", 1, 13),
        ("# a comment alone", 1, 18),
    ],
)
def test_a_syntax_error_has_a_position(small: Service, query: str, line: int, column: int) -> None:
    for answer in three_ways(small, query, []):
        answer.problem(400)
        assert json.loads(answer.body)["position"] == {"line": line, "column": column}


def test_head_tells_what_get_would(small: Service) -> None:
    path = "/sparql?" + urlencode({"query": COUNT})
    got, head = small.request("GET", path), small.request("HEAD", path)
    assert head.status == 200
    assert head.body == b""
    for name in ("content-type", "content-length", "vary"):
        assert head.headers[name] == got.headers[name]


QUERY = "SELECT ?name WHERE { ?s rdfs:label ?name }"


def names(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [row["name"]["value"] for row in answer.json()["results"]["bindings"]]


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

"""Warnings of terms that the dataset does not hold: a member of JSON, and a header."""

from __future__ import annotations

import json
import re

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg_api.sparql import job
from csekg_api.sparql.protocol import QueryRequest

MISSPELT = "SELECT ?s WHERE { ?s cse:joinedd ?o }"
WARNING = "cse:joinedd is not in this dataset."


def ask(client: TestClient, query: str, form: str = "json", method: str = "GET") -> Response:
    fields = {"query": query, "format": form}
    answer = client.get("/sparql", params=fields) if method == "GET" else client.post("/sparql", data=fields)
    assert answer.status_code == 200, answer.text
    return answer


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_json_has_a_member_and_every_form_a_header(client: TestClient, method: str) -> None:
    # Twice: the second time the answer comes from the memory of the service.
    for _ in range(2):
        answer = ask(client, MISSPELT, method=method)
        assert answer.json() == {"head": {"vars": ["s"]}, "results": {"bindings": []}, "warnings": [WARNING]}
        assert answer.headers[job.WARNING_HEADER] == f'"{WARNING}"'
        for form in ("csv", "tsv", "xml"):
            told = ask(client, MISSPELT, form, method)
            assert told.headers[job.WARNING_HEADER] == f'"{WARNING}"'
            assert "warning" not in told.text.lower()


def test_yes_and_no_and_graphs(client: TestClient) -> None:
    answer = ask(client, "ASK { ?s cse:joinedd ?o }")
    assert answer.json() == {"head": {}, "boolean": False, "warnings": [WARNING]}
    graph = ask(client, "CONSTRUCT WHERE { ?s cse:joinedd ?o }", "jsonld")
    assert graph.headers[job.WARNING_HEADER] == f'"{WARNING}"'
    assert "warnings" not in graph.text


def test_nothing_is_said_where_nothing_is_missing(client: TestClient) -> None:
    answer = ask(client, "SELECT * { ?s <http://example.org/joined> ?o }")
    assert job.WARNING_HEADER not in answer.headers
    assert "warnings" not in answer.json()


def test_scripts_of_other_sites_may_read_the_header(client: TestClient) -> None:
    exposed = client.get("/sparql", params={"query": MISSPELT}).headers
    assert job.WARNING_HEADER in exposed["Access-Control-Expose-Headers"].split(", ")


def test_a_fault_of_the_help_loses_no_answer(small_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_self: Store, _text: str, _base: str | None = None) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(Store, "warnings", fails)
    answered = job.answer(small_store, QueryRequest(MISSPELT, "json", ""), 1 << 20)
    assert json.loads(answered.content)["results"] == {"bindings": []}
    assert answered.warnings == ()


@pytest.mark.parametrize(
    "warnings", [['a "quoted" \\ thing'], ["Côte\r\nSet-Cookie: x"], ["x" * 1_000] * 5, ["\x00\x7f"]]
)
def test_the_header_is_ascii_and_short_whatever_is_said(warnings: list[str]) -> None:
    (value,) = job.warning_header(warnings).values()
    assert len(value) < 2_100
    # RFC 9651, section 3.3.3: printable ASCII, quotes and backslashes escaped.
    assert re.fullmatch(r'"([ !#-\[\]-~]|\\["\\])*"(, "([ !#-\[\]-~]|\\["\\])*")*', value)


def test_the_member_keeps_what_was_there() -> None:
    results = b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"value":"}"}}]}}'
    assert json.loads(job._with_warnings(results, ['ü " }'])) == {**json.loads(results), "warnings": ['ü " }']}

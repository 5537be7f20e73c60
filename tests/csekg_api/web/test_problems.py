"""Problems: documents for programs, pages for people, and nothing from inside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.exceptions import RequestValidationError
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import Results
from csekg_api.app import create_app
from csekg_api.settings import Settings
from csekg_api.web.problems import faults_of
from tests.csekg_api.conftest import pool_over

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize("path", ["/nowhere", "/static/none.css", "/api/v1/states/XXX", "/id/none"])
def test_a_browser_gets_a_page_with_the_same_status(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": BROWSER})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Accept" in answer.headers["vary"]
    assert "<h1>" in answer.text
    assert answer.headers["x-request-id"]


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/csv", "", "text/html;q=0.1,*/*"])
def test_everyone_else_gets_a_problem_document(client: TestClient, accept: str) -> None:
    answer = client.get("/nowhere", headers={"Accept": accept})
    assert answer.headers["content-type"] == "application/problem+json"
    assert "Accept" in answer.headers["vary"]


def test_what_the_client_wrote_is_escaped_in_the_page(client: TestClient) -> None:
    answer = client.get("/<script>alert(1)</script>", headers={"Accept": BROWSER})
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_a_wrong_parameter_is_named_with_what_would_be_right(client: TestClient) -> None:
    answer = client.get("/api/v1/states", params={"limit": "0", "offset": "x"})
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["errors"] == [
        {
            "detail": "parameter limit should be greater than or equal to 1, not '0'",
            "in": "query",
            "parameter": "limit",
        },
        {
            "detail": "parameter offset should be a valid integer, unable to parse string as an integer, not 'x'",
            "in": "query",
            "parameter": "offset",
        },
    ]
    assert problem["detail"] == "; ".join(error["detail"] for error in problem["errors"])


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("bytes=0-9", 206),
        ("bytes=" + "9" * 8_000 + "-", 200),
        ("bytes=9-1", 200),
        ("x", 200),
        ("bytes=,", 200),
        ("bytes=99999999-", 416),
    ],
)
def test_a_range_of_a_file_is_sent_or_refused_as_everything_is(client: TestClient, asked: str, status: int) -> None:
    answer = client.get("/static/csekg.css", headers={"Range": asked})
    assert answer.status_code == status
    if status == 416:
        assert answer.json()["detail"].endswith("bytes, and none of 'bytes=99999999-'")
        assert answer.headers["content-range"].startswith("bytes */")


def test_of_many_faults_the_first_are_named_and_nothing_long_is_repeated() -> None:
    wrong = {"type": "x", "loc": ("body", "a" * 900), "msg": "Value error, no", "input": 1}
    faults = faults_of(RequestValidationError([wrong] * 9))
    assert len(faults) == 5
    assert faults[0] == {"detail": f"the body/{'a' * 80}...: Value error, no", "pointer": f"#/{'a' * 80}..."}


def test_a_wrong_body_is_pointed_at() -> None:
    error = RequestValidationError(
        [
            {"type": "missing", "loc": ("query", "on"), "msg": "Field required", "input": None},
            {"type": "x", "loc": ("body", "a/b", 0), "msg": "Value error, no", "input": "y" * 99},
        ]
    )
    assert faults_of(error) == [
        {"detail": "parameter on is missing", "in": "query", "parameter": "on"},
        {"detail": "the body/a~1b/0: Value error, no", "pointer": "#/a~1b/0"},
    ]


def check_problem(answer: Any, status: int, instance: str) -> dict[str, Any]:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-content-type-options"] == "nosniff"
    problem: dict[str, Any] = answer.json()
    assert problem["type"].startswith("https://w3id.org/csekg/problems/")
    assert problem["status"] == status
    assert problem["title"]
    assert problem["instance"] == instance
    assert problem["detail"].strip()
    return problem


def test_parse_error_tells_the_position(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": "SELECT ?s WHERE {\n  ?s ?p }"})
    problem = check_problem(answer, 400, "/sparql")
    assert problem["type"] == "https://w3id.org/csekg/problems/query-error"
    assert "error at 2:10" in problem["detail"]
    assert problem["position"] == {"line": 2, "column": 10}


@pytest.mark.parametrize("path", ["/nowhere", "/static/nothing.css", "/healthz/", "/redoc"])
def test_unknown_path(client: TestClient, path: str) -> None:
    assert check_problem(client.get(path), 404, path)["title"] == "Not Found"


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("PUT", "/sparql", "GET, HEAD, POST, OPTIONS"),
        ("DELETE", "/sparql/", "GET, HEAD, POST, OPTIONS"),
        ("POST", "/", "GET, HEAD, OPTIONS"),
        ("POST", "/healthz", "GET, HEAD, OPTIONS"),
        ("POST", "/static/csekg.css", "GET, HEAD, OPTIONS"),
    ],
)
def test_wrong_method_names_the_right_ones(client: TestClient, method: str, path: str, allow: str) -> None:
    answer = client.request(method, path)
    check_problem(answer, 405, path)
    assert answer.headers["allow"] == allow


@pytest.mark.parametrize("path", ["/sparql", "/sparql/", "/", "/healthz", "/static/csekg.css"])
def test_preflight(client: TestClient, path: str) -> None:
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = client.options(path, headers=asked)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Content-Type" in answer.headers["access-control-allow-headers"]
    methods = answer.headers["access-control-allow-methods"]
    assert methods == answer.headers["allow"]
    assert ("POST" in methods) == path.startswith("/sparql")


class Broken(Store):
    def query(self, text: str, *args: Any, **options: Any) -> Results:
        if "broken" in text:
            raise RuntimeError("inner detail")
        return super().query(text, *args, **options)


def test_the_page_of_a_crash_speaks_the_language_of_its_address(
    small_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise RuntimeError("inner detail")

    store = Store.open(small_file)
    client = TestClient(create_app(store), raise_server_exceptions=False)
    monkeypatch.setattr("csekg_api.site.topics.topics.glossary", fail)
    answer = client.get("/fr/topics", headers={"Accept": "text/html"})
    assert answer.status_code == 500
    assert '<html lang="fr"' in answer.text
    assert "pas pu traiter cette demande" in answer.text
    assert "inner detail" not in answer.text


def test_crash_of_a_worker_is_the_same_problem_and_told_in_the_log(
    small_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Broken.open(small_file).on_disk()
    # A worker imports this module first, which takes its time beside other work.
    app = create_app(store, settings=Settings(query_timeout=100), engine=pool_over(store))
    with TestClient(app, raise_server_exceptions=False) as client:
        answer = client.get("/sparql", params={"query": "ASK {} # broken"})
    problem = check_problem(answer, 500, "/sparql")
    assert "inner detail" not in str(problem)
    assert "Traceback" not in str(problem)
    assert "RuntimeError: inner detail" in capsys.readouterr().err

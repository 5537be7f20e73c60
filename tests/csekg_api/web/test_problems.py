from __future__ import annotations

import pytest
from fastapi.exceptions import RequestValidationError
from starlette.testclient import TestClient

from csekg_api.web.problems import faults_of

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize("path", ["/nowhere", "/static/none.css", "/api/v1/states/XXX", "/id/none"])
def test_a_browser_gets_a_page_with_the_same_status(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": BROWSER})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Accept" in answer.headers["vary"]
    assert "<h1>" in answer.text
    assert answer.headers["x-request-id"]


@pytest.mark.parametrize(
    "accept", ["*/*", "application/json", "text/csv", "", "text/html;q=0.1,*/*"]
)
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
            "detail": "parameter offset should be a valid integer, unable to parse string as an "
            "integer, not 'x'",
            "in": "query",
            "parameter": "offset",
        },
    ]
    assert problem["detail"] == "; ".join(error["detail"] for error in problem["errors"])


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

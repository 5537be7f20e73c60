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

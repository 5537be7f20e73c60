from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import Results
from csekg_api.app import create_app
from csekg_api.jobs import job_table
from csekg_api.settings import Settings
from csekg_api.workers import Pool
from csekg_api.workers.keeper import Keeper


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


def test_preflight_of_an_unknown_path(client: TestClient) -> None:
    check_problem(client.options("/nowhere"), 404, "/nowhere")


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
    monkeypatch.setattr("csekg_api.site.topics.glossary.glossary", fail)
    answer = client.get("/fr/glossary", headers={"Accept": "text/html"})
    assert answer.status_code == 500
    assert '<html lang="fr"' in answer.text
    assert "pas pu traiter cette demande" in answer.text
    assert "inner detail" not in answer.text


def test_crash_of_a_worker_is_the_same_problem_and_told_in_the_log(
    small_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Broken.open(small_file)
    with Keeper(job_table(store, Settings()), memory_mb=64).as_child() as control:
        pool = Pool(warm=1, most=1, of_one=1)
        pool.attach(control)
        app = create_app(store, engine=pool)
        with TestClient(app, raise_server_exceptions=False) as client:
            answer = client.get("/sparql", params={"query": "ASK {} # broken"})
    problem = check_problem(answer, 500, "/sparql")
    assert "inner detail" not in str(problem)
    assert "Traceback" not in str(problem)
    assert "RuntimeError: inner detail" in capsys.readouterr().err


def test_answers_carry_cors_and_security_headers(client: TestClient) -> None:
    for path in ("/", "/healthz", "/static/csekg.css", "/sparql?query=ASK%7B%7D"):
        headers = client.get(path).headers
        assert headers["access-control-allow-origin"] == "*"
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]

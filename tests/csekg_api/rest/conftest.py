"""The REST API over the real dataset, and readers of its answers.

`test_second_engine.py` compares one answer of each route with that of a service over a server.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg_api.rest.routes import context
from csekg_api.settings import Settings
from tests.csekg_api.conftest import MakeApp
from tests.one_step import steps

#: Answers to GET requests: `get("/states", q="fran")` asks for `/api/v1/states?q=fran`.
Get: TypeAlias = Callable[..., Any]


@pytest.fixture(scope="session")
def api(store: Store, make_app: MakeApp) -> Iterator[TestClient]:
    """The service over the embedded store."""
    # The first answer of a kind takes long where the machine is busy.
    with TestClient(make_app(store, "abc123", Settings(page_timeout=100))) as client:
        yield client


@pytest.fixture
def get(api: TestClient) -> Get:
    """The JSON of an answer; a failure shows the problem document."""

    def answer(path: str, **query: Any) -> Any:
        response = api.get(f"/api/v1{path}", params=query)
        assert response.status_code == 200, response.text
        return response.json()

    return answer


@pytest.fixture
def problem(api: TestClient) -> Get:
    """Status code and detail of a request that fails."""

    def answer(path: str, **query: Any) -> tuple[int, str]:
        response = api.get(f"/api/v1{path}", params=query)
        assert response.headers["content-type"] == "application/problem+json"
        return response.status_code, response.json()["detail"]

    return answer


@pytest.fixture
def table(api: TestClient) -> Get:
    """The rows of an answer as CSV, each a dictionary by column."""

    def answer(path: str, **query: Any) -> list[dict[str, str]]:
        response = api.get(f"/api/v1{path}", params={**query, "format": "csv"})
        assert response.status_code == 200, response.text
        assert response.headers["content-type"].startswith("text/csv")
        return list(csv.DictReader(io.StringIO(response.text)))

    return answer


def untrue_triples(store: Store, answer: dict[str, Any]) -> list[str]:
    """The triples that an answer states as JSON-LD, and that the dataset neither holds nor gives by one step.

    An answer that states none at all is a failure: its context would be broken.
    """
    content = {**answer, "@context": json.loads(context())["@context"]}
    # Without a base the parser drops relative IRIs, and with them what a wrong context makes.
    base = "https://relative.example/"
    text = json.dumps(content).encode()
    triples = list(ox.parse(text, format=ox.RdfFormat.JSON_LD, base_iri=base))
    assert triples, "nothing is stated as JSON-LD"
    stated = {str(number): f"{t.subject} {t.predicate} {t.object}" for number, t in enumerate(triples)}
    # A blank node in a query would match anything.
    rows = " ".join(f'("{n}" {fact})' for n, fact in stated.items() if "_:" not in fact)
    found = f"SELECT ?n WHERE {{ VALUES (?n ?s ?p ?o) {{ {rows} }} ?s ?p ?o }}"
    true = {n for (n,) in store.values(found)}
    paths = {(step.left, step.path) for step in steps()} | {("cse:eligibilityReason", "cse:statusReason/rdfs:label")}
    for left, path in paths:
        given = f"SELECT ?n WHERE {{ VALUES (?n ?s ?p ?o) {{ {rows} }} FILTER(?p = {left}) ?s {path} ?o }}"
        true |= {n for (n,) in store.values(given)}
    return [fact for n, fact in stated.items() if n not in true]


@pytest.fixture
def untrue(store: Store, get: Get) -> Get:
    """What `untrue_triples` gives for the answer to a request."""

    def answer(path: str, **query: Any) -> list[str]:
        return untrue_triples(store, get(path, **query))

    return answer

"""The REST API over the real dataset, and readers of its answers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from csekg.store import Store
from csekg_api.app import create_app
from csekg_api.rest.context import context

#: Answers to GET requests: `get("/states", q="fran")` asks for `/api/v1/states?q=fran`.
Get: TypeAlias = Callable[..., Any]


@pytest.fixture(scope="session")
def api(store: Store) -> Iterator[TestClient]:
    with TestClient(create_app(store, "abc123")) as client:
        yield client


@pytest.fixture(scope="session")
def get(api: TestClient) -> Get:
    """The JSON of an answer; a failure shows the problem document."""

    def answer(path: str, **query: Any) -> Any:
        response = api.get(f"/api/v1{path}", params=query)
        assert response.status_code == 200, response.text
        return response.json()

    return answer


@pytest.fixture(scope="session")
def problem(api: TestClient) -> Get:
    """Status code and detail of a request that fails."""

    def answer(path: str, **query: Any) -> tuple[int, str]:
        response = api.get(f"/api/v1{path}", params=query)
        assert response.headers["content-type"] == "application/problem+json"
        return response.status_code, response.json()["detail"]

    return answer


@pytest.fixture(scope="session")
def table(api: TestClient) -> Get:
    """The rows of an answer as CSV, each a dictionary by column."""

    def answer(path: str, **query: Any) -> list[dict[str, str]]:
        response = api.get(f"/api/v1{path}", params={**query, "format": "csv"})
        assert response.status_code == 200, response.text
        assert response.headers["content-type"].startswith("text/csv")
        return list(csv.DictReader(io.StringIO(response.text)))

    return answer


def untrue_triples(store: Store, answer: dict[str, Any]) -> list[str]:
    """The triples that an answer states as JSON-LD and that the dataset does not hold.

    An answer that states none at all is a failure: its context would be broken.
    """
    content = {**answer, "@context": json.loads(context())["@context"]}
    triples = list(ox.parse(json.dumps(content).encode(), format=ox.RdfFormat.JSON_LD))
    assert triples, "nothing is stated as JSON-LD"
    facts = (f"{t.subject} {t.predicate} {t.object}" for t in triples)
    # A blank node in a query would match anything.
    return [fact for fact in facts if "_:" in fact or not store.query(f"ASK {{ {fact} }}")]


@pytest.fixture(scope="session")
def untrue(store: Store, get: Get) -> Get:
    """What `untrue_triples` gives for the answer to a request."""

    def answer(path: str, **query: Any) -> list[str]:
        return untrue_triples(store, get(path, **query))

    return answer

"""Links and redirects of a service that is published under a path of another host."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.settings import Settings

PATHS = ("/id/state/FRA", "/data/state/FRA", "/page/state/FRA", "/ontology", "/shapes")
HTML = {"Accept": "text/html"}


def check(client: TestClient, inside: str, host: str) -> None:
    """Request paths with `inside` before them; all links must begin with /csekg."""
    for path in PATHS:
        for headers in ({}, HTML):
            answer = client.get(inside + path, headers=headers)
            assert answer.status_code in (200, 303)
            place = answer.headers.get("location", answer.headers.get("content-location"))
            assert place is None or place.startswith("/csekg/")
            links = re.findall(r'<([^>]*)>; rel="(\w+)"', answer.headers["link"])
            for address, relation in links:
                if relation == "canonical":
                    assert address.startswith(f"{host}/csekg/")
                elif relation != "describes":
                    assert address.startswith("/csekg/")
            if answer.headers.get("content-type", "").startswith("text/html"):
                for address in re.findall(r'(?:href|src|action)="([^"]*)"', answer.text):
                    assert address.startswith(("/csekg/", "https://", "http://", "#")), address


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(log_format="none", public_url="https://law.example.org/csekg/")


def test_proxy_that_strips_the_path_and_a_server_told_about_it(store: Store, quiet: Settings) -> None:
    app = create_app(store, None, quiet)
    client = TestClient(app, "https://law.example.org", root_path="/csekg", follow_redirects=False)
    check(client, "/csekg", "https://law.example.org")
    moved = client.get("/csekg/id/state/FRA").headers["location"]
    assert client.get(moved).status_code == 200


def test_address_of_publication_decides_where_it_is_set(store: Store, settings: Settings) -> None:
    app = create_app(store, None, settings)
    client = TestClient(app, "http://10.0.0.7:8000", follow_redirects=False)
    check(client, "", "https://law.example.org")

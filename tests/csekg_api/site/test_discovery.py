"""robots.txt (RFC 9309), sitemap.xml (sitemaps.org), security.txt (RFC 9116)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from pydantic import ValidationError
from starlette.routing import Route
from starlette.testclient import TestClient

from csekg.languages.current import LANGUAGES
from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.settings import Settings
from csekg_api.site.discovery import OF_TREATIES, SECTIONS

_LOCATION = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
PUBLIC = "https://treaties.example.org/csekg"


@contextmanager
def published(store: Store, **settings: str) -> Iterator[TestClient]:
    with TestClient(create_app(store, "f" * 64, Settings(**settings))) as client:  # type: ignore[arg-type]
        yield client


def addresses(client: TestClient) -> list[str]:
    answer = client.get("/sitemap.xml")
    assert answer.headers["content-type"] == "application/xml"
    root = ElementTree.fromstring(answer.content)
    return [location.text or "" for location in root.iter(_LOCATION)]


def test_the_sitemap_lists_each_page_once_and_each_is_there(site: TestClient) -> None:
    listed = addresses(site)
    assert len(listed) == len(set(listed)) > 250
    paths = [address.removeprefix("http://testserver") for address in listed]
    assert {"/", "/states/FRA", "/ru/treaties/opsc", "/resolution/op/4/a", "/topics", "/ar/topics/demand"} <= set(paths)
    # One in three hundred of the many, and every section.
    for path in {*SECTIONS, *OF_TREATIES, *paths[::300]}:
        answer = site.get(path, headers={"Accept": "text/html"}, follow_redirects=False)
        assert answer.status_code == 200, path
        language = path.split("/")[1] if path.split("/")[1] in LANGUAGES else "en"
        assert f'<html lang="{language}' in answer.text


def test_no_page_is_missing_in_the_sitemap(site: TestClient) -> None:
    routes = site.app.router.routes  # type: ignore[attr-defined]
    pages = {
        route.path
        for route in routes
        if isinstance(route, Route)
        and not getattr(route, "include_in_schema", True)
        and "GET" in (route.methods or ())
        and "{" not in route.path
    }
    for_programs = {
        "/metrics",
        "/sparql/",
        "/openapi.json",
        "/robots.txt",
        "/sitemap.xml",
        "/.well-known/security.txt",
        "/calendar.ics",
        "/problems",
    }
    # A search without words finds nothing.
    others = {"/search", "/resolution"}
    sections = {*SECTIONS, *OF_TREATIES}
    assert pages - for_programs - others == sections - {"/ontology", "/shapes"}


def test_a_dataset_without_states_and_resolution_has_a_sitemap_of_what_it_has(small_store: Store) -> None:
    with published(small_store) as client:
        listed = addresses(client)
        assert [address.removeprefix("http://testserver") for address in listed][: len(SECTIONS)] == [*SECTIONS]
        answers = {path: client.get(path).status_code for path in SECTIONS}
        assert set(answers.values()) == {200}, answers


def test_addresses_are_those_under_which_the_service_is_published(store: Store) -> None:
    with published(store, public_url=PUBLIC) as client:
        assert all(address.startswith(f"{PUBLIC}/") for address in addresses(client))
        robots = client.get("/robots.txt").text
        assert f"Sitemap: {PUBLIC}/sitemap.xml\n" in robots
        assert "Disallow: /csekg/sparql\n" in robots


@pytest.fixture(scope="module")
def may_fetch(site: TestClient) -> Callable[[str], bool]:
    """Whether RFC 9309 lets a crawler fetch a path: Python's own reader knows no `*` in rules."""
    answer = site.get("/robots.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    rules = re.findall(r"^(Allow|Disallow): (.*)$", answer.text, re.MULTILINE)
    assert rules

    def decide(path: str) -> bool:
        found = [
            (len(rule), kind == "Allow") for kind, rule in rules if re.match(re.escape(rule).replace(r"\*", ".*"), path)
        ]
        return max(found, default=(0, True))[1]

    return decide


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/states/FRA", True),
        ("/id/state/FRA", True),
        ("/static/csekg.css?v=abc", True),
        ("/query?query=SELECT", False),
        ("/sparql", False),
        ("/joined?view=table&on=2007-04-27&q=x", False),
        ("/joined?status=not-bound&treaty=opsc", False),
        ("/api/v1/states?limit=1&offset=1", False),
    ],
)
def test_crawlers_are_kept_from_what_has_no_end(may_fetch: Callable[[str], bool], path: str, allowed: bool) -> None:
    assert may_fetch(path) is allowed


def test_no_page_of_the_sitemap_is_kept_from_crawlers(site: TestClient, may_fetch: Callable[[str], bool]) -> None:
    for address in addresses(site):
        assert may_fetch(address.removeprefix("http://testserver"))


def test_security_txt_names_the_contact_until_a_day_within_a_year(store: Store) -> None:
    contact = "mailto:security@example.org"
    with published(store, public_url=PUBLIC, security_contact=contact) as client:
        answer = client.get("/.well-known/security.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    lines = answer.text.splitlines()
    fields = dict(line.split(": ", 1) for line in lines)
    assert len(fields) == len(lines)
    assert fields["Contact"] == contact
    assert fields["Canonical"] == f"{PUBLIC}/.well-known/security.txt"
    left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(days=300) < left < timedelta(days=365)


def test_security_txt_names_no_address_that_is_not_https(store: Store) -> None:
    with published(store, security_contact="https://example.org/report") as client:
        assert "Canonical" not in client.get("/.well-known/security.txt").text


def test_without_a_contact_there_is_no_security_txt(site: TestClient) -> None:
    answer = site.get("/.well-known/security.txt")
    assert answer.status_code == 404
    assert "CSEKG_SECURITY_CONTACT" in answer.json()["detail"]


@pytest.mark.parametrize(
    "contact",
    [
        "security@example.org",
        "mailto:a@b.c\nExpires: 2099-01-01T00:00:00Z",
        "mailto:",
        "tel:1 2",
        "javascript:alert(1)",
        "mailto:a@b.c\n",
    ],
)
def test_a_contact_that_is_no_address_is_refused_at_the_start(contact: str) -> None:
    with pytest.raises(ValidationError):
        Settings(security_contact=contact)

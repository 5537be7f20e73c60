"""Which addresses of the service become files of the folder."""

from __future__ import annotations

import pytest

from csekg_api.standalone.scope import Address, is_file, is_page, within

_PLACE = "https://example.org/register"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/register/states/FRA", ("/states/FRA", "")),
        ("/register/en/", ("/", "")),
        ("/register/gaps?treaty=opsc#rows", ("/gaps", "treaty=opsc")),
        ("https://example.org/register/fr/", ("/fr/", "")),
        ("https://example.org/elsewhere", None),
        ("https://example.com/register/states", None),
        ("https://example.org/registers", None),
        ("mailto:someone@example.org", None),
    ],
)
def test_links_of_the_service_are_told_from_others(href: str, expected: tuple[str, str] | None) -> None:
    found, _ = within(_PLACE, Address("/states"), href)
    assert found == expected


@pytest.mark.parametrize(
    ("path", "query", "expected"),
    [
        ("/states/FRA", "", True),
        ("/fr/states/FRA", "", True),
        ("/ru/states/FRA", "", False),
        ("/page/action/opsc", "", True),
        ("/gaps", "treaty=opsc", True),
        ("/gaps", "treaty=opsc&group=m49-002", False),
        ("/states", "sort=name", False),
        ("/states/FRA", "format=csv", False),
        ("/states/FRA/brief.pdf", "", False),
        ("/api/v1/states", "", False),
        ("/sparql", "", False),
        ("/search", "q=x", False),
        ("/releases/2026.11.0", "", True),
    ],
)
def test_pages_are_told_from_what_needs_the_service(path: str, query: str, expected: bool) -> None:
    assert is_page(Address(path, query), ("en", "fr")) is expected


def test_files_beside_the_pages() -> None:
    assert is_file(Address("/ontology.ttl"))
    assert is_file(Address("/api/v1/downloads/csekg.nq.gz"))
    assert not is_file(Address("/api/v1/downloads/csekg.nq"))
    assert not is_file(Address("/api/v1/states"))

"""Which addresses of the service become files of the folder, and what these are called."""

from __future__ import annotations

import pytest

from csekg_api.standalone.scope import Address, Names, is_file, is_page, is_takeaway, link, within

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


@pytest.mark.parametrize(
    ("path", "query", "expected"),
    [
        ("/states/FRA/brief.pdf", "", True),
        ("/fr/states/FRA/brief.docx", "", True),
        ("/ru/states/FRA/brief.pdf", "", False),
        ("/treaties/opsc", "format=xlsx", True),
        ("/fr/states/FRA", "format=xlsx", True),
        ("/states/FRA", "format=csv", False),
        ("/states/FRA", "format=xlsx&sort=since", False),
        ("/states", "format=xlsx", False),
    ],
)
def test_briefs_and_workbooks_are_files_of_the_folder(path: str, query: str, expected: bool) -> None:
    assert is_takeaway(Address(path, query), ("en", "fr")) is expected


def test_a_page_is_an_index_in_the_folder_of_its_path() -> None:
    names = Names()
    assert names.page("/") == "index.html"
    assert names.page("/fr/states/SEN") == "fr/states/SEN/index.html"
    assert names.page("/resolution/op/4/a") == "resolution/op/4/a/index.html"
    assert names.page("/gaps", "treaty=opsc") == "gaps/treaty=opsc/index.html"
    assert names.file("/ontology.ttl") == "ontology.ttl"
    assert names.file("/fr/states/SEN", "format=xlsx") == "fr/states/SEN.xlsx"


def test_names_are_such_that_every_file_system_takes_them() -> None:
    names = Names()
    assert names.page("/topics/a%3Ab%20c") == "topics/a_3ab_20c/index.html"
    assert names.page("/page/x..") == "page/x._2e/index.html"
    # A name that stays within the folder.
    assert ".." not in names.page("/page/%2e%2e%2f%2e%2e/x").split("/")


def test_two_addresses_never_share_a_file_on_a_disk_without_upper_case() -> None:
    names = Names()
    first, second = names.page("/page/id/Abc"), names.page("/page/id/aBC")
    assert first.casefold() != second.casefold()
    assert (names.page("/page/id/Abc"), names.page("/page/id/aBC")) == (first, second)


def test_links_are_relative() -> None:
    assert link("index.html", "states/FRA/index.html") == "states/FRA/index.html"
    assert link("fr/states/SEN/index.html", "static/pages.css") == "../../../static/pages.css"
    assert link("gaps/index.html", "gaps/treaty=opsc/index.html") == "treaty=opsc/index.html"

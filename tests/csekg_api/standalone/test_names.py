"""The names of files in the folder, and the links between them."""

from __future__ import annotations

from csekg_api.standalone.names import Names, link


def test_a_page_is_an_index_in_the_folder_of_its_path() -> None:
    names = Names()
    assert names.page("/") == "index.html"
    assert names.page("/fr/states/SEN") == "fr/states/SEN/index.html"
    assert names.page("/resolution/op/4/a") == "resolution/op/4/a/index.html"
    assert names.page("/gaps", "treaty=opsc") == "gaps/treaty=opsc/index.html"
    assert names.file("/ontology.ttl") == "ontology.ttl"


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

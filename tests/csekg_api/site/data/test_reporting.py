"""Where sources differ, and the links to report an error."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.settings import Settings
from tests.csekg_api.site.conftest import Open, reader
from tests.records import all_facts


@pytest.fixture(scope="module")
def reporting(store: Store) -> Iterator[TestClient]:
    settings = Settings(report_address="mailto:register@example.org")
    with TestClient(create_app(store, "f" * 64, settings)) as client:
        yield client


def test_every_row_of_the_file_is_a_difference_of_the_page(show: Open, site: TestClient) -> None:
    facts = all_facts().discrepancies
    for treaty in ("", "crc"):
        rows = site.get("/api/v1/discrepancies?limit=1000" + (f"&treaty={treaty}" if treaty else "")).json()["items"]
        asked = [each for each in facts if treaty in ("", each.treaty)]
        assert sorted((row["discrepancyStatus"], row["state"]["key"]) for row in rows) == sorted(
            (each.status, each.actor) for each in asked
        )
        shown = show("/quality", treaty=treaty).html.split('<h2 id="differences">')[1]
        assert shown.count('<tr><th scope="row">') == len(asked) > 1


def test_the_log_of_corrections_leads_to_the_differences(site: TestClient) -> None:
    answer = site.get("/fr/corrections?treaty=crc", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, "/fr/quality?treaty=crc#differences")


def test_each_fact_has_a_link_that_is_filled_in(reporting: TestClient, show: Open) -> None:
    act = "/page/action/opsc/FRA/2003-02-05/ratification"
    for path, subject in (
        (act, "Error: France, OPSC: ratification, 5 Feb 2003"),
        ("/statements?treaty=opsc", "Error: Reservations, declarations and objections"),
        ("/quality", "Error: a fact"),
    ):
        page = reader(reporting)(path)
        links = [unescape(tag["href"]) for tag in page.all("a") if "mailto:" in tag.get("href", "")]
        subjects = [parse_qs(urlsplit(link).query)["subject"][0] for link in links]
        assert subject in subjects, path
        assert "mailto:register" not in show(path).html

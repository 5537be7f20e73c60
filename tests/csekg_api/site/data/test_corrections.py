"""The public log of corrections, and the links to report an error."""

from __future__ import annotations

import csv
import io
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


def test_every_row_of_the_file_is_in_the_log(show: Open, site: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(site.get("/api/v1/corrections?format=csv").text)))
    facts = all_facts().discrepancies
    key = ("state", "treaty", "actor", "was", "now")
    assert sorted(tuple(row[name] for name in key) for row in rows) == sorted(
        (each.status, each.treaty, each.actor, each.other_value, each.chosen_value) for each in facts
    )
    # What is open comes first.
    states = [row["state"] for row in rows]
    assert states == sorted(states)
    number = states.count("open")
    page = show("/corrections")
    assert f"0 corrected by a release, {number} open, {len(facts) - number} settled." in page.text
    assert page.html.count('<tr><th scope="row">') == len(facts)


def test_the_log_is_narrowed(show: Open, site: TestClient) -> None:
    opened = [each for each in all_facts().discrepancies if each.status == "open"]
    page = show("/corrections", status="open")
    assert page.html.count('<tr><th scope="row">') == len(opened)
    crc = site.get("/api/v1/corrections", params={"treaty": "crc", "state": "AUT"}).json()
    assert {item["actor"]["key"] for item in crc["items"]} == {"AUT"}
    assert show("/corrections", status="opened").status == 404
    assert show("/corrections", treaty="opcs").status == 404
    assert site.get("/api/v1/corrections", params={"status": "opened"}).status_code == 422


def test_each_fact_has_a_link_that_is_filled_in(reporting: TestClient, show: Open) -> None:
    act = "/page/action/opsc/FRA/2003-02-05/ratification"
    declared = "/treaties/opsc"
    for path, subject in (
        (act, "Error: France, OPSC: ratification, 5 Feb 2003"),
        (declared, "Error: Argentina, OPSC: declaration"),
        ("/corrections", "Error: a fact"),
    ):
        page = reader(reporting)(path)
        links = [unescape(tag["href"]) for tag in page.all("a") if "mailto:" in tag.get("href", "")]
        subjects = [parse_qs(urlsplit(link).query)["subject"][0] for link in links]
        assert subject in subjects, path
        assert "mailto:register" not in show(path).html

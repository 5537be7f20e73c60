"""Asked in the Universal Periodic Review: on States, treaties, topics, paragraphs, and on a page of its own."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from csekg.answers.practice.recommendations import JOINING
from tests.records import rows

JOINS = list(rows("reviews/joins.csv"))


def _section(text: str) -> str:
    after = text[text.index('id="asked"') :]
    return after[: after.index("</section>")]


def test_a_state_is_told_with_report_and_paragraph(site: TestClient) -> None:
    text = _section(site.get("/states/IRL").text)
    assert "accepted in 2011, pledged in 2011, not joined as of 3 Feb 2026." in text
    assert 'href="https://docs.un.org/en/A/HRC/19/9"' in text
    assert "para. 106.6" in text
    assert "later sessions are not read" in text
    assert 'href="/recommendations?state=IRL"' in text


@pytest.mark.parametrize("path", ["/states/CAF", "/treaties/opsc"])
def test_the_list_of_what_is_on_the_page_leads_to_it(site: TestClient, path: str) -> None:
    assert '<a href="#asked">Asked in the Universal Periodic Review</a>' in site.get(path).text


def test_each_promise_says_who_asked(site: TestClient) -> None:
    kenya = _section(site.get("/states/KEN").text)
    assert "By: Argentina, Spain; " in kenya
    link = '<a href="/recommendations?state=USA&amp;treaty=crc">'
    for path in ("/states/USA", "/treaties/crc"):
        assert link in site.get(path).text
    assert f"By: {link}Australia, Austria, Canada, China and 25 more</a>; " in _section(site.get("/states/USA").text)
    annex = site.get("/states/USA/brief?part=annex").text
    report = '<a href="https://docs.un.org/en/A/HRC/16/11">A/HRC/16/11, para. 92.5</a>'
    assert f"2010: Canada: to join the CRC, accepted; {report}" in annex


def test_what_was_not_located_is_told(site: TestClient) -> None:
    """No row of the page has a report alone, as if that led to the words."""
    text = site.get("/recommendations", params={"state": "GNQ"}).text
    places = [row.split("<td")[-1] for row in re.findall(r"<tr[ >].*?</tr>", text, re.DOTALL) if "<td" in row]
    assert any("session 19, report not read" in place for place in places)
    assert any("paragraph not known" in place for place in places)
    assert all(re.search(r"para\. \d|paragraph not known|report not read", place) for place in places)


def test_a_state_without_recommendations_has_no_section(site: TestClient) -> None:
    asked = {row["state"] for name in ("joins", "topics", "joins-groups") for row in rows(f"reviews/{name}.csv")}
    assert "EUE" not in asked
    assert 'id="asked"' not in site.get("/states/EUE").text


def test_every_row_of_the_page_has_its_report(site: TestClient) -> None:
    text = site.get("/recommendations", params={"treaty": "cets201"}).text
    listed = [row for row in re.findall(r"<tr[ >].*?</tr>", text, re.DOTALL) if "<td" in row]
    assert len(listed) == len({row["id"] for row in rows("reviews/joins.csv") if row["treaty"] == "cets201"})
    assert all("https://docs.un.org/en/A/HRC/" in row for row in listed)
    # All 2,102 are in the files; a page of them would take seconds to load.
    whole = site.get("/recommendations").text
    assert "Choose a State, a treaty, a topic or a year" in whole
    assert site.get("/recommendations", params={"format": "csv"}).text.count("\n") >= 2102
    assert "Noted" in site.get("/recommendations", params={"state": "Kenia"}).text.title()
    assert site.get("/recommendations", params={"state": "Nowhere at all"}).status_code == 404


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"year": "2010"}, {row["id"] for row in JOINS if row["review_year"] == "2010"}),
        (
            {"treaty": "opsc", "act": "join"},
            {row["id"] for row in JOINS if (row["treaty"], row["act"]) == ("opsc", "join")},
        ),
        (
            {"treatyGroup": "crc-protocol-unsaid"},
            {row["id"] for row in rows("reviews/joins-groups.csv") if row["group"] == "crc-protocol-unsaid"},
        ),
    ],
)
def test_rest_filters_by_year_act_and_group_of_treaties(
    site: TestClient, query: dict[str, str], wanted: set[str]
) -> None:
    items = site.get("/api/v1/recommendations", params={**query, "limit": "5000"}).json()["items"]
    found = {item["key"] for item in items}
    assert found >= wanted
    assert found == wanted or "year" in query
    assert all(item["year"] == 2010 for item in items) or "year" not in query


def test_rest_tells_whom_a_state_asked_to_join(site: TestClient) -> None:
    items = site.get("/api/v1/asked-to-join", params={"recommending": "PRT", "limit": "5000"}).json()["items"]
    asked = {(row["state"], row["treaty"]) for row in JOINS if row["recommending"] == "PRT" and row["act"] in JOINING}
    assert {(item["state"]["key"], item["treaty"]["key"]) for item in items} == asked
    assert site.get("/api/v1/recommendations", params={"act": "joined"}).status_code == 404

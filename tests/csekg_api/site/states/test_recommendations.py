"""Asked in the Universal Periodic Review: on States, treaties, topics, paragraphs, and on a page of its own."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tests.records import rows


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


def test_a_state_without_recommendations_has_no_section(site: TestClient) -> None:
    asked = {row["state"] for name in ("joins", "topics", "joins-groups") for row in rows(f"reviews/{name}.csv")}
    assert "EUE" not in asked
    assert 'id="asked"' not in site.get("/states/EUE").text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/treaties/opsc", "/states/IRL#asked"),
        ("/topics/trafficking", "/recommendations?topic=trafficking"),
        ("/resolution/op/3", "/recommendations?paragraph=op/3"),
    ],
)
def test_treaty_topic_and_paragraph_tell_it(site: TestClient, path: str, words: str) -> None:
    text = _section(site.get(path).text)
    assert words in text
    assert "“noted” holds refusals" in text


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


def test_the_api(site: TestClient) -> None:
    found = site.get("/api/v1/recommendations", params={"treaty": "cets201", "response": "pledge"}).json()
    assert [each["key"] for each in found["items"]] == ["upr-17-mlt-136", "upr-10-aut-171"]
    assert found["items"][1]["asked"][0]["askedAct"] == "join"
    [line] = site.get("/api/v1/asked-to-join", params={"state": "AUT", "treaty": "cets201"}).json()["items"]
    assert (line["consentedOn"], line["pledgedIn"]) == ("2011-02-25", [2011])
    assert site.get("/api/v1/recommendations", params={"response": "refused"}).status_code == 422
    assert site.get("/api/v1/recommendations", params={"treaty": "opcs"}).status_code == 404


def test_the_brief_has_what_was_not_joined(site: TestClient) -> None:
    text = site.get("/states/IRL/brief").text
    assert "not joined as of 3 Feb 2026. A/HRC/19/9 (106.6)" in text
    assert "holds refusals and silence" in text
    # What it joined is left out.
    asked = site.get("/api/v1/asked-to-join", params={"state": "AUT"}).json()["items"]
    assert ('id="asked"' in site.get("/states/AUT/brief").text) == any(not line["consentedOn"] for line in asked)

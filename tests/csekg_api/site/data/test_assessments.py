"""Promised and found: on States, paragraphs, topics and briefs, with assessor, year and scope."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from tests.records import rows

VALUES = "assessments/dol/values.csv"


def _section(text: str) -> str:
    after = text[text.index('id="promised"') :]
    return after[: after.index("</section>")]


def test_each_value_stands_with_assessor_scope_and_source(site: TestClient) -> None:
    text = _section(site.get("/states/ALB").text)
    rows_of_table = [row for row in re.findall(r"<tr>.*?</tr>", text, re.DOTALL) if "<td" in row]
    found = [row for row in rows_of_table if '"/assessments#dol"' in row]
    others = [row for row in rows_of_table if row not in found]
    assert {re.findall(r'"/assessments#([a-z-]+)"', row)[0] for row in others} == {"criminalisation", "us-state"}
    assert len(found) == len({row["indicator"] for row in rows(VALUES)})
    for row in found:
        assert 'href="/assessments#dol">US Department of Labor</a>' in row
        years = re.findall(r'/assessments\?state=ALB#dol-[a-z-]+-(\d{4})"', row)
        assert years
        assert years == sorted(years, reverse=True)
        for year in years:
            assert f'/sources#dol-findings-{year}"' in row
    law = next(row for row in found if "law prohibits commercial sexual exploitation" in row)
    assert "2019\N{EN DASH}2022: no (does not conform); 2016\N{EN DASH}2018: yes (conforms)" in re.sub(
        r"<[^>]+>", "", law
    )


def test_a_state_that_nobody_assessed_is_not_one_of_which_the_answer_is_no(site: TestClient) -> None:
    text = _section(site.get("/states/FRA").text)
    assert "not assessed" in text
    assert "does not conform)" not in text
    assert "/page/practice/dol/" not in text


def test_who_reads_the_reports_of_another_is_no_second_voice(site: TestClient) -> None:
    """Once on each page where its values stand, also beside others than those whose reports it reads."""
    note = "Kelley and Simmons: in part from the reports of others (US Department of State); where they agree, that"
    for path in (
        *(
            "/states/KEN",
            "/states/USA",
            "/assessments?state=KEN",
            "/assessments?state=ALB",
            "/states/KEN/brief?part=annex",
        ),
        *("/resolution/op/4/b", "/topics/criminalisation", "/assessments?treaty=tip", "/assessments"),
    ):
        text = site.get(path).text
        assert "Kelley and Simmons" in text.replace(note, ""), path
        assert text.count(note) == 1, path
    assert note not in site.get("/territories/AIA").text


def test_the_api_narrows_and_gives_files(site: TestClient) -> None:
    asked: dict[str, str | int] = {"indicator": "law-prohibits-commercial-sexual-exploitation", "year": 2022}
    answer = site.get("/api/v1/assessments", params={**asked, "conforms": False}).json()
    assert answer["total"] == 39
    assert all(each["conforms"] is False for each in answer["items"])
    both = site.get("/api/v1/assessments", params={**asked, "state": "ALB", "territory": "AIA"})
    assert [each["assessedPlace"]["key"] for each in both.json()["items"]] == ["ALB", "AIA"]
    whole = site.get("/api/v1/assessments", params={"format": "csv"}).text
    assert whole.count("\n") >= 5547
    assert site.get("/api/v1/assessments", params={"indicator": "beauty"}).status_code == 404
    assert site.get("/api/v1/assessments", params={"year": "soon"}).status_code == 422
    assert site.get("/api/v1/assessments", params={"states": "ALB"}).status_code == 422
    found = site.get("/api/v1/states/ALB/promises").json()
    assert found["actor"]["key"] == "ALB"
    assert site.get("/api/v1/states/XXX/promises").status_code == 404

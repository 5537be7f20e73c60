"""What all lists of the REST API share: forms, pages, spreadsheets, refusals, languages."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from csekg_api.web.workbook_answer import MEDIA_TYPE as XLSX
from tests.csekg_api.rest.conftest import Get
from tests.queries import oracle

LISTS: list[tuple[str, dict[str, Any]]] = [
    ("/states", {}),
    ("/groups", {}),
    ("/instruments", {}),
    ("/states/FRA/participation", {}),
    ("/states/FRA/timeline", {}),
    ("/instruments/opsc/parties", {}),
    ("/instruments/opsc/gaps", {}),
    ("/instruments/opsc/timeline", {}),
    ("/instruments/opsc/entry-into-force", {}),
    ("/instruments/crc/declarations", {}),
    ("/matrix", {}),
    ("/ask", {"group": "m49-002"}),
    ("/compare/states", {"state": ["FRA", "KEN"]}),
    ("/signatures-without-ratification", {}),
    ("/changes", {"from": "2007-04-27", "to": "2008-04-27"}),
]
IDS = [path for path, _ in LISTS]


@pytest.mark.parametrize(("path", "query"), LISTS, ids=IDS)
def test_a_table_has_all_rows_and_no_formula(get: Get, table: Get, path: str, query: dict[str, Any]) -> None:
    rows = table(path, **query)
    assert len(rows) == get(path, **query)["total"] > 0
    assert [row["iri"] for row in rows[:100]] == [item["id"] for item in get(path, **query)["items"]]
    for row in rows:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())
        assert None not in row


@pytest.mark.parametrize(("path", "query"), LISTS[::3], ids=IDS[::3])
def test_pages_lead_through_the_whole_list(api: TestClient, get: Get, path: str, query: dict[str, Any]) -> None:
    whole = [item["id"] for item in get(path, **query, limit=10_000)["items"]]
    size = len(whole) // 3 + 1
    response = api.get(f"/api/v1{path}", params={**query, "limit": size})
    links = dict(re.findall(r'<([^>]+)>; rel="(\w+)"', response.headers["link"]))
    assert set(links.values()) == {"first", "last", "next"}
    seen = []
    address: str | None = str(response.url)
    while address:
        page = api.get(address).json()
        seen += [item["id"] for item in page["items"]]
        address = page["next"]
    assert seen == whole


def test_a_spreadsheet_is_a_file_with_a_name_and_a_mark_on_request(api: TestClient) -> None:
    path = "/api/v1/instruments/opsc/gaps?on=2007-04-27&format=csv"
    plain, marked = api.get(path), api.get(f"{path}&bom=true")
    assert plain.headers["content-disposition"] == 'attachment; filename="opsc-gaps-2007-04-27.csv"'
    assert plain.headers["content-type"] == "text/csv; charset=utf-8"
    assert marked.content == "\ufeff".encode() + plain.content
    existing = sum(oracle.exists(key, date(2007, 4, 27)) for key in oracle.actors())
    assert len(list(csv.reader(io.StringIO(plain.text)))) == existing - 118 + 1


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/csv", "text/csv"),
        ("application/ld+json", "application/ld+json"),
        ("text/csv;q=0.5, application/json", "application/json"),
        ("*/*", "application/json"),
        ("", "application/json"),
    ],
)
def test_the_accept_header_chooses_the_form(api: TestClient, accept: str, form: str) -> None:
    answer = api.get("/api/v1/groups", headers={"Accept": accept})
    assert answer.headers["content-type"].startswith(form)
    assert "Accept" in answer.headers["vary"]


def test_a_form_that_there_is_not_is_refused(api: TestClient) -> None:
    answer = api.get("/api/v1/groups", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "text/csv" in answer.json()["detail"]
    assert api.get("/api/v1/states/FRA?format=csv").status_code == 422


@pytest.mark.parametrize("path", IDS)
def test_a_misspelt_parameter_is_refused_instead_of_passed_over(problem: Get, path: str) -> None:
    code, detail = problem(path, limitt=5, **{"from": "2007-04-27"} if path == "/changes" else {})
    assert (code, detail) == (422, "unknown parameter 'limitt'. Did you mean limit?")


def test_the_forms_of_every_list_are_documented(document: dict[str, Any]) -> None:
    for path in {re.sub(r"/(FRA|opsc|crc)\b", "/{key}", f"/api/v1{path}") for path in IDS}:
        forms = set(document["paths"][path]["get"]["responses"]["200"]["content"])
        assert forms == {"application/json", "application/ld+json", "text/csv", XLSX}
        assert "406" in document["paths"][path]["get"]["responses"]


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31"])
def test_the_farthest_days_are_answered(api: TestClient, on: str) -> None:
    for path in ("/instruments/opsc/parties", "/matrix", "/states/FRA/participation"):
        expected = 404 if on < "1900" else 200
        assert api.get(f"/api/v1{path}?on={on}").status_code == expected
    assert api.get(f"/api/v1/signatures-without-ratification?on={on}").status_code == 200
    assert api.get(f"/api/v1/changes?from={on}").status_code == 200


_NAMES = {"en": "Germany", "fr": "Allemagne", "es": "Alemania", "ru": "Германия", "zh": "德国", "ar": "ألمانيا"}


@pytest.mark.parametrize("language", _NAMES)
def test_names_come_in_the_language_that_is_asked_for(api: TestClient, language: str) -> None:
    asked = api.get("/api/v1/states/DEU", params={"lang": language})
    accepted = api.get("/api/v1/states/DEU", headers={"Accept-Language": language})
    assert asked.json() == accepted.json()
    assert (asked.json()["key"], asked.json()["name"]) == ("DEU", _NAMES[language])
    assert asked.headers["content-language"] == accepted.headers["content-language"] == language


def test_the_parameter_decides_before_the_header(api: TestClient) -> None:
    answer = api.get("/api/v1/states/DEU?lang=ar", headers={"Accept-Language": "fr"})
    assert answer.json()["name"] == _NAMES["ar"]
    assert answer.headers["content-language"] == "ar"


def test_keys_and_columns_stay_the_same(api: TestClient) -> None:
    english, french = (
        api.get("/api/v1/states/DEU/participation", params={"lang": lang}).json() for lang in ("en", "fr")
    )
    assert len(english) == len(french) >= 18 or english.keys() == french.keys()
    tables = [
        api.get("/api/v1/instruments/opsc/parties", params={"lang": lang, "format": "csv"}).text
        for lang in ("en", "fr")
    ]
    assert tables[0].splitlines()[0] == tables[1].splitlines()[0]
    assert "Allemagne" in tables[1]


@pytest.mark.parametrize("language", ["de", "FR", "fr-CH", "", "x" * 50])
def test_another_language_is_refused(api: TestClient, language: str) -> None:
    answer = api.get("/api/v1/states/DEU", params={"lang": language})
    assert answer.status_code == 422
    assert "lang" in answer.text

"""Every list and every saved query as a workbook, opened as a spreadsheet program would."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook
from starlette.testclient import TestClient

from tests.csekg_api.rest.conftest import Get
from tests.csekg_api.rest.test_forms import IDS, LISTS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def opened(api: TestClient, path: str, **query: Any) -> Workbook:
    answer = api.get(f"/api/v1{path}", params={**query, "format": "xlsx"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == XLSX
    assert answer.headers["content-disposition"].endswith('.xlsx"')
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def about(book: Workbook) -> dict[str, Any]:
    return {str(words.value): value.value for words, value in book["About"].iter_rows(max_col=2)}


@pytest.mark.parametrize(("path", "query"), LISTS[::3], ids=IDS[::3])
def test_a_workbook_has_all_rows_and_no_formula(api: TestClient, get: Get, path: str, query: dict[str, Any]) -> None:
    book = opened(api, path, **query)
    head, *rows = book["List"].iter_rows()
    assert len(rows) == get(path, **query)["total"] > 0
    assert all(cell.value for cell in head)
    assert len({cell.value for cell in head}) == len(head)
    assert not any(cell.data_type == "f" or cell.hyperlink for row in rows for cell in row)
    told = about(book)
    assert told["Question"]
    assert told["Asked at"].startswith(f"http://testserver/api/v1{path}?")
    assert {"Sources", "Data release", "Licence", "Please note"} <= set(told)


def test_ireland_signed_on_a_day_and_the_sheet_says_what_that_rests_on(api: TestClient, get: Get) -> None:
    book = opened(api, "/states/IRL/participation")
    head, *rows = book["List"].iter_rows()
    names = [cell.value for cell in head]
    assert {"State", "Treaty", "Status", "Signed on", "Data as of"} <= set(names)
    [opsc] = [row for row in rows if row[names.index("Treaty (key)")].value == "opsc"]
    signed = opsc[names.index("Signed on")]
    assert (signed.is_date, signed.value) == (True, datetime(2000, 9, 7))
    told, items = about(book), get("/states/IRL/participation")["items"]
    assert told["Key"] == "IRL"
    assert told["Data as of"].date().isoformat() == min(item["asOf"] for item in items)
    listed = [value.value for words, value in book["About"].iter_rows() if " (" in str(value.value)]
    for source in items[0]["sources"]:
        assert any(text.endswith(f"({source['key']})") for text in listed)


def test_matrix_has_a_column_for_each_treaty_by_its_name(api: TestClient) -> None:
    book = opened(api, "/matrix", on="2007-04-27")
    assert "OPSC" in [cell.value for cell in book["List"][1]]
    assert about(book)["On"] == datetime(2007, 4, 27)


def test_accept_header_asks_for_a_workbook_and_bytes_are_the_same(api: TestClient) -> None:
    path = "/api/v1/instruments/opsc/gaps"
    asked = api.get(path, headers={"Accept": XLSX})
    assert asked.content == api.get(path, headers={"Accept": XLSX + ";q=1"}).content
    assert asked.headers["vary"] == "Accept, Accept-Encoding, Accept-Language"
    assert openpyxl.load_workbook(io.BytesIO(asked.content))["List"].max_row > 1


def test_saved_query_as_a_workbook(api: TestClient, get: Get) -> None:
    path, query = "/queries/who-was-bound-on/results", {"treaty": "opsc", "on": "2007-04-27"}
    book, rows = opened(api, path, **query), get(path, **query)
    assert book["List"].max_row == len(rows["rows"]) + 1 > 2
    assert any(cell.is_date for cell in book["List"][2])
    assert about(book)["Question"] == get("/queries/who-was-bound-on")["question"]

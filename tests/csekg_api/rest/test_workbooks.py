"""Lists as workbooks, as a spreadsheet program opens them; the names of their columns."""

from __future__ import annotations

import io
from datetime import datetime
from importlib import resources
from typing import Any

import openpyxl
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from openpyxl import Workbook
from starlette.testclient import TestClient

from csekg.answers.common.base import Answer
from csekg.answers.common.tables import _TIDY, _TIDY_OF, fields, table_of
from csekg.tables.all_tables import TABLES
from csekg_api.rest.responses import Page
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


@pytest.fixture(scope="module")
def models(client: TestClient) -> dict[str, type[Answer]]:
    """The models of all lists that REST gives, by name."""
    found: dict[str, type[Answer]] = {}
    app = client.app
    assert isinstance(app, FastAPI)
    for route in app.routes:
        model = route.response_model if isinstance(route, APIRoute) else None
        if isinstance(model, type) and issubclass(model, Page):
            of_items = model.model_fields["items"].annotation.__args__[0]  # type: ignore[union-attr]
            found[of_items.__name__] = of_items
    # The columns of the matrix are its treaties.
    del found["Row"]
    assert len(found) > 30
    return found


def test_headings_txt_has_the_heading_of_each_column_once(models: dict[str, type[Answer]]) -> None:
    file = resources.files("csekg.answers.common") / "headings.txt"
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines), key=str.lower)
    headings = {each for model in models.values() for each in table_of(model).headings}
    assert sorted(headings - set(lines)) == [], f"add to {file}"
    assert sorted(set(lines) - headings) == [], f"take out of {file}"


def test_a_column_of_a_tidy_table_has_its_name_and_its_kind(models: dict[str, type[Answer]]) -> None:
    kinds = {"text": "text", "category": "text"}
    tidy = {(column.key, kinds.get(column.kind, column.kind)) for table in TABLES for column in table.columns}
    names = {name for name, _kind in tidy}
    for renamed in (_TIDY, *_TIDY_OF.values()):
        assert set(renamed.values()) <= names
    for name, renamed in _TIDY_OF.items():
        assert renamed.keys() <= {field.name for field in fields(models[name])}, name
    everywhere = {field.name for model in models.values() for field in fields(model)}
    assert _TIDY.keys() <= everywhere
    others = set()
    for model in models.values():
        for column in table_of(model).columns:
            kind = kinds.get(column.kind, column.kind)
            if column.key in names and (column.key, kind) not in tidy:
                others.add((model.__name__, column.key))
    # Codes keep their zeros here, and a year is text as its source prints it.
    assert others == {
        ("Actor", "iso_numeric"),
        ("Actor", "m49"),
        ("Group", "m49"),
        ("Instrument", "adopted_in_year"),
        ("Topic", "paragraphs"),
    }

"""The columns of lists as CSV and XLSX: headings that are translated, and the tidy names."""

from __future__ import annotations

from importlib import resources

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from csekg.answers.common.base import Answer
from csekg.answers.common.tables import _TIDY, _TIDY_OF, fields, table_of
from csekg.tables.all_tables import TABLES
from csekg_api.rest.downloads import StatementRow
from csekg_api.rest.responses import Page


@pytest.fixture(scope="module")
def models(client: TestClient) -> dict[str, type[Answer]]:
    """The models of all lists that REST gives, by name."""
    found: dict[str, type[Answer]] = {"StatementRow": StatementRow}
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
    assert others == {("Actor", "iso_numeric"), ("Actor", "m49"), ("Group", "m49"), ("Instrument", "adopted_in_year")}

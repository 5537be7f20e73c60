"""A day after the as-of date: the answer says that the data do not reach so far."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.csekg_api.rest.conftest import Get
from tests.queries import oracle

FUTURE = "2099-01-01"
PATHS = (
    "/instruments/opsc/parties",
    "/instruments/opsc/gaps",
    "/states/FRA/participation",
    "/signatures-without-ratification",
    "/resolution/paragraphs/op/4/a/states",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_row_says_so(get: Get, table: Get, path: str) -> None:
    for on, beyond in ((FUTURE, True), ("2007-04-27", False), (None, False)):
        query = {"on": on} if on else {}
        items = get(path, **query)["items"]
        assert items
        assert {item["beyondData"] for item in items} == {beyond}
        assert all((item["on"] > item["asOf"]) == beyond for item in items)
        assert {row["beyond_data"] for row in table(path, **query)} == {str(beyond).lower()}
        assert all(row["as_of"] for row in table(path, **query))


@pytest.mark.parametrize("path", PATHS[:2])
def test_the_last_day_of_the_data_is_not_beyond_them(get: Get, path: str) -> None:
    last = oracle.as_of("opsc")
    for day, beyond in ((last, False), (last + timedelta(days=1), True), (date.max, True)):
        summary = get(path, on=day.isoformat())["summary"]
        assert summary["beyondData"] is beyond
        assert summary["asOf"] == last.isoformat()


def test_each_treaty_of_the_matrix_says_so(get: Get, table: Get) -> None:
    tip = oracle.as_of("tip")
    columns = get("/matrix", on=(tip + timedelta(days=1)).isoformat())["summary"]["treaties"]
    assert {c["beyondData"] for c in columns} == {True, False}, "the treaties differ in their days"
    for column in columns:
        assert column["beyondData"] == (column["on"] > column["asOf"])
    (row, *_) = table("/matrix", on=FUTURE, treaty=["opsc", "tip"])
    assert row["beyond_data"] == "opsc true; tip true"
    (row, *_) = table("/matrix", on="2010-01-01", treaty=["opsc", "tip"])
    assert row["beyond_data"] == "opsc false; tip false"

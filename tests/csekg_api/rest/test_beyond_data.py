"""A day after the as-of date: the answer says that the data do not reach so far."""

from __future__ import annotations

from datetime import timedelta

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
    for on in (FUTURE, "2007-04-27", None):
        query = {"on": on} if on else {}
        items = get(path, **query)["items"]
        assert items
        for item in items:
            key = item["treaty"]["key"]
            day, listed = on or oracle.told_on(key).isoformat(), oracle.as_of(key).isoformat()
            assert (item["on"], item["asOf"], item["beyondData"]) == (day, listed, day > listed)
        rows = table(path, **query)
        assert rows
        for row in rows:
            assert row["as_of"]
            assert row["beyond_data"] == str(row["on"] > row["as_of"]).lower()


def test_statuses_are_told_on_a_later_day_than_that_of_the_list_where_later_acts_were_read(get: Get) -> None:
    beyond = {item["treaty"]["key"] for item in get("/states/FRA/participation")["items"] if item["beyondData"]}
    assert beyond == {key for key in oracle.TREATIES if oracle.told_on(key) > oracle.as_of(key)}
    assert beyond


def test_each_treaty_of_the_matrix_says_so(get: Get, table: Get) -> None:
    after = oracle.as_of("tip") + timedelta(days=1)
    columns = get("/matrix", on=after.isoformat())["summary"]["treaties"]
    assert {c["beyondData"] for c in columns} == {True, False}, "the treaties differ in their days"
    for column in columns:
        assert column["beyondData"] == (column["on"] > column["asOf"])
    (row, *_) = table("/matrix", on=FUTURE, treaty=["opsc", "tip"])
    assert row["beyond_data"] == "opsc true; tip true"
    (row, *_) = table("/matrix", on="2010-01-01", treaty=["opsc", "tip"])
    assert row["beyond_data"] == "opsc false; tip false"

"""Parties, gaps, pending signatures and the matrix on a day, against a recount from the fact files."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.csekg_api.rest.conftest import Get
from tests.queries import oracle

ADOPTION = "2007-04-27"


def test_acts_after_the_day_are_not_told(get: Get) -> None:
    def the_united_states(on: str) -> tuple[object, ...]:
        statuses = ["party", "contracting-state", "signatory", "no-action"]
        answer = get("/instruments/opsc/parties", on=on, limit=1000, status=statuses)
        (item,) = (each for each in answer["items"] if each["actor"]["key"] == "USA")
        return item["status"], item["signedOn"], item["consentedOn"], item["consentKind"]

    assert the_united_states("2000-06-01") == ("no-action", None, None, None)
    assert the_united_states("2002-12-22") == ("signatory", "2000-07-05", None, None)
    assert the_united_states("2002-12-23") == ("contracting-state", "2000-07-05", "2002-12-23", "ratification")


def test_a_group_narrows_the_list_and_the_counts(get: Get) -> None:
    answer = get("/instruments/opsc/gaps", on=ADOPTION, group="eu", limit=1000)
    keys = {item["actor"]["key"] for item in answer["items"]}
    # The United Kingdom was a member on that day, Croatia was not yet.
    eu = oracle.members("eu") - {"HRV"} | {"GBR"}
    assert keys == eu - oracle.bound_on("opsc", date.fromisoformat(ADOPTION))
    assert sum(answer["summary"]["counts"].values()) == 27


@pytest.mark.parametrize(("treaty", "on"), [("cyber", None), ("opsc", "2012-03-01")])
def test_pending_signatures_are_those_of_the_facts(get: Get, treaty: str, on: str | None) -> None:
    day = date.fromisoformat(on) if on else oracle.told_on(treaty)
    query = {"on": on} if on else {}
    found = get("/signatures-without-ratification", treaty=treaty, limit=1000, **query)["items"]
    assert {item["actor"]["key"] for item in found} == oracle.signed_only(treaty, day)
    for item in found:
        signed = oracle.signatures(treaty)[item["actor"]["key"]]
        assert item["since"] == signed.isoformat()
        assert item["days"] == (day - signed).days
        assert signed.replace(year=signed.year + item["years"]) <= day
        assert item["sources"]
    assert [item["since"] for item in found] == sorted(item["since"] for item in found)


def test_time_is_not_counted_beyond_the_as_of_date(get: Get) -> None:
    (item,) = get("/signatures-without-ratification", treaty="crc", on="2031-01-01")["items"]
    assert (item["actor"]["key"], item["countedTo"]) == ("USA", oracle.as_of("crc").isoformat())
    assert (item["years"], item["on"]) == (31, "2031-01-01")


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


def test_as_a_table_each_treaty_is_a_column(get: Get, table: Get) -> None:
    rows = table("/matrix", on="2007-04-27", treaty=["crc", "opsc", "cets201"])
    assert list(rows[0]) == ["iri", "actor", "actor_name", "crc", "opsc", "on", "as_of", "beyond_data", "sources"]
    cells = {row["key"]: row["cells"] for row in get("/matrix", on="2007-04-27", limit=999)["items"]}
    assert {row["actor"]: (row["crc"], row["opsc"]) for row in rows} == {
        key: (of["crc"]["status"], of["opsc"]["status"]) for key, of in cells.items()
    }
    day = oracle.as_of("opsc").isoformat()
    assert rows[0]["as_of"].endswith(f"opsc {day}")
    (source,) = oracle.toml("opsc")["status"]["sources"]
    assert f"opsc {source}" in rows[0]["sources"]

"""Parties, gaps and pending signatures on a day, against a recount from the fact files."""

from __future__ import annotations

from datetime import date

import pytest

from tests.csekg_api.rest.conftest import Get
from tests.queries import oracle

ADOPTION = "2007-04-27"


@pytest.mark.parametrize(("treaty", "number"), [("opsc", 118), ("ets185", 18)])
def test_who_was_bound_when_the_resolution_was_adopted(get: Get, treaty: str, number: int) -> None:
    answer = get(f"/instruments/{treaty}/parties", on=ADOPTION, status="party", limit=1000)
    keys = {item["actor"]["key"] for item in answer["items"]}
    assert keys == oracle.bound_on(treaty, date.fromisoformat(ADOPTION))
    assert answer["total"] == len(keys) == number == answer["summary"]["counts"]["party"]


@pytest.mark.parametrize("treaty", ["opsc", "cets201"])
def test_without_a_day_the_answer_speaks_of_the_as_of_date(get: Get, treaty: str) -> None:
    answer = get(f"/instruments/{treaty}/parties", limit=1000)
    day, listed = oracle.told_on(treaty).isoformat(), oracle.as_of(treaty).isoformat()
    assert (answer["summary"]["on"], answer["summary"]["asOf"]) == (day, listed)
    assert {item["actor"]["key"] for item in answer["items"]} == oracle.parties(treaty)
    for item in answer["items"]:
        assert (item["on"], item["asOf"], item["complete"]) == (day, listed, oracle.complete_now(treaty))
        assert item["sources"]


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


def test_pending_signatures_of_all_treaties_at_once(get: Get) -> None:
    found = get("/signatures-without-ratification", limit=1000)["items"]
    assert {(item["treaty"]["key"], item["actor"]["key"]) for item in found} == {
        (treaty, actor) for treaty in oracle.TREATIES for actor in oracle.signed_only(treaty, oracle.told_on(treaty))
    }


def test_time_is_not_counted_beyond_the_as_of_date(get: Get) -> None:
    (item,) = get("/signatures-without-ratification", treaty="crc", on="2031-01-01")["items"]
    assert (item["actor"]["key"], item["countedTo"]) == ("USA", oracle.as_of("crc").isoformat())
    assert (item["years"], item["on"]) == (31, "2031-01-01")

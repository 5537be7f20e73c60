"""One status on each day: page, REST, SPARQL and command give the same; former States in theirs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from csekg import namespaces as ns
from csekg.law.status_over_time import status_on
from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.settings import Settings
from tests.command import cache_in, output
from tests.csekg.derived.test_participations import participations
from tests.queries.oracle import exists, table
from tests.records import all_facts

ACTORS = sorted(all_facts().actors)
TREATIES = sorted(all_facts().treaties)
#: The days on which gap lists and matrices are compared with the members of the UN and the ILO.
DAYS = ("1990-12-31", "1992-01-01", "2006-06-30")


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[TestClient]:
    with TestClient(create_app(store, None, Settings(answer_cache_mb=0))) as client:
        yield client


@pytest.fixture(scope="module", autouse=True)
def _cache(dataset: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with cache_in(tmp_path_factory.mktemp("cache"), dataset, prepared=True):
        yield


def members(group: str, on: str) -> set[str]:
    """The members of an organization on a day, by the file alone; days that are not known count."""
    return {
        row["actor"]
        for row in table("memberships.csv")
        if row["group"] == group and row["since"] and row["since"] <= on and (not row["until"] or row["until"] > on)
    }


# One answer --------------------------------------------------------------------------------------


def by_sparql(store: Store, treaty: str, actor: str, on: date) -> str:
    rows = store.values(f"""
        SELECT ?status WHERE {{
          <{ns.participation(treaty, actor).value}> cse:interval ?interval .
          ?interval cse:status ?status ; cse:from ?from .
          OPTIONAL {{ ?interval cse:until ?until }}
          FILTER(?from <= "{on}"^^xsd:date && (!BOUND(?until) || ?until > "{on}"^^xsd:date))
        }}""")
    ((status,),) = rows
    return status.rpartition("/")[2]


def by_rest(client: TestClient, treaty: str, actor: str, on: date) -> tuple[str, str]:
    """The status, and as whom the State had it: under an earlier name it is not what did not exist yet."""
    rows = client.get(f"/api/v1/states/{actor}/participation", params={"on": on.isoformat()})
    row = next(row for row in rows.json()["items"] if row["treaty"]["key"] == treaty)
    return str(row["status"]), row["stoodAs"]["key"] if row.get("stoodAs") else actor


def by_command(treaty: str, actor: str, on: date) -> str:
    text = output("status", treaty, "--on", on.isoformat(), "--format", "csv")
    rows = {row["key"]: row["status"] for row in csv.DictReader(io.StringIO(text))}
    return rows.get(actor, "did-not-exist")


def by_page(client: TestClient, treaty: str, actor: str, on: date) -> str:
    page = client.get(f"/treaties/{treaty}", params={"on": on.isoformat()}).text
    lists = re.split(r'<details id="part-', page.partition('data-part="standing"')[2])
    for each in lists[1:]:
        if f'/states/{actor}"' in each.partition("</details>")[0]:
            return each.partition('"')[0]
    return "did-not-exist"


@st.composite
def occasions(draw: st.DrawFn) -> tuple[str, str, date]:
    """A treaty, an actor, and a day near a change of status, or any day."""
    treaty, actor = draw(st.sampled_from(TREATIES)), draw(st.sampled_from(ACTORS))
    each = participations()[treaty, actor]
    first, last = each.intervals[0].since, date(2030, 12, 31)
    begins = [interval.since for interval in each.intervals]
    near = begins + [day - timedelta(days=1) for day in begins[1:]]
    on = draw(st.sampled_from(near) | st.dates(first, last))
    return treaty, actor, on


@example(("c029", "SRB", date(1992, 4, 27)))
@given(occasion=occasions())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_page_rest_and_sparql_agree(client: TestClient, store: Store, occasion: tuple[str, str, date]) -> None:
    treaty, actor, on = occasion
    expected = status_on(participations()[treaty, actor].intervals, on).status
    assert by_sparql(store, treaty, actor, on) == expected
    status, as_whom = by_rest(client, treaty, actor, on)
    assert status == status_on(participations()[treaty, as_whom].intervals, on).status
    assert by_page(client, treaty, actor, on) == expected
    assert (expected != "did-not-exist") == exists(actor, on)


# Each call of the command loads the dataset.
@given(occasion=occasions())
@settings(max_examples=2, deadline=None)
def test_the_command_agrees(occasion: tuple[str, str, date]) -> None:
    treaty, actor, on = occasion
    expected = status_on(participations()[treaty, actor].intervals, on).status
    assert by_command(treaty, actor, on) == expected


# States in their days ----------------------------------------------------------------------------


@pytest.mark.parametrize("on", DAYS)
def test_lists_and_matrix_name_exactly_the_states_that_existed(client: TestClient, on: str) -> None:
    day = date.fromisoformat(on)
    existing = {key for key in ACTORS if exists(key, day)}
    treaties = [key for key in TREATIES if all_facts().treaties[key].since <= day]
    assert treaties
    for treaty in treaties:
        named: set[str] = set()
        for path in ("parties", "gaps"):
            answer = client.get(
                f"/api/v1/instruments/{treaty}/{path}",
                params={"on": on, "format": "csv", "status": "party"}
                if path == "parties"
                else {"on": on, "format": "csv"},
            )
            rows = list(csv.DictReader(io.StringIO(answer.text)))
            keys = [row["actor"].rpartition("/")[2] for row in rows]
            assert len(set(keys)) == len(keys)
            assert not named & set(keys)
            named |= set(keys)
        assert named == existing
    matrix = client.get("/api/v1/matrix", params={"on": on, "format": "csv"}).text
    assert {row["actor"] for row in csv.DictReader(io.StringIO(matrix))} == existing


def test_a_group_has_the_members_of_the_day(client: TestClient) -> None:
    asked = {"on": "1992-01-01", "group": "un-member", "format": "csv"}
    matrix = client.get("/api/v1/matrix", params=asked).text
    named = {row["actor"] for row in csv.DictReader(io.StringIO(matrix))}
    assert named == members("un-member", "1992-01-01")
    assert len(named) == 166


def test_czechoslovakia_is_bound_and_slovakia_does_not_exist(client: TestClient) -> None:
    page = client.get("/treaties/crc", params={"on": "1992-01-01"}).text
    assert "/states/CSK" in page
    assert '/states/SVK"' not in page.partition('data-part="standing"')[2].partition("</section")[0]
    asked = {"on": "1992-01-01", "status": "did-not-exist", "format": "csv"}
    rows = client.get("/api/v1/instruments/crc/parties", params=asked).text
    absent = {row["actor"].rpartition("/")[2] for row in csv.DictReader(io.StringIO(rows))}
    assert {"SVK", "CZE", "SUN", "DDR", "SRB", "MNE"} <= absent
    assert not {"CSK", "RUS", "FRA"} & absent

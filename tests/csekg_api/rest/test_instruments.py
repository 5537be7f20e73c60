"""Instruments, their entry into force, statements under them, and what happened, over REST."""

from __future__ import annotations

from starlette.testclient import TestClient

from csekg.answers.status.status_answers import status
from csekg.sparql.oxigraph_store import Store
from tests.csekg_api.rest.conftest import Get
from tests.queries import oracle


def test_one_treaty_in_full(get: Get, store: Store) -> None:
    treaty = get("/instruments/opsc")
    facts = oracle.toml("opsc")
    assert (treaty["supplements"]["key"], treaty["depositary"]["key"]) == ("crc", "un-secretary-general")
    assert treaty["adoptedOn"] == facts["adopted_on"].isoformat()
    assert treaty["inForceOn"] == facts["in_force_on"].isoformat()
    assert treaty["statusCounts"] == status(store, "opsc").counts()
    assert treaty["rule"]["article"] == "article 14"
    assert treaty["rule"]["threshold"] == 10
    # Who signs is the same for all treaties (data/general_clauses.csv).
    assert len(treaty["finalClauses"]) == len(oracle.of_treaty("opsc", "clauses")) + 2
    signing = next(c for c in treaty["finalClauses"] if c["clauseKind"] == "who-may-sign")
    assert (signing["article"], bool(signing["sources"])) == ("article 13(1)", True)


def test_a_resolution_has_no_parties(get: Get) -> None:
    resolution = get("/instruments/ccpcj-16-2")
    assert (resolution["kind"], resolution["statusCounts"], resolution["parties"]) == ("resolution", None, None)
    assert resolution["adoptedBy"]["key"] == "ccpcj"


def test_stated_days_that_differ_from_the_rule_are_flagged(get: Get) -> None:
    items = get("/instruments/untoc/entry-into-force", limit=1000)["items"]
    (marshall,) = (item for item in items if item["actor"]["key"] == "MHL")
    assert (marshall["entersIntoForceOn"], marshall["computedEntryIntoForce"]) == (["2010-12-05"], "2011-07-15")
    assert marshall["differs"] is True


def test_each_statement_tells_how_its_day_is_known(get: Get) -> None:
    items = get("/instruments/crc/declarations", limit=1000)["items"]
    assert {item["dateBasis"] for item in items if item["date"]} == {"printed", "computed"}
    assert {item["dateBasis"] for item in items if not item["date"]} == {None}
    (oman,) = (item for item in items if item["id"].endswith("OMN/undated/reservation/5"))
    assert (oman["withdrawal"], oman["withdrawnOn"]) == ("partly", None)
    assert oman["partlyWithdrawnOn"] == ["2014-12-09"]


def test_every_kind_tells_how_far_it_is_listed(get: Get, api: TestClient) -> None:
    answer = get("/instruments/ets185/declarations", limit=1000)
    lists = {each["kind"]: each for each in answer["lists"]}
    assert lists["reservation"]["completeOn"] == "2010-09-14"
    assert lists["objection"] == {
        "treaty": lists["objection"]["treaty"],
        "kind": "objection",
        "statements": 0,
        "completeOn": None,
        "readUntil": None,
    }
    for item in answer["items"]:
        listed = lists[item["kind"]]
        assert item["listCompleteOn"] == listed["completeOn"]
        assert item["asOf"] <= item["listReadUntil"] == listed["readUntil"]
    header = api.get("/api/v1/instruments/ets185/declarations?format=csv").text.splitlines()[0]
    columns = {"made_on", "date_basis", "list_complete_on", "list_read_until", "withdrawn_on"}
    assert columns <= set(header.split(","))

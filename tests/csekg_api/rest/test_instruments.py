"""Instruments, their entry into force, statements under them, and what happened, over REST."""

from __future__ import annotations

from datetime import date

from starlette.testclient import TestClient

from csekg.answers.status.status_answers import status
from csekg.sparql.oxigraph_store import Store
from tests.csekg_api.rest.conftest import Get
from tests.queries import oracle


def test_every_instrument_of_the_facts_is_listed(get: Get) -> None:
    listed = get("/instruments", limit=1000)["items"]
    items = {item["key"]: item for item in listed}
    # Each once, in this order on every engine, also a document with two symbols.
    assert [item["key"] for item in listed] == sorted(items)
    assert items["e-2007-30"]["documentSymbol"] == "E/2007/30"
    documents = {row["key"] for row in oracle.table("documents.csv")}
    assert set(oracle.TREATIES) <= set(items)
    assert {key for key, item in items.items() if item["kind"] != "treaty"} <= documents
    assert {item["kind"] for item in items.values()} == {
        "treaty",
        "resolution",
        "commitment",
        "report",
        "mandate",
        "guidelines",
    }
    for key in oracle.TREATIES:
        item = items[key]
        assert item["consented"] == len(oracle.parties(key))
        assert item["parties"] == len(oracle.bound_on(key, oracle.told_on(key)))
        assert item["signatories"] == len(oracle.signed_only(key, oracle.told_on(key)))
        assert item["asOf"] == oracle.as_of(key).isoformat()
        assert item["complete"] is oracle.complete_now(key)
        assert {each["listOf"] for each in item["lists"]} == {each["of"] for each in oracle.toml(key).get("lists", [])}
        assert item["sources"]


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


def test_a_convention_names_its_protocols(get: Get) -> None:
    assert [p["key"] for p in get("/instruments/crc")["protocols"]] == ["opac", "opic", "opsc"]


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


def test_changes_between_two_days(get: Get) -> None:
    first, last = date(2007, 4, 27), date(2008, 4, 27)
    events = get("/changes", **{"from": first, "to": last, "limit": 1000})["items"]
    days = [event["date"] for event in events]
    assert days == sorted(days, reverse=True)
    for what, of, column in (("signature", oracle.signatures, "signed"), ("consent", oracle.consents, "consent")):
        shown = {(e["treaty"]["key"], e["actor"]["key"]) for e in events if e["what"] == what}
        assert (
            shown
            == {
                (treaty, actor)
                for treaty in oracle.TREATIES
                for actor, day in of(treaty).items()
                if day
                and first <= day <= last
                # A signature without a day falls into no span.
                and any(row[f"{column}_on"][:1].isdigit() for row in oracle.by_actor(treaty)[actor])
            }
        )
    bound = {(e["treaty"]["key"], e["actor"]["key"]) for e in events if e["kind"] == "party"}
    assert bound == {
        (treaty, actor)
        for treaty in oracle.TREATIES
        for actor, day in oracle.bound(treaty).items()
        if first <= day <= last
    }
    assert all(event["asOf"] for event in events)

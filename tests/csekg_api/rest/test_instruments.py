"""Instruments, their entry into force, statements under them, and what happened, over REST."""

from __future__ import annotations

from datetime import date

import pytest
from starlette.testclient import TestClient

from csekg.answers.status.status_answers import status
from csekg.facts.declarations import DECLARATION_KINDS
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
        "treaty", "resolution", "commitment", "report", "mandate", "guidelines",
    }  # fmt: skip
    for key in oracle.TREATIES:
        item = items[key]
        assert item["consented"] == len(oracle.parties(key))
        assert item["parties"] == len(oracle.bound_on(key, oracle.as_of(key)))
        assert item["signatories"] == len(oracle.signed_only(key, oracle.as_of(key)))
        assert item["asOf"] == oracle.as_of(key).isoformat()
        assert item["complete"] is oracle.complete(key)
        listed_here = {each["of"]: each for each in oracle.toml(key).get("lists", [])}
        assert {each["listOf"] for each in item["lists"]} == set(listed_here)
        for each in item["lists"]:
            fact = listed_here[each["listOf"]]
            for name, column in (("completeOn", "complete_on"), ("checkedUntil", "checked_until")):
                assert each[name] == (str(fact[column]) if column in fact else None)
            for name, column in (("sources", "sources"), ("checkedIn", "checked_in")):
                assert {source["key"] for source in each[name]} == set(fact.get(column, ()))
        assert item["signaturesComplete"] is ("complete_on" in listed_here.get("signatures", {}))
        assert item["sources"]


def test_a_kind_filters(get: Get) -> None:
    items = get("/instruments", kind="treaty", limit=1000)["items"]
    assert sorted(item["key"] for item in items) == oracle.TREATIES


def test_one_treaty_in_full(get: Get, store: Store) -> None:
    treaty = get("/instruments/opsc")
    facts = oracle.toml("opsc")
    assert (treaty["supplements"]["key"], treaty["depositary"]["key"]) == (
        "crc", "un-secretary-general",
    )  # fmt: skip
    assert treaty["adoptedOn"] == facts["adopted_on"].isoformat()
    assert treaty["inForceOn"] == facts["in_force_on"].isoformat()
    assert treaty["statusCounts"] == status(store, "opsc").counts()
    assert treaty["rule"]["article"] == "article 14"
    assert treaty["rule"]["threshold"] == 10
    assert len(treaty["finalClauses"]) == len(oracle.of_treaty("opsc", "clauses"))
    signing = next(c for c in treaty["finalClauses"] if c["clauseKind"] == "who-may-sign")
    assert (signing["article"], bool(signing["sources"])) == ("article 13(1)", True)


def test_a_convention_names_its_protocols(get: Get) -> None:
    assert [p["key"] for p in get("/instruments/crc")["protocols"]] == ["opac", "opic", "opsc"]


def test_a_resolution_has_no_parties(get: Get) -> None:
    resolution = get("/instruments/ccpcj-16-2")
    assert (resolution["kind"], resolution["statusCounts"], resolution["parties"]) == (
        "resolution", None, None,
    )  # fmt: skip
    assert resolution["adoptedBy"]["key"] == "ccpcj"


@pytest.mark.parametrize("treaty", ["opsc", "untoc", "cets201", "c138"])
def test_consents_take_effect_as_stated_and_as_the_rule_gives(get: Get, treaty: str) -> None:
    answer = get(f"/instruments/{treaty}/entry-into-force", limit=1000)
    items = {item["actor"]["key"]: item for item in answer["items"]}
    assert set(items) == set(oracle.consents(treaty))
    for key, item in items.items():
        on = oracle.consents(treaty)[key]
        rows = oracle.consenting(oracle.by_actor(treaty)[key])
        assert item["date"] == (on.isoformat() if on else None)
        stated = {row["in_force_on"] for row in rows} - {"", "yes"}
        assert set(item["entersIntoForceOn"]) == stated
        if item["computedEntryIntoForce"] and on:
            kind = oracle.follow(rows, "kind", "consent")
            assert item["computedEntryIntoForce"] == str(oracle.by_rule(treaty, on, kind))
            assert item["arithmetic"]
        if item["differs"] is not None:
            assert item["differs"] is any(day != item["computedEntryIntoForce"] for day in stated)
    own = answer["summary"]
    assert (own["stated"], own["differs"]) == (str(oracle.toml(treaty)["in_force_on"]), False)


def test_stated_days_that_differ_from_the_rule_are_flagged(get: Get) -> None:
    items = get("/instruments/untoc/entry-into-force", limit=1000)["items"]
    (marshall,) = (item for item in items if item["actor"]["key"] == "MHL")
    assert (marshall["entersIntoForceOn"], marshall["computedEntryIntoForce"]) == (
        ["2010-12-05"], "2011-07-15",
    )  # fmt: skip
    assert marshall["differs"] is True


def test_the_sum_of_a_treatys_own_date_is_told_in_words(get: Get) -> None:
    assert get("/instruments/cets201/entry-into-force")["summary"]["arithmetic"] == (
        "Article 45: the condition, 5 instruments, 3 of them from member States, was met on "
        "22 Mar 2010; 22 Mar 2010 + 3 months = 22 Jun 2010, first day of the following month = "
        "1 Jul 2010."
    )
    assert get("/instruments/cyber/entry-into-force")["summary"]["stated"] is None


@pytest.mark.parametrize("treaty", ["crc", "opsc", "opac", "opic"])
def test_statements_are_those_of_the_facts(get: Get, treaty: str) -> None:
    items = get(f"/instruments/{treaty}/declarations", limit=1000)["items"]
    read = [item for item in items if item["kind"] in DECLARATION_KINDS]
    shown = sorted((item["actor"]["key"], item["description"] or "") for item in read)
    facts = oracle.of_treaty(treaty, "declarations")
    assert shown == sorted((row["actor"], row["gist"]) for row in facts)
    # Whoever is only listed as having made one appears once, and without a text.
    listed = {item["actor"]["key"] for item in items} - {row["actor"] for row in facts}
    assert sorted(listed) == sorted(i["actor"]["key"] for i in items if i["kind"] == "statement")
    assert all(item["asOf"] and item["sources"] for item in items)


def test_each_statement_tells_how_its_day_is_known(get: Get) -> None:
    items = get("/instruments/crc/declarations", limit=1000)["items"]
    assert {item["dateBasis"] for item in items if item["date"]} == {"printed", "computed"}
    assert {item["dateBasis"] for item in items if not item["date"]} == {None}
    (oman,) = (item for item in items if item["id"].endswith("OMN/undated/reservation/5"))
    assert (oman["withdrawal"], oman["withdrawnOn"]) == ("partly", None)
    assert oman["partlyWithdrawnOn"] == ["2014-12-09"]


def test_an_objection_leads_to_statements_or_to_the_state(get: Get) -> None:
    items = get("/instruments/crc/declarations", state="SWE", limit=1000)["items"]
    objected = {item["objectedActor"]["key"]: item["objectsTo"] for item in items
                if item["objectedActor"]}  # fmt: skip
    assert [what["key"] for what in objected["SYR"]] == [
        "crc/SYR/undated/reservation/1", "crc/SYR/undated/reservation/2",
    ]  # fmt: skip
    assert [what["key"] for what in objected["OMN"]] == ["OMN"]


def test_every_kind_tells_how_far_it_is_listed(get: Get, api: TestClient) -> None:
    answer = get("/instruments/ets185/declarations", limit=1000)
    lists = {each["kind"]: each for each in answer["lists"]}
    assert lists["reservation"]["completeOn"] == "2010-09-14"
    assert lists["objection"] == {
        "treaty": lists["objection"]["treaty"], "kind": "objection", "statements": 0,
        "completeOn": None, "readUntil": None,
    }  # fmt: skip
    for item in answer["items"]:
        listed = lists[item["kind"]]
        assert item["listCompleteOn"] == listed["completeOn"]
        assert item["asOf"] <= item["listReadUntil"] == listed["readUntil"]
    header = api.get("/api/v1/instruments/ets185/declarations?format=csv").text.splitlines()[0]
    columns = {"made_on", "date_basis", "list_complete_on", "list_read_until", "withdrawn_on"}
    assert columns <= set(header.split(","))


def test_the_statements_of_one_state(get: Get) -> None:
    items = get("/instruments/crc/declarations", state="fra")["items"]
    assert {item["actor"]["key"] for item in items} == {"FRA"}
    assert [p["key"] for item in items for p in item["concernsProvision"]] == [
        "article/6", "article/40/2/b/v", "article/30",
    ]  # fmt: skip


def test_the_timeline_of_a_treaty_tells_every_act(get: Get) -> None:
    events = get("/instruments/opsc/timeline", limit=10_000)["items"]
    signed = {e["actor"]["key"] for e in events if e["what"] == "signature"}
    assert signed == set(oracle.signatures("opsc"))
    consented = {e["actor"]["key"] for e in events if e["what"] == "consent"}
    assert consented == set(oracle.consents("opsc"))
    bound = {e["actor"]["key"]: e["date"] for e in events if e["kind"] == "party"}
    # The State that existed on the day became bound, whoever continues it today.
    assert bound == {
        oracle.bearer(actor, day, day): str(day) for actor, day in oracle.bound("opsc").items()
    }


def test_changes_between_two_days(get: Get) -> None:
    first, last = date(2007, 4, 27), date(2008, 4, 27)
    events = get("/changes", **{"from": first, "to": last, "limit": 1000})["items"]
    days = [event["date"] for event in events]
    assert days == sorted(days, reverse=True)
    for what, of, column in (
        ("signature", oracle.signatures, "signed"), ("consent", oracle.consents, "consent"),
    ):  # fmt: skip
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


def test_changes_are_narrowed_by_treaty_state_and_kind(get: Get) -> None:
    span = {"from": "2007-04-27", "to": "2012-04-27", "limit": 5000}
    every = get("/changes", **span)["items"]
    wanted = {
        ("treaty", "opsc"): [e["id"] for e in every if e["treaty"]["key"] == "opsc"],
        ("state", "DEU"): [e["id"] for e in every if e["actor"]["key"] == "DEU"],
        ("kind", "consent"): [e["id"] for e in every if e["what"] == "consent"],
    }
    for (name, value), ids in wanted.items():
        found = get("/changes", **span, **{name: value})["items"]
        assert [e["id"] for e in found] == ids != []


def test_a_span_must_begin_before_it_ends(problem: Get) -> None:
    assert problem("/changes", **{"from": "2007-04-27", "to": "2007-04-26"})[0] == 422
    assert problem("/changes")[0] == 422


def test_unknown_names_say_what_is_near(problem: Get) -> None:
    status, detail = problem("/instruments/ccpcj-16-3")
    assert status == 404
    assert detail.startswith("unknown instrument 'ccpcj-16-3'. Did you mean ccpcj-16-2")
    for part in ("timeline", "entry-into-force", "declarations"):
        assert problem(f"/instruments/opcs/{part}")[0] == 404

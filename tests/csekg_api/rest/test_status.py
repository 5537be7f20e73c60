"""One State under the treaties: all at once, one in full, in order of time."""

from __future__ import annotations

from csekg.answers.status.status_answers import status
from csekg.sparql.oxigraph_store import Store
from tests.csekg_api.rest.conftest import Get
from tests.queries import oracle


def test_dates_come_with_the_sum_and_the_sources(get: Get) -> None:
    items = get("/states/IRL/participation")["items"]
    tip = next(item for item in items if item["treaty"]["key"] == "tip")
    assert (tip["signedOn"], tip["consentedOn"]) == ("2000-12-13", "2010-06-17")
    assert tip["entryIntoForceStated"] == tip["entryIntoForceComputed"] == tip["since"]
    assert tip["arithmetic"].endswith("17 Jun 2010 + 30 days = 17 Jul 2010.")
    assert "fedlex-tip-20250410" in {source["key"] for source in tip["sources"]}
    assert all(item["sources"] for item in items)


def statement_events(actor: str, treaty: str) -> int:
    """How many acts of an actor that events.csv lists are statements."""
    others = ("territorial-application", "territorial-exclusion", "invitation", "denunciation")
    return sum(row["actor"] == actor and row["kind"] not in others for row in oracle.of_treaty(treaty, "events"))


def test_statements_are_counted_as_the_facts_have_them(get: Get) -> None:
    counts = {i["treaty"]["key"]: i["statements"] for i in get("/states/GBR/participation")["items"]}
    for treaty in ("crc", "opac", "opsc"):
        rows = oracle.of_treaty(treaty, "declarations")
        assert counts[treaty] == sum(row["actor"] == "GBR" for row in rows) + statement_events("GBR", treaty)


def test_everything_about_one_participation(get: Get, store: Store) -> None:
    answer = get("/states/mhl/participation/untoc")
    spans = answer["intervals"]
    assert [span["status"] for span in spans] == ["no-action", "contracting-state", "party"]
    # Without gap and without overlap.
    assert [span["until"] for span in spans[:-1]] == [span["since"] for span in spans[1:]]
    assert spans[-1]["until"] is None
    (act,) = answer["actions"]
    assert (act["date"], act["computedEntryIntoForce"]) == ("2011-06-15", "2011-07-15")
    shown = {each["source"]["key"]: each["date"] for each in act["statedBy"]}
    facts = [row for row in oracle.of_treaty("untoc", "participation") if row["actor"] == "MHL"]
    assert shown == {row["source"]: row["consent_on"] or None for row in facts}
    corrections = [row for row in oracle.table("corrections.csv") if (row["treaty"], row["actor"]) == ("untoc", "MHL")]
    assert {(d["dissentingSource"]["key"], d["property"]) for d in act["differences"]} == {
        (row["other_source"], row["property"]) for row in corrections
    }
    assert all(difference["reason"] for difference in act["differences"])
    assert answer["asOf"] == oracle.as_of("untoc").isoformat()


def test_an_act_that_was_none_is_marked(get: Get) -> None:
    acts = get("/states/BEN/participation/ets185")["actions"]
    assert [act["dismissed"] for act in acts if act["kind"] == "signature"] == [True]
    assert [act["dismissed"] for act in acts if act["what"] == "consent"] == [None]


def test_no_action_is_an_answer_and_not_a_gap(get: Get) -> None:
    answer = get("/states/USA/participation/opic")
    assert answer["actions"] == []
    # By whether the list of signatures reaches to the day.
    assert answer["status"] in ("no-action", "no-act-read")
    assert answer["reason"]


def test_the_timeline_is_in_order_and_tells_every_act(get: Get, store: Store) -> None:
    events = get("/states/FRA/timeline", limit=1000)["items"]
    days = [event["date"] for event in events if event["date"]]
    assert days == sorted(days)
    assert [event["date"] for event in events][len(days) :] == [None] * (len(events) - len(days))
    last = {e["treaty"]["key"]: e["kind"] for e in events if e["what"] == "status-change"}
    now = {key: row.status for key in last for row in status(store, key).rows if row.actor.key == "FRA"}
    assert last == now


def test_a_denunciation_of_which_the_year_is_known_has_its_bounds(get: Get) -> None:
    answer = get("/states/MYS/participation/c105")
    assert answer["status"] == "former-party"
    (left,) = [act for act in answer["actions"] if act["what"] == "denunciation"]
    assert (left["date"], left["notBefore"], left["notAfter"]) == (None, "1990-01-01", "1990-12-31")

"""States over REST, each under all treaties, against the fact files."""

from __future__ import annotations

import pytest

from csekg.answers.status.status_answers import status
from csekg.sparql.oxigraph_store import Store
from tests.csekg_api.rest.conftest import Get
from tests.queries import oracle


def test_a_kind_filters(get: Get) -> None:
    def keys(kind: str) -> set[str]:
        return {item["key"] for item in get("/states", kind=kind, limit=1000)["items"]}

    assert keys("organization") == {"EUE"}
    assert keys("former") == {"CSK", "DDR", "SCG", "SUN", "YUG"}
    assert keys("other") == {"XKX"}
    assert len(keys("state")) == 197


@pytest.mark.parametrize(
    ("q", "key"),
    [
        ("cote d'ivoire", "CIV"),
        ("CÔTE D\N{RIGHT SINGLE QUOTATION MARK}IVOIRE", "CIV"),
        ("法国", "FRA"),
        ("DE", "DEU"),
        ("République française", "FRA"),
    ],
)
def test_a_name_is_found_in_any_language_without_regard_to_accents(get: Get, q: str, key: str) -> None:
    assert key in {item["key"] for item in get("/states", q=q, limit=1000)["items"]}


def test_one_state_in_full(get: Get) -> None:
    facts = next(row for row in oracle.table("actors.csv") if row["key"] == "FRA")
    state = get("/states/fra")
    assert (state["iso2"], state["isoNumeric"], state["m49"]) == ("FR", "250", "250")
    assert state["prefLabel"] == {tag: facts[f"name_{tag}"] for tag in ("ar", "en", "es", "fr", "ru", "zh")}
    assert state["formalName"] == facts["name_formal_en"]
    assert state["unAdmissionDate"] == facts["un_admission_date"]
    assert f"http://www.wikidata.org/entity/{facts['wikidata']}" in state["exactMatch"]
    assert {of["key"] for of in state["memberOf"]} == {
        row["group"] for row in oracle.table("memberships.csv") if row["actor"] == "FRA"
    }
    wider = {of["key"]: of["isPartOf"] and of["isPartOf"]["key"] for of in state["memberOf"]}
    parents = {row["key"]: row["parent"] or None for row in oracle.table("groups.csv")}
    assert wider == {key: parents[key] for key in wider}
    assert wider["m49-155"] == "m49-150"
    bound = {key for key in oracle.TREATIES if "FRA" in oracle.parties(key)}
    (party,) = (each for each in state["statuses"] if each["code"] == "party")
    assert set(party["treaties"]) == bound
    assert party["count"] == len(bound)


def test_a_former_state_says_since_when_its_code_is_withdrawn(get: Get) -> None:
    state = get("/states/CSK")
    assert (state["kind"], state["withdrawnFromISO"]) == ("former", "1993-06-15")


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

"""States, organizations and groups over REST, against the fact files."""

from __future__ import annotations

import pytest

from tests.csekg_api.rest.conftest import Get
from tests.queries import oracle
from tests.records import all_facts


def test_every_actor_of_the_facts_is_listed_once(get: Get) -> None:
    answer = get("/states", limit=1000)
    assert {item["key"]: item["name"] for item in answer["items"]} == {
        key: actor.name for key, actor in all_facts().actors.items()
    }
    assert answer["total"] == len(answer["items"]) == 204


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


def test_groups_are_those_of_the_facts(get: Get) -> None:
    groups = {group["key"]: group for group in get("/groups", limit=100)["items"]}
    assert {key: (g["name"], g["groupKind"]) for key, g in groups.items()} == {
        row["key"]: (row["name"], row["kind"]) for row in oracle.table("groups.csv")
    }
    assert all(group["members"] == len(oracle.members(key)) for key, group in groups.items())

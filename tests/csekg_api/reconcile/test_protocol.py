"""The Reconciliation Service API 0.2: manifest, matching, extension, suggestions, limits."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from csekg.answers.common.names import status_labels
from csekg.answers.entities.actors import actors
from csekg.answers.status.status_answers import standings_of_treaty
from csekg.namespaces import ID
from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.reconcile.routes import MOST_IDS, MOST_QUERIES
from csekg_api.reconcile.things import TYPES
from csekg_api.settings import Settings


@pytest.fixture(scope="module")
def service(store: Store) -> TestClient:
    # The first answer makes the index of the search, and a busy machine needs its time for that.
    return TestClient(create_app(store, "abc123", Settings(page_timeout=60)))


def ask(service: TestClient, **queries: Any) -> dict[str, list[dict[str, Any]]]:
    answer = service.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    return {name: each["result"] for name, each in answer.json().items()}


def extend(service: TestClient, ids: list[str], *properties: str) -> dict[str, Any]:
    asked = {"ids": ids, "properties": [{"id": each} for each in properties]}
    answer = service.post("/reconcile", data={"extend": json.dumps(asked)})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_the_manifest_names_what_answers(service: TestClient) -> None:
    answer = service.get("/reconcile")
    assert answer.headers["access-control-allow-origin"] == "*"
    found = answer.json()
    assert found["versions"] == ["0.2"]
    assert [each["id"] for each in found["defaultTypes"]] == list(TYPES)
    # OpenRefine escapes the slashes of an id.
    for id_ in ("state%2FIRL", "instrument/ccpcj-16-2/op/4/a", "source/fedlex-opsc-20230420", "territory/HKG"):
        page = service.get(found["view"]["url"].replace("{{id}}", id_), headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert "<h1" in page.text
    suggest = found["suggest"]["entity"]
    place = suggest["service_url"] + suggest["service_path"]
    asked = {"prefix": "Ire", "type": "State"}
    [first, *_] = service.get(place, params=asked).json()["result"]
    assert first == {**first, "id": "state/IRL", "name": "Ireland", "notable": [{"id": "State", "name": "State"}]}
    assert service.get(place, params={**asked, "cursor": 900}).json()["result"] == []
    proposing = found["extend"]["propose_properties"]
    place = proposing["service_url"] + proposing["service_path"]
    for type_ in TYPES:
        proposed = service.get(place, params={"type": type_}).json()
        assert proposed["type"] == type_
        assert proposed["properties"]


def test_a_name_is_matched(service: TestClient) -> None:
    names = {"Ivory Coast": "CIV", "Holland": "NLD", "المانيا": "DEU", "fr": "FRA", "Swaziland": "SWZ", "德国": "DEU"}
    for name, [first, *others] in ask(service, **{name: {"query": name, "type": "State"} for name in names}).items():
        assert (first["id"], first["match"], first["score"]) == (f"state/{names[name]}", True, 100)
        assert first["type"] == [{"id": "State", "name": "State"}]
        assert not any(each["match"] or each["score"] > 95 for each in others)


@pytest.mark.parametrize("name", ["Germny", "Korea", "Congo", "Taiwan", "CS", "Atlantis", "", "  ", "%", "' OR 1=1"])
def test_nothing_is_matched_that_is_not_certain(service: TestClient, name: str) -> None:
    assert not any(each["match"] for each in ask(service, q={"query": name})["q"])


def test_things_of_each_type_are_matched_without_naming_it(service: TestClient) -> None:
    names = {
        "CETS 201": "instrument/cets201",
        "EU": "organization/EUE",
        "extradition": "vocab/topic/extradition",
        "op/4/a": "instrument/ccpcj-16-2/op/4/a",
        "fedlex-opsc-20230420": "source/fedlex-opsc-20230420",
        "Hong Kong": "territory/HKG",
        "Niue": "state/NIU",
    }
    for name, [first, *_] in ask(service, **{name: {"query": name} for name in names}).items():
        assert (first["id"], first["match"]) == (names[name], True)


def test_a_property_decides_between_two(service: TestClient) -> None:
    query = {"query": "CS", "type": "State"}
    both = ask(service, q=query)["q"]
    assert {each["id"] for each in both[:2]} == {"state/CSK", "state/SCG"}
    told = ask(service, q={**query, "properties": [{"pid": "key", "v": ["SCG"]}]})["q"]
    assert (told[0]["id"], told[0]["match"]) == ("state/SCG", True)
    wrong = {"query": "France", "type": "State", "properties": [{"pid": "iso2", "v": "DE"}]}
    assert not any(each["match"] for each in ask(service, q=wrong)["q"])
    # A value that has been matched itself has an id.
    told = ask(service, q={**query, "properties": [{"pid": "key", "v": [{"id": "CSK", "name": "x"}]}]})["q"]
    assert (told[0]["id"], told[0]["match"]) == ("state/CSK", True)
    many = {**query, "properties": [{"pid": "key", "v": ["x"] * 501}]}
    answer = service.post("/reconcile", data={"queries": json.dumps({"q": many})})
    assert answer.status_code == 413
    assert answer.json()["detail"] == "at most 500 values of properties at a time, not 501"


def test_a_batch_and_its_limit_hold(service: TestClient) -> None:
    batch = {f"q{number}": {"query": "France", "limit": 2} for number in range(MOST_QUERIES)}
    assert {name: len(found) <= 2 for name, found in ask(service, **batch).items()} == dict.fromkeys(batch, True)
    batch["more"] = {"query": "France"}
    answer = service.post("/reconcile", data={"queries": json.dumps(batch)})
    assert answer.status_code == 413
    assert answer.json()["type"].endswith("/content-too-large")
    assert service.post("/reconcile", data={"queries": "x" * 256_000}).status_code == 413


def test_a_table_is_extended_by_what_is_known(store: Store, service: TestClient) -> None:
    known = {actor.id.removeprefix(ID): actor for actor in actors(store)}
    ids = list(known)[:MOST_IDS]
    names = ("key", "iso2", "unAdmissionDate", "memberOf", "status-opsc", "since-opsc")
    found = extend(service, ids, *names)
    assert [each["id"] for each in found["meta"]] == list(names)
    _, standings = standings_of_treaty(store, "opsc", statuses=list(status_labels(store)))
    status = {each.actor.id.removeprefix(ID): each for each in standings}
    assert len(found["rows"]) == len(ids)
    for id_, row in found["rows"].items():
        actor = known[id_]
        assert row["key"] == [{"str": actor.key}]
        assert row["iso2"] == ([{"str": actor.iso2}] if actor.iso2 else [])
        assert row["memberOf"] == [{"str": group.name} for group in actor.member_of]
        assert row["status-opsc"] == [{"str": status[id_].status_label}]
        [since] = row["since-opsc"]
        assert since["date"] == f"{status[id_].since.isoformat()}T00:00:00Z"
    opsc = extend(service, ["instrument/opsc"], "adoptedOn", "parties", "nothing")
    row = opsc["rows"]["instrument/opsc"]
    assert row["adoptedOn"] == [{"date": "2000-05-25T00:00:00Z"}]
    assert row["parties"][0]["int"] > 170
    assert (row["nothing"], opsc["meta"][2]) == ([], {"id": "nothing", "name": "nothing"})
    assert extend(service, ["state/ATL"], "key")["rows"] == {"state/ATL": {"key": []}}


@pytest.mark.parametrize(
    "form",
    [
        {"queries": "nope"},
        {"queries": '{"q": 1}'},
        {"extend": "{}"},
        {"queries": '{"q": {"query": "' + "x" * 201 + '"}}'},
        {"queries": "{}", "extend": "{}"},
        {},
        {"queries": '{"q": {"query": "a", "limit": 0}}'},
        {"extend": json.dumps({"ids": ["a"] * (MOST_IDS + 1), "properties": []})},
        {"queries": "[" * 50_000},
        {"queries": '{"q": {"properties": [' + "[]," * 20_000 + "1]}}"},
    ],
)
def test_what_is_no_request_of_the_api_is_refused(service: TestClient, form: dict[str, str]) -> None:
    answer = service.post("/reconcile", data=form)
    assert answer.status_code in (400, 415), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.text) < 1000

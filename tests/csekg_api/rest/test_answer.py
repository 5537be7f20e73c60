"""One question, one answer: names as people write them, verdict, sentence, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from csekg.answers.search.entries import read_entries
from csekg.answers.search.indexes import Names
from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
from csekg_api.rest.answer import MOST
from csekg_api.settings import Settings
from tests.csekg_api.rest.conftest import Get

NAMES = "SELECT ?key ?name WHERE { ?a a cse:TreatyActor ; dcterms:identifier ?key ; %s ?name }"


@pytest.fixture(scope="module")
def names(store: Store) -> Names:
    return Names(store, read_entries(store, {}))


@pytest.mark.parametrize(
    ("state", "key"),
    [
        ("France", "FRA"),
        ("Fr", "FRA"),
        ("250", "FRA"),
        ("Ivory Coast", "CIV"),
        ("cote d'ivoire", "CIV"),
        ("Côte d\N{RIGHT SINGLE QUOTATION MARK}Ivoire", "CIV"),
        ("the Netherlands", "NLD"),
        ("المانيا", "DEU"),
        ("European Union", "EUE"),
    ],
)
def test_a_state_is_known_by_any_of_its_names(get: Get, state: str, key: str) -> None:
    assert get("/answer", state=state, treaty="opsc")["actor"]["key"] == key


@pytest.mark.parametrize(
    ("treaty", "key"),
    [
        ("OPSC", "opsc"),
        ("IV-11-c", "opsc"),
        ("CETS 201", "cets201"),
        ("Convention de Lanzarote", "cets201"),
        ("ILO Convention No. 182", "c182"),
    ],
)
def test_a_treaty_is_known_by_title_and_number(get: Get, treaty: str, key: str) -> None:
    assert get("/answer", state="FRA", treaty=treaty)["treaty"]["key"] == key


def test_each_name_and_code_leads_to_its_state_or_is_ambiguous(store: Store, names: Names) -> None:
    """No name is lost, whatever folding does to it, and none leads to another State."""
    seen = 0
    for path in (
        "skos:prefLabel",
        "skos:altLabel",
        "cse:formalName",
        "cse:iso2",
        "cse:isoNumeric",
        "dcterms:identifier",
        "rdfs:label",
    ):
        for key, name in store.values(NAMES % path):
            assert key in {entry.key for entry in names.exactly("state", name)}, (key, name)
            seen += 1
    assert seen > 3000


def test_what_a_chatbot_says(get: Get) -> None:
    found = get("/answer", state="Ivory Coast", treaty="opsc", on="2012-01-01")
    assert found["verdict"] == "bound"
    assert found["since"] == found["entryIntoForceStated"] == "2011-10-19"
    assert found["act"] == "accession, 19 Sep 2011"
    assert found["sentence"].startswith(
        f"On 1 Jan 2012, {found['actor']['name']} was bound by the OPSC. Bound since 19 Oct 2011. Data as of "
    )
    assert found["citation"].endswith("/id/participation/opsc/CIV")
    assert "Ivoire and the OPSC" in found["citation"]
    before = get("/answer", state="Ivory Coast", treaty="opsc", on="2011-10-18")
    assert (before["verdict"], before["status"]) == ("not-bound", "contracting-state")


def test_a_day_after_the_data_is_told(get: Get) -> None:
    known = get("/answer", state="FRA", treaty="crc")
    assert not known["beyondData"]
    later = date.fromisoformat(known["asOf"]) + timedelta(1)
    found = get("/answer", state="FRA", treaty="crc", on=later.isoformat())
    assert found["beyondData"]
    assert not found["complete"]
    assert " is bound by the CRC." in found["sentence"]
    assert "What happened after that day may be missing." in found["sentence"]


def test_the_permalink_gives_the_same_answer(api: TestClient, get: Get) -> None:
    found = get("/answer", state="Francia", treaty="Lanzarote Convention", lang="fr")
    assert "lang=fr" in found["permalink"]
    assert f"on={found['asOf']}" in found["permalink"]
    again = api.get(found["permalink"]).json()
    differs = {name for name in found if found[name] != again[name]}
    # With a day the sentence names it.
    assert differs <= {"sentence"}
    assert found["page"].endswith("/states/FRA#under-cets201")
    assert api.get(found["page"]).status_code == 200


@pytest.mark.parametrize("lang", ["fr", "es", "ru", "ar", "zh"])
def test_the_sentence_is_in_the_language_asked_for(api: TestClient, get: Get, lang: str) -> None:
    found = get("/answer", state="FRA", treaty="opsc", lang=lang)
    english = get("/answer", state="FRA", treaty="opsc")
    assert found["sentence"] != english["sentence"]
    assert found["actor"]["name"] in found["sentence"]
    asked = {"state": "FRA", "treaty": "opsc"}
    answer = api.get("/api/v1/answer", params=asked, headers={"Accept-Language": lang})
    assert answer.json()["sentence"] == found["sentence"]


def refused(api: TestClient, **query: Any) -> dict[str, Any]:
    answer = api.get("/api/v1/answer", params=query)
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert answer.status_code == found["status"]
    found["code"] = found["type"].rpartition("/")[2]
    return found


def test_an_unknown_name_comes_with_the_nearest(api: TestClient) -> None:
    found = refused(api, state="Germny", treaty="opsc")
    assert (found["status"], found["code"]) == (404, "unknown-name")
    assert found["nearest"][0] == {"key": "DEU", "name": "Germany"}
    assert "DEU (Germany)" in found["detail"]
    assert refused(api, state="FRA", treaty="opcs")["nearest"][0]["key"] == "opsc"
    nothing = refused(api, state="zzzzzzz", treaty="opsc")
    assert nothing["nearest"] == []
    assert nothing["detail"] == "unknown State 'zzzzzzz'."


def test_a_territory_is_no_unknown_name(api: TestClient) -> None:
    found = refused(api, state="Hong Kong", treaty="opsc", lang="fr")
    assert (found["status"], found["code"], found["nearest"]) == (404, "unknown-name", [])
    assert {each["key"] for each in found["see"]} == {"CHN", "GBR"}
    assert found["detail"].startswith(
        "Chine, région administrative spéciale de Hong Kong : territoire dans le registre"
    )
    assert "of this name" in refused(api, state="Taiwan", treaty="opsc")["detail"]


def test_a_name_of_two_states_is_not_guessed(api: TestClient) -> None:
    found = refused(api, state="CS", treaty="crc")
    assert (found["status"], found["code"]) == (422, "ambiguous-name")
    assert {each["key"] for each in found["candidates"]} == {"CSK", "SCG"}


def test_before_the_treaty_there_is_no_answer(api: TestClient) -> None:
    found = refused(api, state="FRA", treaty="opsc", on="1950-01-01")
    assert (found["status"], found["code"]) == (404, "too-early")


def test_a_list_of_questions_has_an_answer_or_a_problem_for_each(api: TestClient) -> None:
    questions = [
        {"state": "Ivory Coast", "treaty": "OPSC", "on": "2012-01-01"},
        {"state": "Atlantis", "treaty": "OPSC"},
        {"state": "CS", "treaty": "CRC"},
        {"state": "FRA", "treaty": "opsc", "on": "1950-01-01"},
    ]
    found = api.post("/api/v1/answer", json={"questions": questions}).json()
    assert found["answered"] == 1
    first, *others = found["items"]
    alone = api.get("/api/v1/answer", params=questions[0]).json()
    assert first["answer"] == {name: alone[name] for name in alone if name != "@context"}
    assert first["problem"] is None
    assert [each["problem"]["type"].rpartition("/")[2] for each in others] == [
        "unknown-name",
        "ambiguous-name",
        "too-early",
    ]
    assert [each["answer"] for each in others] == [None] * 3
    assert others[0]["question"] == {"state": "Atlantis", "treaty": "OPSC", "on": None}


def test_the_longest_list_is_answered(store: Store) -> None:
    one = {"state": "FRA", "treaty": "opsc"}
    # All that many questions need is looked up first, and a busy machine needs its time for that.
    with TestClient(create_app(store, "abc123", Settings(page_timeout=60))) as client:
        answer = client.post("/api/v1/answer", json={"questions": [one] * MOST})
    assert answer.json()["answered"] == MOST


def test_of_many_faults_the_first_are_named(api: TestClient) -> None:
    one = {"state": "FRA", "treaty": "opsc"}
    many = {f"a{number}": 1 for number in range(40_000)}
    bodies: tuple[tuple[dict[str, Any], str], ...] = (
        ({**many, "questions": [one]}, "#/a0"),
        ({"questions": [{**one, "b": 1}, {**one, **many}]}, "#/questions/0/b"),
        ({"questions": [[]] * 100_000}, "#/questions"),
        ({"questions": [{}] * MOST}, "#/questions/0/state"),
        ({"questions": [one], "x" * 100_000: 1}, "#/xxxxx"),
    )
    for wrong, pointer in bodies:
        answer = api.post("/api/v1/answer", json=wrong)
        assert answer.status_code == 422
        errors = answer.json()["errors"]
        assert errors[0]["pointer"].startswith(pointer)
        assert len(errors) <= 5
        assert len(answer.content) < 3_000
    assert answer.json()["detail"].startswith("the body/xxxxx")
    assert api.post("/api/v1/answer", json=bodies[3][0]).json()["detail"].endswith("and 1,995 more")


def test_a_body_of_another_form_is_refused(api: TestClient) -> None:
    def sent(content: bytes, media_type: str = "application/json") -> tuple[int, str]:
        headers = {"Content-Type": media_type}
        answer = api.post("/api/v1/answer", content=content, headers=headers)
        assert answer.headers["content-type"] == "application/problem+json"
        return answer.status_code, answer.json()["detail"]

    for content in (b"{", b"", b"[" * 100_000, b"9" * 100_000, b"\xff"):
        status, detail = sent(content)
        assert (status, detail[:19]) == (400, "the body is no JSON")
    assert sent(b"{}", "text/plain") == (
        415,
        "Content-Type 'text/plain' is not understood: send questions in UTF-8 as application/json",
    )
    assert sent(b" " * 512_001)[0] == 413


def test_a_list_has_its_limits(api: TestClient) -> None:
    one = {"state": "FRA", "treaty": "opsc"}
    bodies: tuple[Any, ...] = (
        {"questions": []},
        {"questions": [one] * (MOST + 1)},
        {"questions": [{"state": "FRA"}]},
        {"questions": [{**one, "day": "2012-01-01"}]},
        {"questions": [{**one, "on": 1}]},
        {"questions": [{"state": "x" * 201, "treaty": "opsc"}]},
        {},
        [],
    )
    for wrong in bodies:
        answer = api.post("/api/v1/answer", json=wrong)
        assert answer.status_code == 422, wrong
        assert answer.json()["errors"][0]["pointer"].startswith("#")

"""Claims over HTTP: JSON and CSV, verdicts with sources, and 1,000 broken bodies refused in plain words."""

from __future__ import annotations

import csv
import json
import random
from typing import Any

import pytest
from starlette.testclient import TestClient

from csekg.answers.claims.checking import ASSERTED, LONGEST_CLAIM, MOST_CLAIMS
from csekg_api.rest.questions import MOST_BYTES
from tests.csekg.answers.claims.making_claims import FILE

TEXT = "Kenya has signed but not ratified the OPSC"


def sent(api: TestClient, body: object, kind: str = "application/json") -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return api.post("/api/v1/check", content=content, headers={"Content-Type": kind})


def test_each_claim_has_a_verdict_with_facts_and_sources(api: TestClient) -> None:
    parts = {"state": "Gambia", "treaty": "OPAC", "claim": "acceded", "day": "2019-09-27"}
    answer = sent(api, {"claims": [{"text": TEXT}, parts, {"text": "Kenya likes the OPSC"}]}).json()
    assert [item["verdict"] for item in answer["items"]] == ["confirmed", "contradicted", "undecided"]
    assert (answer["confirmed"], answer["contradicted"], answer["undecided"]) == (1, 1, 1)
    (kenya,), (gambia,) = answer["items"][0]["checked"], answer["items"][1]["checked"]
    assert kenya["facts"][0]["date"] == "2000-09-08"
    assert {"untc-status-20260203-4-11-c"} <= {source["key"] for source in kenya["sources"]}
    assert kenya["lists"][0]["completeOn"] == "2026-02-03"
    assert {fact["kind"] for fact in gambia["facts"]} == {"signature", "ratification"}
    assert answer["items"][2]["notUnderstood"] == "likes"


def test_a_csv_file_is_taken_and_the_language_is_spoken(api: TestClient) -> None:
    file = f"text,state,treaty,claim,day\n{TEXT},,,,\n,Kenya,CRC,ratified,1990\n".encode("utf-8-sig")
    answer = sent(api, file, "text/csv").json()
    assert [item["verdict"] for item in answer["items"]] == ["confirmed", "confirmed"]
    french = api.post("/api/v1/check", params={"lang": "fr"}, json={"claims": [{"text": "Le Kenya a ratifié la CDE"}]})
    assert "Liste" in french.json()["items"][0]["checked"][0]["reason"]


def test_the_public_set_is_taken_as_it_is_and_other_columns_are_named(api: TestClient) -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines(keepends=True)
    answer = sent(api, "".join(lines[:101]).encode(), "text/csv").json()
    assert [item["verdict"] for item in answer["items"]] == [
        row["verdict"] for row in list(csv.DictReader(lines))[:100]
    ]
    parts = sent(api, b"claim,day,state,treaty\nin-force,2010,FRA,opsc\nnot-party,,FRA,opsc\n", "text/csv").json()
    assert [item["verdict"] for item in parts["items"]] == ["confirmed", "contradicted"]
    assert "there is no column 'tready'" in sent(api, b"text,tready\nx,y\n", "text/csv").json()["detail"]


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ([], "the body should be a JSON object"),
        ({"claims": [1]}, "the body/claims/0 should be a JSON object"),
        ({"claims": []}, "the body/claims should have at least 1 item, not 0"),
        (
            {"claims": [{"state": "FRA", "treaty": "crc", "claim": "party", "day": "never"}]},
            "the body/claims/0/day should be a day, month or year such as 2019-09-27, not 'never'",
        ),
        (
            {"claims": [{"state": "FRA", "treaty": "crc", "claim": "ratifed"}]},
            f"the body/claims/0/claim should be one of {', '.join(ASSERTED)}, each also after not-, not 'ratifed'",
        ),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(api: TestClient, body: object, detail: str) -> None:
    assert sent(api, body).json()["detail"] == detail


def test_200_claims_are_answered_and_one_more_refused(api: TestClient) -> None:
    assert len(sent(api, {"claims": [{"text": TEXT}] * MOST_CLAIMS}).json()["items"]) == MOST_CLAIMS
    assert sent(api, {"claims": [{"text": TEXT}] * (MOST_CLAIMS + 1)}).status_code == 422
    assert sent(api, b" " * (MOST_BYTES + 1)).status_code == 413
    assert sent(api, b"text", "text/plain").status_code == 415


def test_of_many_faults_the_first_are_named(api: TestClient) -> None:
    good = {"text": TEXT}
    many = {f"a{number}": 1 for number in range(30_000)}
    bodies: tuple[tuple[dict[str, Any], str], ...] = (
        ({**many, "claims": [good]}, "#/a0"),
        ({"claims": [{**good, "b": 1}, {**good, **many}]}, "#/claims/0/b"),
        ({"claims": [[]] * 90_000}, "#/claims"),
        ({"claims": [{}] * MOST_CLAIMS}, "#/claims/0"),
        ({"claims": [good], "x" * 100_000: 1}, "#/xxxxx"),
    )
    for wrong, pointer in bodies:
        answer = sent(api, wrong)
        assert answer.status_code == 422
        errors = answer.json()["errors"]
        assert errors[0]["pointer"].startswith(pointer)
        assert len(errors) <= 5
        assert len(answer.content) < 3_000
    assert answer.json()["detail"].startswith("the body/xxxxx")
    assert sent(api, bodies[3][0]).json()["detail"].endswith(f"and {MOST_CLAIMS - 5:,} more")


def broken(number: int) -> tuple[bytes, str]:
    """Return a body that is no claim, another one for each number, and its media type."""
    chance = random.Random(number)
    good = {"text": TEXT}
    parts = {"state": "Kenya", "treaty": "OPSC", "claim": "party", "day": "2019-09-27"}
    whole = json.dumps({"claims": [good, parts]})
    missing = chance.choice(["state", "treaty", "claim"])
    junk = "".join(chance.choices("aé中ع!?/\\'\"<>{}[]\t ", k=chance.randint(1, 40)))
    bodies: list[object] = [
        whole[: chance.randint(0, len(whole) - 1)].encode(),
        junk.encode(),
        {"claims": [good] * chance.randint(0, 3) + [chance.choice([junk, number, None, [good], True])]},
        {"claims": chance.choice([[], {}, junk, number, None, good])},
        {"claims": [good], junk or "x": number},
        {"claims": [{**good, junk: junk}]},
        {"claims": [{"text": chance.choice(["", " ", "...", "?" * chance.randint(1, 9), number, None, [junk]])}]},
        {"claims": [{"text": "x" * (LONGEST_CLAIM + 1 + number)}]},
        {"claims": [{**good, **parts}]},
        {"claims": [{name: cell for name, cell in parts.items() if name != missing}]},
        {"claims": [{**parts, "claim": junk}]},
        {"claims": [{**parts, "day": chance.choice([junk, "2019-02-30", "2019-13", "27 Sep 2019", number])}]},
        {"claims": [{**parts, chance.choice(["state", "treaty"]): chance.choice(["", "--", number, None, "x" * 201])}]},
        chance.choice([[good], number, None, junk, True]),
    ]
    files = [f"{junk},day\n{TEXT}\n".encode(), b"text\n\xff\xfe\n", b"text,day\nonly one cell\n", b"", b'text\n"open\n']
    body = chance.choice([*bodies, *files])
    if isinstance(body, bytes) and body in files:
        return body, "text/csv"
    return (body if isinstance(body, bytes) else json.dumps(body).encode()), "application/json"


def test_1000_broken_bodies_get_a_clear_422(api: TestClient) -> None:
    for number in range(1_000):
        body, kind = broken(number)
        answer = sent(api, body, kind)
        assert answer.status_code == 422, (number, body, answer.text)
        problem = answer.json()
        assert len(problem["detail"]) > 10, (number, body, problem)
        assert "Traceback" not in answer.text

"""Validating one's own ratifications over REST."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from csekg_api.rest.validation import _CSV, _TURTLE
from tests.command import cache_in
from tests.lean import lean


@pytest.fixture(scope="module", autouse=True)
def _built(tmp_path_factory: pytest.TempPathFactory, dataset: bytes) -> Iterator[None]:
    """The dataset where the job looks for it; else it would be built once more."""
    with cache_in(tmp_path_factory.mktemp("cache"), lean(dataset)):
        yield


WRONG = b"treaty,actor,kind,date\nopsc,France,ratification,1999-01-01\n"
SH = "http://www.w3.org/ns/shacl#"


def send(api: TestClient, content: bytes, media_type: str = "text/csv", **headers: str) -> Any:
    return api.post("/api/v1/validate", content=content, headers={"Content-Type": media_type, **headers})


def test_a_finding_tells_its_line_and_what_is_wrong(api: TestClient) -> None:
    answer = send(api, WRONG).json()
    assert not answer["conforms"]
    assert answer["shapes"] > 200
    assert answer["counts"] == {"violation": 2, "warning": 0, "info": 0}
    found = {each["shape"]: each for each in answer["findings"]}
    assert found["SIG-3"]["line"] == 2
    assert found["SIG-3"]["finding"] == (
        "line 2: France, OPSC: consented on 1 Jan 1999, before the treaty was opened on 25 May 2000."
    )


def test_a_finding_comes_in_the_language_that_is_asked_for(api: TestClient) -> None:
    (french,) = _sig_3(send(api, WRONG, **{"Accept-Language": "fr"}))
    assert "France, " in french
    assert "consentement le 1er janv. 1999, avant l" in french
    assert french.endswith("ouverture du traité le 25 mai 2000.")
    (english,) = _sig_3(send(api, WRONG))
    assert "consented on 1 Jan 1999" in english
    answer = send(api, WRONG, Accept="text/turtle", **{"Accept-Language": "zh"})
    messages = [
        t.object for t in ox.parse(answer.content, ox.RdfFormat.TURTLE) if t.predicate.value == f"{SH}resultMessage"
    ]
    assert {each.language for each in messages} == {"zh"}
    assert any("1999年1月1日表示同意" in each.value for each in messages)


def _sig_3(answer: Any) -> list[str]:
    return [each["finding"] for each in answer.json()["findings"] if each["shape"] == "SIG-3"]


def test_turtle_is_read_and_a_table_and_the_report_of_shacl_can_be_had(api: TestClient) -> None:
    content = _TURTLE.replace("2003-02-05", "1999-01-01").encode()
    rows = list(csv.DictReader(io.StringIO(send(api, content, "text/turtle", Accept="text/csv").text)))
    assert {row["shape"] for row in rows} >= {"DATE-2", "SIG-3"}
    answer = send(api, content, "text/turtle; charset=utf-8", Accept="text/turtle")
    assert answer.headers["content-type"].startswith("text/turtle")
    triples = list(ox.parse(answer.content, ox.RdfFormat.TURTLE))
    shapes = {t.object.value for t in triples if t.predicate.value == f"{SH}sourceShape"}
    assert {shape.rpartition("#")[2] for shape in shapes} >= {"DATE-2", "SIG-3"}


def test_the_example_of_the_description_is_right(api: TestClient) -> None:
    answer = send(api, _CSV.encode()).json()
    assert answer["conforms"], answer


@pytest.mark.parametrize(
    ("content", "media_type", "status", "said"),
    [
        (b"", "text/csv", 400, "the body is empty"),
        (b" \n", "text/turtle", 400, "the body is empty"),
        (b"\xff\xfe", "text/csv", 400, "no UTF-8"),
        (b"a,b\n1,2\n", "text/csv", 400, "wrong header: 'a'"),
        (b"<urn:a> <urn:b> <urn:c> .", "text/turtle", 400, "describes no treaty action"),
        (b'"' + b"a" * 100_000 + b'",b\n', "text/csv", 400, "wrong header: 'aaa"),
        (b"x", "application/pdf", 415, "'application/pdf' is not understood"),
        (b"{}", "application/ld+json", 415, "convert other RDF with `rdfpipe -o turtle FILE`"),
        (b"x", "text/csv; charset=utf-16", 415, "in UTF-8 as text/csv"),
        (b"x", "text/csv; a=" + ";" * 30_000, 415, "Content-Type may have 200 bytes"),
    ],
)
def test_what_cannot_be_read_is_told(api: TestClient, content: bytes, media_type: str, status: int, said: str) -> None:
    answer = send(api, content, media_type)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]
    assert len(answer.content) < 1_000


def test_the_size_and_the_form_of_the_answer_are_limited(api: TestClient) -> None:
    assert send(api, b"x" * 1_100_000).status_code == 413
    assert send(api, WRONG, Accept="image/png").status_code == 406
    assert api.get("/api/v1/validate").status_code == 405


def test_more_actions_than_a_worker_manages_are_refused_with_the_number(api: TestClient) -> None:
    table = "treaty,actor,kind,date\n" + "".join(f"opsc,FRA,ratification,{day}\n" for day in range(2001))
    answer = send(api, table.encode())
    assert answer.status_code == 413
    assert answer.json()["detail"].startswith("at most 2,000 treaty actions are validated at once")
    assert send(api, WRONG + WRONG.splitlines()[1]).json()["detail"].startswith("the body:3: the row is equal to that")

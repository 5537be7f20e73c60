"""Questions and comparisons over REST."""

from __future__ import annotations

from datetime import date

from csekg.answers.status.question_answers import ask
from csekg.answers.status.questions import Question
from csekg.sparql.oxigraph_store import Store
from tests.csekg_api.rest.conftest import Get
from tests.queries import oracle


def test_a_question_has_its_sentence_and_its_cases(get: Get, store: Store) -> None:
    answer = get("/ask", group="m49-002", limit=1000)
    summary, cases = ask(store, Question(groups=("m49-002",)))
    assert answer["summary"]["sentence"] == summary.sentence
    assert [item["id"] for item in answer["items"]] == [case.id for case in cases]


def test_a_table_of_a_period(get: Get, table: Get) -> None:
    query = {"status": "party", "from": "2025-01-01", "period": "began"}
    rows = table("/ask", **query)
    assert [row["iri"] for row in rows] == [item["id"] for item in get("/ask", **query)["items"]]
    assert all(row["since"] >= "2025-01-01" for row in rows)


def test_states_are_compared(get: Get, table: Get) -> None:
    answer = get("/compare/states", state=["FRA", "KEN"], limit=1000)
    assert [ref["key"] for ref in answer["summary"]["states"]] == ["FRA", "KEN"]
    rows = table("/compare/states", state=["FRA", "KEN"])
    assert {row["actor"] for row in rows if row["differs"] == "true"} == {"FRA", "KEN"}


def test_treaties_are_compared(get: Get) -> None:
    answer = get("/compare/treaties", treaty=["opsc", "tip"], on="2007-04-27", limit=1000)
    [opsc, _] = answer["summary"]["treaties"]
    assert opsc["parties"] == 118 == len(oracle.bound_on("opsc", date(2007, 4, 27)))

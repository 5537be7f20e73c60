"""Questions and comparisons over REST."""

from __future__ import annotations

from csekg.answers.status.question_answers import ask
from csekg.answers.status.questions import Question
from csekg.sparql.oxigraph_store import Store
from tests.csekg_api.rest.conftest import Get


def test_a_question_has_its_sentence_and_its_cases(get: Get, store: Store) -> None:
    answer = get("/ask", group="m49-002", limit=1000)
    summary, cases = ask(store, Question(groups=("m49-002",)))
    assert answer["summary"]["sentence"] == summary.sentence
    assert [item["id"] for item in answer["items"]] == [case.id for case in cases]


def test_states_are_compared(get: Get, table: Get) -> None:
    answer = get("/compare/states", state=["FRA", "KEN"], limit=1000)
    assert [ref["key"] for ref in answer["summary"]["states"]] == ["FRA", "KEN"]
    rows = table("/compare/states", state=["FRA", "KEN"])
    assert {row["actor"] for row in rows if row["differs"] == "true"} == {"FRA", "KEN"}

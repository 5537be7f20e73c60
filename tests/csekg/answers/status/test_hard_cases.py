"""Hard cases of status, one a row of `hard_cases.csv`: what must be said, and what may not.

`status`, `verdict` and `complete` are what the law and the documents named in `why` give, several
where it depends on what has been read; `must` and `never` are words of the sentence. An empty day is
that on which statuses are told.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from csekg.answers.search.search import SearchIndex
from csekg.answers.status.one_answer import answer
from csekg.languages.current import LANGUAGES, speaking
from csekg.sparql.oxigraph_store import Store

Row = dict[str, str]
with Path(__file__).with_name("hard_cases.csv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file))


@pytest.fixture(scope="module")
def index(store: Store) -> SearchIndex:
    return SearchIndex(store)


def day_of(case: Row) -> date | None:
    return date.fromisoformat(case["day"]) if case["day"] else None


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['treaty']}-{case['state']}-{case['day']}")
def test_a_hard_case(store: Store, index: SearchIndex, case: Row) -> None:
    found = answer(store, index.names, case["state"], case["treaty"], day_of(case))
    told = str(found.sentence)
    assert found.status in case["status"].split("|"), told
    assert found.verdict in case["verdict"].split("|"), told
    assert not case["complete"] or found.complete == (case["complete"] == "true"), told
    assert all(words in told for words in filter(None, case["must"].split("|")))
    assert not [words for words in filter(None, case["never"].split("|")) if words in told], told


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_no_language_says_that_it_is_unknown_whether_a_signatory_is_bound(
    store: Store, index: SearchIndex, language: str
) -> None:
    with speaking(language):
        found = answer(store, index.names, "DEU", "cets201", date(2009, 12, 1))
        assert found.verdict == "not-bound"
        assert str(found.status_label) not in str(found.sentence).partition(".")[0]

"""Hard cases of status, one a row of `hard_cases.csv`: what must be said, and what may not.

`status`, `verdict` and `complete` are what the law and the documents named in `why` give, several
where it depends on what has been read; `must` and `never` are words of what is told. An empty day is
that on which statuses are told.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from csekg.answers.common.names import status_labels
from csekg.answers.status.status_answers import Standing, standings_of_actor
from csekg.languages.current import LANGUAGES, speaking
from csekg.languages.days import spelled
from csekg.sparql.oxigraph_store import Store
from tests.records import examples

Row = dict[str, str]
CASES = examples(Path(__file__).with_name("hard_cases.csv"))


def day_of(case: Row) -> date | None:
    return date.fromisoformat(case["day"]) if case["day"] else None


def told_of(found: Standing) -> str:
    """What a page tells of a status: its name, as whom the State had it, why, and since when it is a State."""
    as_whom = found.stood_as.name if found.stood_as else ""
    return f"{found.status_label} {as_whom} {found.reason} {spelled(found.began) if found.began else ''}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['treaty']}-{case['state']}-{case['day']}")
def test_a_hard_case(store: Store, case: Row) -> None:
    (found,) = (
        each for each in standings_of_actor(store, case["state"], day_of(case)) if each.treaty.key == case["treaty"]
    )
    told = told_of(found)
    assert found.status in case["status"].split("|"), told
    assert found.verdict in case["verdict"].split("|"), told
    assert not case["complete"] or found.complete == (case["complete"] == "true"), told
    assert all(words in told for words in filter(None, case["must"].split("|"))), told
    assert not [words for words in filter(None, case["never"].split("|")) if words in told], told


#: Words of the six languages by which a label would claim that nothing followed, or deny an accession.
_TOO_MUCH = {
    "signatory": ("only", "seulement", "solo", "только", "仅", "فقط"),
    "no-action": ("acceded", "adhéré", "adherido", "присоедин", "加入", "انضم"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_label_claims_no_more_than_was_read(store: Store, language: str) -> None:
    with speaking(language):
        labels = status_labels(store)
    told = [(code, words) for code, claims in _TOO_MUCH.items() for words in claims if words in labels[code]]
    assert not told

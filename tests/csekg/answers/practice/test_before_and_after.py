"""Before and after a treaty bound States, against a count of the fact files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from csekg.answers.practice.before_and_after import BeforeAndAfter, before_and_after, is_assessed
from csekg.answers.status.status_answers import standings_of_treaty
from csekg.errors import UnknownNameError
from csekg.namespaces import ID
from csekg.sparql.oxigraph_store import Store
from tests.records import rows


@pytest.fixture(scope="module")
def comparisons(store: Store) -> dict[str, BeforeAndAfter]:
    return {each.indicator.key: each for each in before_and_after(store, "tip") if each.assessor.key != "dol"}


def values_of(assessor: str) -> Iterator[tuple[str, int, str]]:
    for row in rows(f"assessments/{assessor}/values.csv"):
        if row["actor"] and row["value"] != "Special Case":
            yield row["actor"], int(row["year"]), row["value"]


@pytest.mark.parametrize(
    ("assessor", "indicator"),
    [("us-state", "trafficking-tier"), ("criminalisation", "law-prohibits-trafficking-in-persons")],
)
def test_passages_are_those_of_a_count_by_hand(
    store: Store, comparisons: dict[str, BeforeAndAfter], assessor: str, indicator: str
) -> None:
    bound = {}
    for each in standings_of_treaty(store, "tip", statuses=("party", "former-party"))[1]:
        first = each.held_since or each.since
        bound[each.actor.key] = first
    values: dict[str, dict[int, str]] = {}
    for actor, year, value in values_of(assessor):
        values.setdefault(actor, {})[year] = value
    last = max(year for years in values.values() for year in years)
    joined: Counter[tuple[str, str]] = Counter()
    for actor, years in values.items():
        day = bound.get(actor, date.max)
        before = [year for year in years if year < day.year]
        if day.year <= last and before and max(years) > day.year:
            joined[years[max(before)], years[max(years)]] += 1
    found = comparisons[indicator]
    assert {(each.first, each.last): each.count for each in found.joined} == joined
    assert sum(joined.values()) > 80


def test_who_reads_the_reports_of_another_is_named(comparisons: dict[str, BeforeAndAfter]) -> None:
    law = comparisons["law-prohibits-trafficking-in-persons"]
    assert [each.key for each in law.assessor.draws_on] == ["us-state"]
    assert law.assessor.one_voice == (
        "Kelley and Simmons: in part from the reports of others (US Department of State); where they agree, "
        "that is one voice."
    )
    assert comparisons["trafficking-tier"].assessor.draws_on == ()
    assert comparisons["trafficking-tier"].assessor.one_voice == ""


def test_a_state_stands_on_one_side_alone(comparisons: dict[str, BeforeAndAfter]) -> None:
    for each in comparisons.values():
        names = [state.key for passage in (*each.joined, *each.not_joined) for state in passage.states]
        assert len(names) == len(set(names))


def test_treaties_without_an_indicator_have_nothing(store: Store) -> None:
    assert is_assessed(store, ID + "instrument/tip")
    assert not is_assessed(store, ID + "instrument/opic")
    assert before_and_after(store, "opic") == ()
    with pytest.raises(UnknownNameError):
        before_and_after(store, "nothing")

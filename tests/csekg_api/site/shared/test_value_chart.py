"""The chart of what an assessor found by year, on values of the real dataset."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

import pytest

from csekg.answers.common.references import actor_ref, find_treaty
from csekg.answers.practice.assessments import PracticeAssessment, assessments
from csekg.answers.practice.before_and_after import days_bound
from csekg.sparql.store import QueryEngine
from csekg_api.site.shared.value_chart import ValueChart, value_chart
from csekg_api.site.states.state import answer_names

LAW = ("criminalisation", "law-prohibits-trafficking-in-persons")


@pytest.fixture(scope="module")
def names(store: QueryEngine) -> Mapping[str, str]:
    return answer_names(store)


def values_of(store: QueryEngine, state: str, assessor: str, indicator: str) -> list[PracticeAssessment]:
    return assessments(store, state=state, assessor=assessor, indicator=indicator)


def drawn(store: QueryEngine, names: Mapping[str, str], state: str, *asked: str) -> ValueChart:
    bound = days_bound(store, actor_ref(store, state).id)[asked[0], asked[1]]
    found = value_chart(values_of(store, state, *asked), bound, names)
    assert found
    return found


def test_kenyas_law_changed_after_two_treaties_bound_it(store: QueryEngine, names: Mapping[str, str]) -> None:
    chart = drawn(store, names, "KEN", *LAW)
    assert [row.name for row in chart.rows] == ["yes", "partly", "no"]
    by_year = dict(zip(range(2000, 2012), sorted(chart.dots), strict=True))
    heights = {row.name: row.at for row in chart.rows}
    assert {year: y for year, (_, y) in by_year.items()} == {
        year: heights["no" if year < 2006 else "partly" if year < 2010 else "yes"] for year in by_year
    }
    # CRC binds it since before the first year; the two others have a line at their day.
    assert [(each.treaty.key, each.since, each.number) for each in chart.bindings] == [
        ("crc", date(1990, 9, 2), None),
        ("c182", date(2002, 5, 7), 1),
        ("tip", date(2005, 2, 4), 2),
    ]
    labour, trafficking = chart.bindings[1].at, chart.bindings[2].at
    assert labour
    assert trafficking
    assert by_year[2001][0] < labour < by_year[2002][0] < by_year[2004][0] < trafficking < by_year[2005][0]


def test_numbers_stand_on_an_axis_and_unknown_below_it(store: QueryEngine, names: Mapping[str, str]) -> None:
    asked = ("dol", "criminal-convictions")
    values = sorted(values_of(store, "PHL", *asked), key=lambda value: value.assessed_year)
    chart = drawn(store, names, "PHL", *asked)
    assert [row.name for row in chart.rows] == ["unknown"]
    heights = [y for _, y in sorted(chart.dots)]
    for (one, its), (other, others) in pairwise(zip(values, heights, strict=True)):
        if one.assessed_number is None or other.assessed_number is None:
            continue
        assert (one.assessed_number < other.assessed_number) == (its > others)
    assert max(heights) == chart.rows[0].at > max(tick.at for tick in chart.counts)


def test_steps_of_a_scale_are_the_assessors_words(store: QueryEngine, names: Mapping[str, str]) -> None:
    chart = drawn(store, names, "THA", "us-state", "trafficking-tier")
    assert [(row.name, row.printed) for row in chart.rows] == [
        ("Tier 2", True),
        ("Tier 2 Watch List", True),
        ("Tier 3", True),
    ]


def test_days_close_to_each_other_share_a_number(store: QueryEngine, names: Mapping[str, str]) -> None:
    values = values_of(store, "KEN", *LAW)
    crc, opsc, tip = (find_treaty(store, key).ref for key in ("crc", "opsc", "tip"))
    days = {crc: date(2005, 2, 1), opsc: date(2005, 2, 4), tip: date(2008, 1, 1)}
    chart = value_chart(values, [*days.items(), (tip, date(2012, 1, 1))], names)
    assert chart
    # What binds after the last year is left out.
    assert [(each.since, each.number) for each in chart.bindings] == [(days[crc], 1), (days[opsc], 1), (days[tip], 2)]


def test_two_years_make_no_chart(store: QueryEngine, names: Mapping[str, str]) -> None:
    assert value_chart(values_of(store, "KEN", *LAW)[:2], [], names) is None

"""Waiting periods and entry into force, checked against the official dates of the treaties."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csekg.law.entry_into_force import (
    AppliesWhen,
    Case,
    CountsFrom,
    Deposit,
    EntryIntoForce,
    EntryIntoForceError,
    EntryIntoForceRule,
    Wait,
    deposits_between,
    entry_into_force,
    threshold_reached_on,
)

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
D30, M1, M12 = Wait(days=30), Wait(months=1), Wait(months=12)
FDM3 = Wait(months=3, first_of_following_month=True)
AFTER_TRIGGER: AppliesWhen = "deposit-after-trigger"
ONCE_IN_FORCE: AppliesWhen = "deposit-on-or-after-entry-into-force"


def iso(text: str) -> date:
    return date.fromisoformat(text)


def united_nations(article: str, threshold: int, trigger: str, in_force: str, floor: str = "") -> EntryIntoForceRule:
    return EntryIntoForceRule(
        first_threshold=threshold,
        first_wait="P90D",
        later_wait="P30D",
        applies_when=AFTER_TRIGGER,
        counts_from="deposit",
        article=article,
        trigger_on=iso(trigger),
        floor=bool(floor),
        floor_basis=floor,
        excludes_organizations=True,
        in_force_on=iso(in_force),
    )


def optional_protocol(article: str, trigger: str, in_force: str, gap_from: str, gap_until: str) -> EntryIntoForceRule:
    return EntryIntoForceRule(
        first_threshold=10,
        first_wait="P3M",
        later_wait="P1M",
        applies_when=ONCE_IN_FORCE,
        counts_from="deposit",
        article=article,
        trigger_on=iso(trigger),
        gap_from=iso(gap_from),
        gap_until=iso(gap_until),
        in_force_on=iso(in_force),
    )


def council_of_europe(
    threshold: int, members: int, trigger: str, in_force: str, counts_from: CountsFrom = "deposit"
) -> EntryIntoForceRule:
    return EntryIntoForceRule(
        first_threshold=threshold,
        first_threshold_members=members,
        first_wait="P3M",
        first_rounds=True,
        later_wait="P3M",
        later_rounds=True,
        applies_when=AFTER_TRIGGER,
        counts_from=counts_from,
        trigger_on=iso(trigger),
        in_force_on=iso(in_force),
    )


RULES = {
    "crc": replace(united_nations("49", 20, "1990-08-03", "1990-09-02"), first_wait="P30D"),
    "opsc": optional_protocol("14", "2001-10-18", "2002-01-18", "2001-12-19", "2002-01-17"),
    "opac": optional_protocol("10", "2001-11-12", "2002-02-12", "2002-01-13", "2002-02-11"),
    "untoc": united_nations("38", 40, "2003-07-01", "2003-09-29", "not in the text"),
    "tip": united_nations("17", 40, "2003-09-26", "2003-12-25", "art. 17(2)"),
    "som": united_nations("22", 40, "2003-10-30", "2004-01-28", "art. 22(2)"),
    "c182": EntryIntoForceRule(
        first_threshold=2,
        first_wait="P12M",
        later_wait="P12M",
        applies_when=AFTER_TRIGGER,
        counts_from="registration",
        article="10",
        trigger_on=iso("1999-11-19"),
        in_force_on=iso("2000-11-19"),
    ),
    "ets185": council_of_europe(5, 3, "2004-03-18", "2004-07-01", "expression-of-consent"),
    "cets201": council_of_europe(5, 3, "2010-03-22", "2010-07-01"),
    "cets197": council_of_europe(10, 8, "2007-10-24", "2008-02-01"),
}


# Waiting periods ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "rounds", "day", "expected"),
    [
        ("P30D", False, "1994-03-28", "1994-04-27"),
        ("P30D", False, "2006-10-27", "2006-11-26"),
        ("P30D", False, "2004-01-29", "2004-02-28"),
        ("P90D", False, "2003-07-01", "2003-09-29"),
        ("P1M", False, "2005-01-31", "2005-02-28"),
        ("P1M", False, "2006-03-31", "2006-04-30"),
        ("P1M", False, "2004-01-31", "2004-02-29"),
        ("P1M", False, "2004-12-31", "2005-01-31"),
        ("P3M", False, "2001-10-18", "2002-01-18"),
        ("P3M", False, "2001-11-12", "2002-02-12"),
        ("P12M", False, "1999-11-19", "2000-11-19"),
        ("P1Y", False, "2024-02-29", "2025-02-28"),
        ("P3M", True, "2004-03-18", "2004-07-01"),
        ("P3M", True, "2012-08-20", "2012-12-01"),
        ("P3M", True, "2006-10-12", "2007-02-01"),
        ("P3M", True, "2005-01-19", "2005-05-01"),
        ("P3M", True, "2024-06-27", "2024-10-01"),
        ("P3M", True, "2005-11-30", "2006-03-01"),
    ],
)
def test_waits_as_the_official_lists_do(period: str, rounds: bool, day: str, expected: str) -> None:
    assert Wait.parse(period, rounds).after(iso(day)) == iso(expected)


def test_a_year_is_twelve_months() -> None:
    assert Wait.parse("P1Y") == Wait.parse("P12M") == M12


def test_days_are_rounded_as_months_are() -> None:
    assert Wait.parse("P30D", rounds=True) == Wait(days=30, first_of_following_month=True)


@pytest.mark.parametrize("text", ["", "30", "P30", "D30", "P-1D", "P0D", "P1M2D", "p3m", "P3M ", "PT3M"])
def test_refuses_what_is_no_period(text: str) -> None:
    with pytest.raises(EntryIntoForceError, match="not a waiting period"):
        Wait.parse(text)


@given(DAYS)
def test_rounding_gives_the_first_day_of_the_fourth_month_after(day: date) -> None:
    year, month = divmod(day.year * 12 + day.month - 1 + 4, 12)
    assert FDM3.after(day) == date(year, month + 1, 1)


@given(st.sampled_from([D30, M1, M12, FDM3]), DAYS, DAYS)
def test_a_later_deposit_never_takes_effect_earlier(wait: Wait, one: date, other: date) -> None:
    assert wait.after(min(one, other)) <= wait.after(max(one, other))


@given(DAYS)
def test_thirty_days_are_a_month_in_months_of_thirty_days_or_where_one_day_is_cut_off(day: date) -> None:
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    last_of_following = (following + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    length = (following - first).days
    cut_off = max(0, day.day - last_of_following.day)
    assert (D30.after(day) == M1.after(day)) == (length - cut_off == 30)


# Entry into force for a party --------------------------------------------------------------------

OFFICIAL = [
    ("crc", "Afghanistan", "1994-03-28", "1994-04-27", "later"),
    ("crc", "Bangladesh, on the trigger day", "1990-08-03", "1990-09-02", "before-condition"),
    ("crc", "the first deposit after the trigger", "1990-08-04", "1990-09-03", "later"),
    ("opsc", "Benin, clamped", "2005-01-31", "2005-02-28", "later"),
    ("opsc", "Burkina Faso, clamped", "2006-03-31", "2006-04-30", "later"),
    ("opsc", "DR Congo, before the treaty", "2001-11-11", "2002-01-18", "before-in-force"),
    ("opsc", "on the day of the treaty", "2002-01-18", "2002-02-18", "later"),
    ("untoc", "Switzerland", "2006-10-27", "2006-11-26", "later"),
    ("untoc", "Armenia, the fortieth", "2003-07-01", "2003-09-29", "before-condition"),
    ("untoc", "Costa Rica, by the floor", "2003-07-24", "2003-09-29", "not-before-own"),
    ("untoc", "the last day of the floor", "2003-08-29", "2003-09-29", "not-before-own"),
    ("untoc", "the day after the floor", "2003-08-30", "2003-09-29", "later"),
    ("tip", "Brazil", "2004-01-29", "2004-02-28", "later"),
    ("tip", "Belize, on the trigger day", "2003-09-26", "2003-12-25", "before-condition"),
    ("tip", "Denmark", "2003-09-30", "2003-12-25", "not-before-own"),
    ("tip", "Azerbaijan", "2003-10-30", "2003-12-25", "not-before-own"),
    ("som", "Azerbaijan, on the trigger day", "2003-10-30", "2004-01-28", "before-condition"),
    ("c182", "Seychelles", "1999-09-28", "2000-11-19", "before-condition"),
    ("c182", "a year from registration", "2004-02-29", "2005-02-28", "later"),
    ("ets185", "Lithuania, the trigger", "2004-03-18", "2004-07-01", "before-condition"),
    ("ets185", "the day after the trigger", "2004-03-19", "2004-07-01", "later"),
    ("ets185", "a deposit of August 2012", "2012-08-20", "2012-12-01", "later"),
    ("cets201", "San Marino, the trigger", "2010-03-22", "2010-07-01", "before-condition"),
    ("cets197", "Cyprus, the trigger", "2007-10-24", "2008-02-01", "before-condition"),
    ("cets197", "France, before the treaty", "2008-01-09", "2008-05-01", "later"),
    ("cets197", "Bosnia and Herzegovina", "2008-01-11", "2008-05-01", "later"),
    ("cets197", "Norway", "2008-01-17", "2008-05-01", "later"),
]


@pytest.mark.parametrize(
    ("treaty", "deposited", "expected", "case"),
    [pytest.param(row[0], *row[2:], id=f"{row[0]}: {row[1]}") for row in OFFICIAL],
)
def test_computes_the_official_date(treaty: str, deposited: str, expected: str, case: Case) -> None:
    found = entry_into_force(RULES[treaty], iso(deposited))
    assert found == EntryIntoForce(iso(expected), None, case)


@pytest.mark.parametrize(
    ("treaty", "deposited", "own", "alternative"),
    [
        pytest.param("opsc", "2001-12-20", "2002-01-18", "2002-01-20", id="Viet Nam"),
        pytest.param("opac", "2002-01-28", "2002-02-12", "2002-02-28", id="Kenya"),
        pytest.param("opac", "2002-02-01", "2002-02-12", "2002-03-01", id="Austria"),
    ],
)
def test_gives_both_readings_in_the_gap(treaty: str, deposited: str, own: str, alternative: str) -> None:
    found = entry_into_force(RULES[treaty], iso(deposited))
    assert found == EntryIntoForce(iso(own), iso(alternative), "before-in-force")


@pytest.mark.parametrize("treaty", ["opsc", "opac"])
def test_the_gap_is_where_the_two_readings_differ(treaty: str) -> None:
    rule = RULES[treaty]
    assert rule.trigger_on
    assert rule.in_force_on
    for number in range((rule.in_force_on - rule.trigger_on).days):
        day = rule.trigger_on + timedelta(days=number)
        found = entry_into_force(rule, day)
        assert found is not None
        later = rule.later.after(day)
        assert found.alternative == (later if later > rule.in_force_on else None)


@pytest.mark.parametrize("treaty", RULES)
def test_does_not_run_for_a_succession(treaty: str) -> None:
    assert entry_into_force(RULES[treaty], iso("1993-09-01"), succession=True) is None


def test_a_treaty_that_nothing_has_triggered_has_no_date() -> None:
    rule = replace(RULES["tip"], trigger_on=None, in_force_on=None)
    assert entry_into_force(rule, iso("2025-12-01")) is None


def test_a_treaty_that_is_triggered_has_a_date_before_it_is_in_force() -> None:
    rule = replace(RULES["tip"], in_force_on=None)
    found = entry_into_force(rule, iso("2003-09-30"))
    assert found == EntryIntoForce(iso("2003-12-25"), None, "not-before-own")


@pytest.mark.parametrize("treaty", ["ets185", "cets201", "cets197", "c182"])
@given(day=st.dates(date(1999, 1, 1), date(2012, 12, 31)))
def test_equal_waits_give_the_same_date_without_the_trigger_day(treaty: str, day: date) -> None:
    rule = RULES[treaty]
    known = entry_into_force(rule, day)
    unknown = entry_into_force(replace(rule, trigger_on=None), day)
    assert known is not None
    assert unknown is not None
    assert known.on == unknown.on


@pytest.mark.parametrize("treaty", RULES)
@given(day=st.dates(date(1985, 1, 1), date(2012, 12, 31)))
def test_nobody_is_bound_before_the_treaty_is_in_force(treaty: str, day: date) -> None:
    found = entry_into_force(RULES[treaty], day)
    own = RULES[treaty].in_force_on
    assert found is not None
    assert own is not None
    assert found.on >= own


def test_refuses_unknown_words() -> None:
    applies = "deposit-after-trigger, deposit-on-or-after-entry-into-force"
    with pytest.raises(EntryIntoForceError, match=f"^unknown 'sometimes'. Known: {applies}$"):
        replace(RULES["crc"], applies_when="sometimes")  # type: ignore[arg-type]
    with pytest.raises(EntryIntoForceError, match=r"^unknown .posting.\. Known: deposit, registration, expression"):
        replace(RULES["crc"], counts_from="posting")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["first_wait", "later_wait"])
def test_refuses_a_malformed_period_when_the_rule_is_read(name: str) -> None:
    with pytest.raises(EntryIntoForceError, match="not a waiting period"):
        replace(RULES["crc"], **{name: "30 days"})  # type: ignore[arg-type]


def test_refuses_half_a_gap() -> None:
    for half in ({"gap_from": None}, {"gap_until": None}):
        with pytest.raises(EntryIntoForceError, match=r"^gap_from and gap_until are given together or not at all$"):
            replace(RULES["opsc"], **half)  # type: ignore[arg-type]


# The days of a consent, of which only the entry into force is known -------------------------------


@pytest.mark.parametrize(
    ("treaty", "in_force_on", "first", "last"),
    [
        pytest.param("ets185", "2022-11-01", "2022-07-01", "2022-07-31", id="Nigeria: any day of the month"),
        pytest.param("crc", "1994-04-27", "1994-03-28", "1994-03-28", id="thirty days before"),
        pytest.param("opsc", "2005-02-28", "2005-01-28", "2005-01-31", id="the last days of January"),
        pytest.param("untoc", "2003-09-30", "2003-08-31", "2003-08-31", id="the day after the treaty"),
    ],
)
def test_gives_the_days_of_a_consent_by_its_effect(treaty: str, in_force_on: str, first: str, last: str) -> None:
    assert deposits_between(RULES[treaty], iso(in_force_on)) == (iso(first), iso(last))


@pytest.mark.parametrize(
    ("treaty", "in_force_on"),
    [
        pytest.param("crc", "1990-09-02", id="with the treaty, by a consent that it needed"),
        pytest.param("opsc", "2002-01-18", id="with the treaty, by a consent before it"),
        pytest.param("untoc", "2003-09-29", id="with the treaty, by one of its last thirty days as well"),
        pytest.param("crc", "1989-11-20", id="before the treaty"),
        pytest.param("c182", "2004-02-29", id="twelve months after no day"),
        pytest.param("ets185", "2022-11-02", id="not on the first day of a month"),
    ],
)
def test_the_effect_leaves_open_when_the_consent_was(treaty: str, in_force_on: str) -> None:
    assert deposits_between(RULES[treaty], iso(in_force_on)) is None


def test_without_a_floor_a_consent_may_bind_before_the_treaty() -> None:
    rule = replace(RULES["untoc"], floor=False)
    assert deposits_between(rule, iso("2003-08-01")) == (iso("2003-07-02"), iso("2003-07-02"))
    # On the treaty's own date it came a month before, or before the condition was met.
    assert deposits_between(rule, iso("2003-07-31")) is None


def test_a_treaty_without_a_date_gives_no_days_of_a_consent() -> None:
    assert deposits_between(replace(RULES["tip"], trigger_on=None, in_force_on=None), iso("2004-01-01")) is None


# The treaty's own date ---------------------------------------------------------------------------


@pytest.mark.parametrize("treaty", RULES)
def test_the_trigger_gives_the_treaty_its_official_date(treaty: str) -> None:
    assert replace(RULES[treaty], in_force_on=None).treaty_date == RULES[treaty].in_force_on


def test_the_nth_deposit_triggers_the_treaty_whatever_the_order() -> None:
    days = [iso("1999-11-19"), iso("2000-02-01"), iso("1999-09-28")]
    found = threshold_reached_on(RULES["c182"], [Deposit(day) for day in days])
    assert found == iso("1999-11-19")


def test_too_few_deposits_trigger_nothing() -> None:
    assert threshold_reached_on(RULES["c182"], [Deposit(iso("1999-09-28"))]) is None
    assert threshold_reached_on(RULES["c182"], []) is None


def test_a_succession_does_not_count() -> None:
    deposits = [Deposit(iso("1999-09-28")), Deposit(iso("1999-10-01"), succession=True), Deposit(iso("1999-11-19"))]
    assert threshold_reached_on(RULES["c182"], deposits) == iso("1999-11-19")


def test_an_organization_counts_only_where_the_rule_lets_it() -> None:
    rule = replace(RULES["untoc"], first_threshold=2)
    deposits = [Deposit(iso("2003-01-01")), Deposit(iso("2003-02-01"), organization=True), Deposit(iso("2003-07-01"))]
    assert threshold_reached_on(rule, deposits) == iso("2003-07-01")
    rule = replace(rule, excludes_organizations=False)
    assert threshold_reached_on(rule, deposits) == iso("2003-02-01")


@pytest.mark.parametrize(
    ("members", "others", "expected"),
    [
        pytest.param((1, 2), (3, 4, 5, 6), None, id="enough consents, too few members"),
        pytest.param((1, 2, 3, 4), (), None, id="enough members, too few consents"),
        pytest.param((1, 2, 7), (3, 4, 5, 6), 7, id="a member completes it"),
        pytest.param((1, 2, 3), (4, 6), 6, id="another State completes it"),
    ],
)
def test_both_conditions_of_the_council_of_europe_hold_at_once(
    members: tuple[int, ...], others: tuple[int, ...], expected: int | None
) -> None:
    deposits = [Deposit(date(2004, 1, day), counts_as_member=True) for day in members]
    deposits += [Deposit(date(2004, 1, day)) for day in others]
    found = threshold_reached_on(RULES["cets201"], deposits)
    assert found == (date(2004, 1, expected) if expected else None)


@given(st.dates(), st.sampled_from([D30, M1, M12, FDM3, Wait(days=10**12), Wait(months=10**9)]))
def test_a_period_ends_within_the_calendar_or_is_an_error_of_ours(day: date, wait: Wait) -> None:
    if day.year < 9990 and wait.days + wait.months < 1000:
        assert day < wait.after(day)
    elif wait.days + wait.months > 1000:
        with pytest.raises(EntryIntoForceError, match="after the year 9999"):
            wait.after(day)
    else:
        with suppress(EntryIntoForceError):
            assert day < wait.after(day)

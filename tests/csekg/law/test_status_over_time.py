"""Status over time: the intervals cover every day once and follow what the actor did."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csekg.law.reasons import Reason
from csekg.law.status_over_time import (
    ActKind,
    BaseStatus,
    DatedAct,
    StatusError,
    StatusInterval,
    status_intervals,
    status_on,
)

START = date(2000, 5, 25)
IS_OPEN, CLOSED = (Reason("open"),), (Reason("invitation-only"),)
UNREAD = (Reason("no-list"),)
OPEN = BaseStatus(START, "no-action", IS_OPEN)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def act(kind: ActKind, on: str | None, effective: str | None = None, known_by: str | None = None) -> DatedAct:
    return DatedAct(f"{kind} {on}", kind, day(on), day(effective), day(known_by))


def by_day(found: tuple[StatusInterval, ...]) -> list[tuple[str, str]]:
    return [(each.since.isoformat(), each.status) for each in found]


SIGNED = act("signature", "2000-09-06")
RATIFIED = act("consent", "2003-02-05", "2003-03-05")
LEFT = act("denunciation", "2010-01-10", "2011-01-10")


def test_without_acts_the_base_statuses_are_the_result() -> None:
    base = (BaseStatus(date(1999, 1, 1), "not-eligible", CLOSED), BaseStatus(date(2005, 1, 1), "unknown", UNREAD))
    assert status_intervals(START, base, ()) == (
        StatusInterval("not-eligible", START, date(2005, 1, 1), (), CLOSED),
        StatusInterval("unknown", date(2005, 1, 1), None, (), UNREAD),
    )


def test_signature_ratification_and_entry_into_force() -> None:
    assert status_intervals(START, [OPEN], [RATIFIED, SIGNED]) == (
        StatusInterval("no-action", START, date(2000, 9, 6), (), IS_OPEN),
        StatusInterval(
            "signatory",
            date(2000, 9, 6),
            date(2003, 2, 5),
            ("signature 2000-09-06",),
            (Reason("signed", date(2000, 9, 6)),),
            held_since=date(2000, 9, 6),
        ),
        StatusInterval(
            "contracting-state",
            date(2003, 2, 5),
            date(2003, 3, 5),
            ("consent 2003-02-05",),
            (Reason("consented", date(2003, 2, 5), date(2003, 3, 5)),),
            held_since=date(2003, 2, 5),
        ),
        StatusInterval(
            "party",
            date(2003, 3, 5),
            None,
            ("consent 2003-02-05",),
            (Reason("bound", date(2003, 3, 5)),),
            held_since=date(2003, 3, 5),
        ),
    )


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        pytest.param(
            [act("consent", "2003-02-05")],
            [("2000-05-25", "no-action"), ("2003-02-05", "contracting-state")],
            id="consent to a treaty that is not in force stays open",
        ),
        pytest.param(
            [act("consent", None, "2018-07-01")],
            [("2000-05-25", "no-action"), ("2018-07-01", "party")],
            id="bound from a known day though the day of consent is not known",
        ),
        pytest.param(
            [act("consent", None, "2018-07-01", "2026-07-08")],
            [("2000-05-25", "no-action"), ("2018-07-01", "party")],
            id="a last day after the effect changes nothing",
        ),
        pytest.param(
            [act("consent", None, "2018-07-01", "2018-05-01")],
            [("2000-05-25", "no-action"), ("2018-05-01", "contracting-state"), ("2018-07-01", "party")],
            id="a last day before the effect is when it had consented",
        ),
        pytest.param(
            [act("signature", None, None, "2025-11-30")],
            [("2000-05-25", "no-action"), ("2025-11-30", "signatory")],
            id="signature without a day counts from the last possible one",
        ),
        pytest.param(
            [act("consent", "2005-09-01", "2002-03-06")],
            [("2000-05-25", "no-action"), ("2002-03-06", "party")],
            id="succession: in force before it was notified, never a contracting State",
        ),
        pytest.param(
            [RATIFIED, act("signature", "2004-01-01")],
            [("2000-05-25", "no-action"), ("2003-02-05", "contracting-state"), ("2003-03-05", "party")],
            id="signature of a party changes nothing",
        ),
        pytest.param(
            [act("signature", "2003-03-05"), act("consent", "2003-03-05", "2003-03-05")],
            [("2000-05-25", "no-action"), ("2003-03-05", "party")],
            id="all on one day",
        ),
        pytest.param(
            [act("signature", "1999-01-01"), act("consent", "1999-02-01", "1999-03-01")],
            [("2000-05-25", "party")],
            id="acts before the first day count from it",
        ),
        pytest.param(
            [SIGNED, RATIFIED, LEFT],
            [
                ("2000-05-25", "no-action"),
                ("2000-09-06", "signatory"),
                ("2003-02-05", "contracting-state"),
                ("2003-03-05", "party"),
                ("2011-01-10", "former-party"),
            ],
            id="denunciation ends it when it takes effect, and the signature does not revive",
        ),
        pytest.param(
            [RATIFIED, LEFT, act("consent", "2012-05-01", "2012-06-01")],
            [
                ("2000-05-25", "no-action"),
                ("2003-02-05", "contracting-state"),
                ("2003-03-05", "party"),
                ("2011-01-10", "former-party"),
                ("2012-05-01", "contracting-state"),
                ("2012-06-01", "party"),
            ],
            id="it may come back",
        ),
        pytest.param(
            [RATIFIED, LEFT, act("consent", "2010-12-01", "2010-12-31")],
            [
                ("2000-05-25", "no-action"),
                ("2003-02-05", "contracting-state"),
                ("2003-03-05", "party"),
                ("2011-01-10", "party"),
            ],
            id="it comes back before it has left: bound throughout, by another act",
        ),
    ],
)
def test_acts_decide_the_status(acts: list[DatedAct], expected: list[tuple[str, str]]) -> None:
    assert by_day(status_intervals(START, [OPEN], acts)) == expected


def test_a_consent_of_the_day_of_the_denunciation_survives_it() -> None:
    again = act("consent", "2010-01-10", "2010-02-10")
    found = status_intervals(START, [OPEN], [RATIFIED, LEFT, again])
    assert found[-1].status == "party"
    assert found[-1].acts == (again.id,)


def test_of_two_consents_the_one_that_binds_first_is_the_basis() -> None:
    slow = act("consent", "2001-01-01", "2004-01-01")
    assert status_intervals(START, [OPEN], [slow, RATIFIED])[-1].acts == (RATIFIED.id,)


def test_the_acts_a_status_rests_on() -> None:
    found = status_intervals(START, [OPEN], [SIGNED, RATIFIED, LEFT])
    assert [each.acts for each in found] == [(), (SIGNED.id,), (RATIFIED.id,), (RATIFIED.id,), (LEFT.id,)]


def test_a_denunciation_says_since_when_it_binds_no_longer() -> None:
    last = status_intervals(START, [OPEN], [SIGNED, RATIFIED, LEFT])[-1]
    assert (last.status, last.reasons) == ("former-party", (Reason("left", date(2011, 1, 10)),))


def test_a_last_possible_day_is_told_as_such() -> None:
    joined = DatedAct("joined", "consent", None, date(1959, 12, 31), date(1958, 12, 31), effect_known=False)
    left = DatedAct("left", "denunciation", None, date(1991, 12, 31), date(1990, 12, 31), effect_known=False)
    start = date(1957, 6, 25)
    intervals = status_intervals(start, [BaseStatus(start, "no-action", IS_OPEN)], [joined, left])
    assert [each.reasons for each in intervals] == [
        IS_OPEN,
        (Reason("consented", date(1958, 12, 31), date(1959, 12, 31), latest=True, latest2=True),),
        (Reason("bound-undated", date(1959, 12, 31)),),
        (Reason("left", date(1991, 12, 31), latest=True),),
    ]
    assert [(each.held_since, each.day_known) for each in intervals] == [
        (None, True),
        (date(1958, 12, 31), False),
        (date(1959, 12, 31), False),
        (date(1991, 12, 31), False),
    ]


def test_of_a_consent_either_day_may_be_only_the_last_possible_one() -> None:
    on, effective = date(2001, 2, 3), date(2001, 5, 3)
    late_effect = DatedAct("one", "consent", on, effective, None, effect_known=False)
    late_act = DatedAct("two", "consent", None, effective, on)
    for act, reason in (
        (late_effect, Reason("consented", on, effective, latest2=True)),
        (late_act, Reason("consented", on, effective, latest=True)),
    ):
        assert status_intervals(START, [OPEN], [act])[1].reasons == (reason,)


def test_an_act_of_a_predecessor_counts_from_the_first_day_and_is_held_since_before() -> None:
    act = DatedAct("act", "consent", date(1990, 8, 16), date(1990, 9, 15), None, done_by="YUG")
    (only,) = status_intervals(START, [OPEN], [act])
    assert (only.since, only.held_since, only.is_held_longer) == (START, date(1990, 9, 15), True)
    assert only.reasons == (Reason("bound", date(1990, 9, 15)), Reason("predecessor", actor="YUG"))


def test_the_last_interval_ends_with_the_state() -> None:
    end = date(2003, 2, 5)
    first, last = status_intervals(START, [OPEN], [SIGNED, RATIFIED], end)
    assert (first.status, last.status, last.until) == ("no-action", "signatory", end)


def test_acts_outweigh_base_statuses() -> None:
    base = [OPEN, BaseStatus(date(2001, 1, 1), "not-eligible", CLOSED), BaseStatus(date(2004, 1, 1), "x", UNREAD)]
    assert by_day(status_intervals(START, base, [SIGNED, RATIFIED])) == [
        ("2000-05-25", "no-action"),
        ("2000-09-06", "signatory"),
        ("2003-02-05", "contracting-state"),
        ("2003-03-05", "party"),
    ]


def test_equal_base_statuses_are_one_interval() -> None:
    base = [OPEN, BaseStatus(date(2001, 1, 1), OPEN.status, OPEN.reasons)]
    assert by_day(status_intervals(START, base, ())) == [("2000-05-25", "no-action")]


def test_a_signature_without_a_day_says_by_when() -> None:
    found = status_intervals(START, [OPEN], [act("signature", None, None, "2025-11-30")])
    assert found[-1].reasons == (Reason("signed", date(2025, 11, 30), latest=True),)


def test_a_consent_that_does_not_bind_yet_says_so() -> None:
    found = status_intervals(START, [OPEN], [act("consent", "2003-02-05")])
    assert found[-1].reasons == (Reason("consented-only", date(2003, 2, 5)),)


@pytest.mark.parametrize("kind", ["signature", "consent", "denunciation"])
def test_refuses_an_act_without_any_day(kind: ActKind) -> None:
    with pytest.raises(StatusError, match=f"{kind} None: a {kind} needs"):
        act(kind, None)


def test_refuses_a_denunciation_without_effect() -> None:
    with pytest.raises(StatusError, match="takes effect"):
        act("denunciation", "2010-01-10")


@pytest.mark.parametrize("base", [(), (BaseStatus(START + timedelta(days=1), "unknown", UNREAD),)])
def test_refuses_a_first_day_without_status(base: tuple[BaseStatus, ...]) -> None:
    with pytest.raises(StatusError, match="no status is given for 2000-05-25"):
        status_intervals(START, base, ())


@pytest.mark.parametrize(
    ("on", "status"),
    [
        ("2000-05-25", "no-action"),
        ("2000-09-05", "no-action"),
        ("2000-09-06", "signatory"),
        ("2003-03-04", "contracting-state"),
        ("2003-03-05", "party"),
        ("2099-01-01", "party"),
    ],
)
def test_status_on_a_day(on: str, status: str) -> None:
    found = status_intervals(START, [OPEN], [SIGNED, RATIFIED])
    assert status_on(found, date.fromisoformat(on)).status == status


def test_refuses_a_day_before_the_first_interval() -> None:
    with pytest.raises(StatusError, match="about 2000-05-24: it starts on 2000-05-25"):
        status_on(status_intervals(START, [OPEN], ()), date(2000, 5, 24))
    with pytest.raises(StatusError, match=r"about 2000-05-25: it is empty$"):
        status_on((), START)


DAYS = st.dates(date(1995, 1, 1), date(2015, 12, 31))
BASE_STATUSES = st.lists(
    st.builds(BaseStatus, DAYS, st.sampled_from(["no-action", "not-eligible"]), st.just(IS_OPEN)), max_size=4
).map(lambda later: [BaseStatus(START, "unknown", UNREAD), *later])
ACTS = st.lists(
    st.one_of(
        st.builds(DatedAct, st.just("s"), st.just("signature"), DAYS, st.none(), st.none()),
        st.builds(DatedAct, st.just("u"), st.just("signature"), st.none(), st.none(), DAYS),
        st.builds(DatedAct, st.just("c"), st.just("consent"), DAYS, st.none() | DAYS, st.none()),
        st.builds(DatedAct, st.just("e"), st.just("consent"), st.none(), DAYS, st.none() | DAYS),
        st.builds(DatedAct, st.just("d"), st.just("denunciation"), st.none() | DAYS, DAYS, st.none()),
    ),
    max_size=5,
)


@given(BASE_STATUSES, ACTS)
def test_the_intervals_partition_time(base: list[BaseStatus], acts: list[DatedAct]) -> None:
    found = status_intervals(START, base, acts)
    assert found[0].since == START
    assert found[-1].until is None
    for one, following in pairwise(found):
        assert one.until == following.since > one.since
        assert (one.status, one.acts, one.reasons) != (following.status, following.acts, following.reasons)


@given(BASE_STATUSES, ACTS, DAYS.filter(lambda day: day >= START))
def test_every_day_is_in_exactly_one_interval(base: list[BaseStatus], acts: list[DatedAct], on: date) -> None:
    found = status_intervals(START, base, acts)
    holding = [i for i in found if i.since <= on and (i.until is None or on < i.until)]
    assert holding == [status_on(found, on)]


@given(BASE_STATUSES, ACTS.flatmap(st.permutations))
def test_the_order_of_the_acts_in_the_files_does_not_matter(base: list[BaseStatus], acts: list[DatedAct]) -> None:
    assert status_intervals(START, base, acts) == status_intervals(START, base, sorted(acts, key=repr))

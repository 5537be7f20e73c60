"""Which States existed on a day, which of them did a printed act, and for which it counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from csekg.law.conditions import Spell, is_member
from csekg.law.continuity import Continuity, ContinuityError, Existence, with_capacity

BORN, RENAMED, SPLIT = date(1992, 4, 27), date(2003, 2, 4), date(2006, 6, 3)
OLD = Existence("YUG", date(1918, 12, 1), BORN)
NEW = Existence("YUG", BORN, RENAMED, succeeds=("YUG",))
UNION = Existence("SCG", RENAMED, SPLIT, "YUG", ("YUG",))
SERBIA = Existence("SRB", SPLIT, None, "SCG", ("SCG",))
MONTENEGRO = Existence("MNE", SPLIT, None, "", ("SCG",))


@pytest.fixture
def states() -> Continuity:
    return Continuity([MONTENEGRO, SERBIA, UNION, NEW, OLD])


@pytest.mark.parametrize(
    ("actor", "day", "exists"),
    [
        ("YUG", date(1918, 11, 30), False),
        ("YUG", date(1918, 12, 1), True),
        ("YUG", BORN, True),
        ("YUG", RENAMED, False),
        ("SCG", RENAMED, True),
        ("SCG", SPLIT, False),
        ("FRA", date(1, 1, 1), True),
    ],
)
def test_a_state_exists_from_its_first_day_until_its_last(
    states: Continuity, actor: str, day: date, exists: bool
) -> None:
    assert states.exists(actor, day) is exists


def test_a_state_without_a_recorded_existence_has_no_end(states: Continuity) -> None:
    assert states.of("FRA") == (Existence("FRA"),)
    assert states.same_person("FRA") == {"FRA"}


@pytest.mark.parametrize(
    ("printed_under", "day", "doer", "bearers"),
    [
        # Printed under Serbia, done by the State that Serbia continues.
        ("SRB", date(2001, 3, 12), NEW, (NEW, UNION, SERBIA)),
        ("SRB", date(2005, 4, 7), UNION, (UNION, SERBIA)),
        ("SRB", SPLIT, SERBIA, (SERBIA,)),
        # The Federal Republic succeeded the Socialist one, and does not continue it.
        ("YUG", date(1990, 1, 26), OLD, (OLD,)),
        ("YUG", BORN, NEW, (NEW, UNION, SERBIA)),
        # Before Serbia and all that it continues: taken over by succession.
        ("SRB", date(1984, 12, 6), SERBIA, (SERBIA,)),
        # Montenegro left: an act of before counts for it from its beginning on, and for it alone.
        ("MNE", date(2005, 4, 7), MONTENEGRO, (MONTENEGRO,)),
        # After the end of a State: an act that its last existence bears.
        ("SCG", date(2010, 1, 1), UNION, (UNION, SERBIA)),
    ],
)
def test_an_act_counts_for_who_did_it_and_who_continues_it(
    states: Continuity, printed_under: str, day: date, doer: Existence, bearers: tuple[Existence, ...]
) -> None:
    assert states.doer(printed_under, day) == doer
    assert states.bearers(doer) == bearers


@pytest.mark.parametrize(
    ("actor", "day", "predecessor"),
    [
        ("SRB", date(2001, 3, 12), "YUG"),
        ("SRB", date(2005, 4, 7), "SCG"),
        ("SRB", date(2008, 1, 1), ""),
        ("MNE", date(2005, 4, 7), "SCG"),
        ("MNE", date(2001, 3, 12), ""),
        ("YUG", date(2001, 3, 12), ""),
    ],
)
def test_the_former_state_that_did_an_act(states: Continuity, actor: str, day: date, predecessor: str) -> None:
    assert states.predecessor_on(actor, day) == predecessor


def test_one_person_in_law_under_several_names(states: Continuity) -> None:
    for actor in ("YUG", "SCG", "SRB"):
        assert states.same_person(actor) == {"YUG", "SCG", "SRB"}
    assert states.same_person("MNE") == {"MNE"}
    assert states.earlier(SERBIA) == (NEW, UNION)
    assert states.earlier(NEW) == ()
    assert states.last(NEW) == SERBIA
    assert states.last(OLD) == OLD
    assert states.continued_by(UNION) == SERBIA
    assert states.continued_by(SERBIA) is None


def test_a_restored_state_continues_itself() -> None:
    first = Existence("SYR", date(1946, 4, 17), date(1958, 2, 1))
    again = Existence("SYR", date(1961, 9, 29), None, "SYR", ("SYR",))
    syria = Continuity([again, first])
    assert not syria.exists("SYR", date(1960, 6, 1))
    assert syria.bearers(syria.doer("SYR", date(1950, 1, 1))) == (first, again)
    # Restored a second time, it continues what it was last, also where that is on the same day.
    for third in (Existence("SYR", date(2020, 1, 1), None, "SYR"), Existence("SYR", date(2010, 1, 1), None, "SYR")):
        once_more = Continuity([third, replace(again, until=date(2010, 1, 1)), first])
        assert once_more.same_person("SYR") == {"SYR"}
        assert [existence.since for existence in once_more.earlier(third)] == [first.since, again.since]


@pytest.mark.parametrize(
    ("existences", "message"),
    [
        ([OLD, Existence("YUG", date(1990, 1, 1))], "YUG: two existences overlap on 1990-01-01"),
        ([Existence("YUG"), NEW], "two existences overlap on 1992-04-27"),
        ([Existence("SRB", SPLIT, None, "SCG")], "SRB continues SCG, which does not end on 2006-"),
        ([UNION, NEW, Existence("SRB", date(2007, 1, 1), None, "SCG")], "SRB continues SCG, which"),
        ([UNION, NEW, SERBIA, Existence("MNE", SPLIT, None, "SCG")], "SCG is continued by two"),
        ([Existence("SRB", SPLIT, None, "SRB")], "SRB continues SRB, which does not end"),
    ],
)
def test_existences_that_do_not_fit_are_refused(existences: list[Existence], message: str) -> None:
    with pytest.raises(ContinuityError, match=message):
        Continuity(existences)


def test_a_membership_shows_that_a_state_acts_before_its_independence() -> None:
    india = Existence("IND", date(1947, 8, 15))
    assert with_capacity(india, date(1945, 10, 30), None).since == date(1945, 10, 30)
    assert with_capacity(india, date(1950, 1, 1), date(1950, 1, 1)) == india
    assert with_capacity(india, None, None) == india
    assert with_capacity(Existence("FRA"), date(1945, 10, 24), date(1919, 6, 28)) == Existence("FRA")


def test_a_member_of_the_ilo_alone_is_no_state_for_other_treaties() -> None:
    namibia = Existence("NAM", date(1990, 3, 21))
    member = with_capacity(namibia, date(1990, 4, 23), date(1978, 10, 3))
    assert (member.since, member.member_only_until) == (date(1978, 10, 3), date(1990, 3, 21))
    yemen = with_capacity(Existence("YEM", date(1990, 5, 22)), date(1947, 9, 30), date(1965, 5, 20))
    assert (yemen.since, yemen.member_only_until) == (date(1947, 9, 30), None)
    # A member of the ILO from its first day on was a State throughout.
    assert with_capacity(namibia, None, date(1990, 3, 21)) == namibia


def test_a_spell_of_membership_ends_before_its_last_day() -> None:
    spells = [Spell(None, date(1950, 1, 1)), Spell(date(1960, 1, 1))]
    held = [is_member(spells, date(year, 1, 1)) for year in (1940, 1950, 1959, 1960, 2000)]
    assert held == [True, False, False, True, True]

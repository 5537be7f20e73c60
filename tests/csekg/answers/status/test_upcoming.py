"""What lies ahead: anniversaries of signatures, changes of status, ends of invitations, reports."""

from __future__ import annotations

from datetime import date

import pytest

from csekg.answers.status.intervals import signatures_without_ratification
from csekg.answers.status.subjects import subject
from csekg.answers.status.upcoming import appointments, next_anniversary, upcoming
from csekg.languages.days import spelled
from csekg.sparql.oxigraph_store import Store


@pytest.mark.parametrize(
    ("day", "today", "expected"),
    [
        (date(2000, 9, 7), date(2026, 9, 6), date(2026, 9, 7)),
        (date(2000, 9, 7), date(2026, 9, 7), date(2026, 9, 7)),
        (date(2000, 9, 7), date(2026, 9, 8), date(2027, 9, 7)),
        (date(2026, 9, 7), date(2026, 9, 7), date(2027, 9, 7)),
        (date(2000, 2, 29), date(2026, 11, 1), date(2027, 3, 1)),
        (date(2000, 2, 29), date(2027, 3, 2), date(2028, 2, 29)),
    ],
)
def test_the_next_anniversary(day: date, today: date, expected: date) -> None:
    assert next_anniversary(day, today) == expected


def test_a_signature_without_ratification_has_its_next_anniversary(store: Store) -> None:
    found = appointments(store, subject(store, state="IRL", treaty="opsc"), date(2026, 11, 26))
    [each] = found
    assert (each.on, each.key) == (date(2027, 9, 7), "signature-opsc-IRL-2027")
    assert each.title.startswith("Ireland: 27 years since the signature of the OPSC, not ratified")
    assert each.text.startswith("The signature is of 7 Sep 2000")


def test_every_dated_signature_once_and_every_change_to_come(store: Store) -> None:
    today = date(2026, 11, 26)
    found = appointments(store, subject(store), today)
    keys = [each.key for each in found]
    assert len(set(keys)) == len(keys)
    dated = [each for each in signatures_without_ratification(store) if each.day_known]
    assert sum(key.startswith("signature-") for key in keys) == len(dated) > 100
    to_come = upcoming(store, today, subject(store))
    assert len(keys) == len(dated) + len(to_come)
    assert [each.on for each in found] == sorted(each.on for each in found)
    assert min(each.on for each in found) >= today


def test_a_change_without_an_act_borrows_no_sum_and_no_source(store: Store) -> None:
    # Yugoslavia ended as a State before the Convention entered into force.
    [change] = upcoming(store, date(2002, 1, 1), subject(store, state="YUG", treaty="untoc"))
    assert (change.date, change.kind) == (date(2003, 2, 4), "did-not-exist")
    assert change.arithmetic is None
    assert change.sources == ()
    # A consent that waits has both.
    found = upcoming(store, date(2003, 3, 4), subject(store, state="FRA", treaty="opsc"))
    [other] = [each for each in found if each.what == "status-change"]
    assert other.arithmetic
    assert other.sources


def test_entry_into_force_to_come_stands_in_the_calendar(store: Store) -> None:
    # The day before the Protocol began to bind France.
    early = date(2003, 3, 4)
    found = appointments(store, subject(store, state="FRA", treaty="opsc"), early)
    begins = next(each for each in found if each.key.startswith("status-"))
    assert (begins.on, begins.key) == (date(2003, 3, 5), "status-opsc-FRA-2003-03-05")
    assert begins.title.startswith("France, OPSC: ")
    assert begins.title.endswith(": becomes bound")


def test_an_invitation_ends_unless_the_state_joins_first(store: Store) -> None:
    found = upcoming(store, date(2026, 11, 30), subject(store, treaty="ets185"))
    ends = {(each.actor.key, each.date.isoformat()) for each in found if each.what == "invitation-ends"}
    # Papua New Guinea was invited on the same day, and acceded.
    assert ends == {("KEN", "2029-10-09"), ("MWI", "2029-10-09")}
    [source] = next(each for each in found if each.actor.key == "KEN").sources
    assert source.key == "nc4-go-ke"
    assert not [each for each in upcoming(store, date(2029, 10, 9), subject(store)) if each.what == "invitation-ends"]


@pytest.mark.parametrize(
    ("state", "treaty", "today", "due"),
    [
        # In force on 2 Sep 1990: the first by 1992, then every five years; the day itself counts.
        ("KEN", "crc", date(2026, 11, 30), "2027-09-02"),
        ("KEN", "crc", date(1991, 1, 1), "1992-09-02"),
        ("KEN", "crc", date(2027, 9, 1), "2027-09-02"),
        ("KEN", "crc", date(2027, 9, 2), "2032-09-02"),
        # A party to the CRC reports on the Protocol within its reports on the CRC.
        ("FRA", "opsc", date(2004, 1, 1), "2005-03-05"),
        ("FRA", "opsc", date(2026, 1, 1), None),
        # The United States are none: every five years after 23 Jan 2005.
        ("USA", "opsc", date(2026, 11, 30), "2030-01-23"),
        ("IRL", "opsc", date(2026, 11, 30), None),
    ],
)
def test_reports_are_due_by_the_clause(store: Store, state: str, treaty: str, today: date, due: str | None) -> None:
    found = upcoming(store, today, subject(store, state=state, treaty=treaty))
    days = [each.date.isoformat() for each in found if each.what == "report-due"]
    assert days == ([due] if due else [])


def test_a_report_shows_its_sum_and_says_what_is_not_known(store: Store) -> None:
    [due] = [
        each for each in upcoming(store, date(2026, 11, 30), subject(store, state="KEN")) if each.what == "report-due"
    ]
    assert due.label == "report due (article 44)"
    assert due.arithmetic == (
        "2 Sep 1990 + 2 years = 2 Sep 1992. After that, every 5 years. 2 Sep 1992 + 35 years = 2 Sep 2027. "
        "Whether one was sent is not known here."
    )
    # Of all States those of a year are told.
    everyone = [each for each in upcoming(store, date(2026, 11, 30), subject(store)) if each.what == "report-due"]
    assert {each.date.year for each in everyone} <= {2026, 2027}
    for each in everyone:
        assert each.arithmetic
        assert f"= {spelled(each.date)}." in each.arithmetic
    assert len(everyone) > 20

"""What lies ahead: anniversaries of unratified signatures, and changes of status to come."""

from __future__ import annotations

from datetime import date

import pytest

from csekg.answers.status.intervals import signatures_without_ratification
from csekg.answers.status.subjects import subject
from csekg.answers.status.upcoming import appointments, next_anniversary, upcoming
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
    assert sum(key.startswith("status-") for key in keys) == len(to_come)
    assert [each.on for each in found] == sorted(each.on for each in found)
    assert min(each.on for each in found) >= today


def test_a_change_without_an_act_borrows_no_sum_and_no_source(store: Store) -> None:
    # Yugoslavia ended as a State before the Convention entered into force.
    [change] = upcoming(store, date(2002, 1, 1), subject(store, state="YUG", treaty="untoc"))
    assert (change.date, change.kind) == (date(2003, 2, 4), "did-not-exist")
    assert change.arithmetic is None
    assert change.sources == ()
    # A consent that waits has both.
    [other] = upcoming(store, date(2003, 3, 4), subject(store, state="FRA", treaty="opsc"))
    assert other.arithmetic
    assert other.sources


def test_entry_into_force_to_come_stands_in_the_calendar(store: Store) -> None:
    # The day before the Protocol began to bind France.
    early = date(2003, 3, 4)
    found = appointments(store, subject(store, state="FRA", treaty="opsc"), early)
    begins = next(each for each in found if each.key.startswith("status-"))
    assert (begins.on, begins.key) == (date(2003, 3, 5), "status-opsc-FRA-2003-03-05")
    assert begins.title.startswith("France, OPSC: ")
    assert begins.title.endswith("to party")

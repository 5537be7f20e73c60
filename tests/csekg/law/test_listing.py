"""What the silence of the lists means: on the day to which they are complete, and on the day after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csekg.law.listing import EVERYTHING, Listing
from csekg.law.reasons import Reason

OPEN, INVITED = (Reason("open"),), (Reason("invited", date(2010, 1, 1)),)
SIGNATURES, PARTIES = date(2012, 5, 1), date(2015, 6, 1)
LISTED = Listing(parties_to=PARTIES, signatures_to=SIGNATURES, opened_on=date(2001, 1, 1), in_force_on=date(2002, 1, 1))
ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (SIGNATURES, "no-action"),
        (SIGNATURES + ONE_DAY, "no-act-read"),
        (PARTIES, "no-act-read"),
        (PARTIES + ONE_DAY, "no-act-read"),
    ],
)
def test_a_list_names_the_acts_of_its_last_day(day: date, status: str) -> None:
    assert LISTED.without_act(day, OPEN)[0] == status


def test_the_list_of_parties_alone_counts_for_who_is_invited() -> None:
    """Who is invited accedes, and does not sign."""
    assert LISTED.without_act(PARTIES, INVITED) == ("no-action", INVITED)
    assert LISTED.without_act(PARTIES + ONE_DAY, INVITED) == (
        "no-act-read",
        (*INVITED, Reason("parties-listed-to", PARTIES)),
    )


def test_the_days_on_which_what_silence_means_changes() -> None:
    assert LISTED.days() == (PARTIES + ONE_DAY, SIGNATURES + ONE_DAY, date(2001, 1, 1), date(2002, 1, 1))
    assert EVERYTHING.days() == ()
    assert Listing(parties_to=None, signatures_to=None).days() == ()

"""The order of the reasons of one status."""

from __future__ import annotations

from datetime import date
from itertools import permutations

from csekg.law.reasons import Reason, in_order


def test_reasons_stand_in_the_order_of_their_codes_then_of_their_days() -> None:
    expected = (
        Reason("invitation-only"),
        Reason("invitation-ended", date(2001, 1, 1), date(2009, 1, 1)),
        Reason("invitation-ended", date(2002, 1, 1), date(2003, 1, 1)),
        Reason("invitation-ended", date(2002, 1, 1), date(2004, 1, 1)),
        Reason("invitation-ended", date(2002, 1, 1)),
        Reason("invitation-ended"),
        Reason("invited-undated"),
    )
    assert all(in_order(order) == expected for order in permutations(expected))

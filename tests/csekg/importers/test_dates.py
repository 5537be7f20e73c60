from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csekg.importers.dates import dashed_day, english_day, french_day, iso_day, misspelt_day, slashed_day
from csekg.languages.days import spelled


@pytest.mark.parametrize(
    ("read", "text", "day"),
    [
        (english_day, "27 Sep 1990", date(1990, 9, 27)),
        (english_day, " 7 Feb\t 2023 ", date(2023, 2, 7)),
        (english_day, "7\xa0February 2023", date(2023, 2, 7)),
        (english_day, "3 Sept. 2001", date(2001, 9, 3)),
        (french_day, "4 Octobre 2002", date(2002, 10, 4)),
        (misspelt_day, "12 Setpember 2015", date(2015, 9, 12)),
        (misspelt_day, "3 January2015", date(2015, 1, 3)),
        (misspelt_day, "28 Septembre 2016", date(2016, 9, 28)),
        (slashed_day, "4/12/2003", date(2003, 12, 4)),
        (dashed_day, "20-04-2024", date(2024, 4, 20)),
        (iso_day, "2001-11-23", date(2001, 11, 23)),
        (iso_day, "2001-11-23T00:00:00", date(2001, 11, 23)),
    ],
)
def test_each_form_is_read(read: Callable[[str], date], text: str, day: date) -> None:
    assert read(text) == day


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (english_day, "27 Ju 1990"),
        (english_day, "27 Juy 1990"),
        (english_day, "31 Feb 1990"),
        (english_day, "Sep 1990"),
        (english_day, "5 Mai 1990"),
        (english_day, "27 Sep 90"),
        (misspelt_day, "5 Ju 1990"),
        (misspelt_day, "5 Monday 1990"),
        (slashed_day, "23-11-2001"),
        (slashed_day, "11/23/2001"),
        (dashed_day, "2001-11-23"),
        (iso_day, "2001-11-23T10:00:00"),
        (iso_day, "23-11-2001"),
        (iso_day, "0000-01-01"),
        (english_day, ""),
    ],
)
def test_another_form_or_no_day_is_an_error(read: Callable[[str], date], text: str) -> None:
    with pytest.raises(ValueError, match=r"day|month|year|range"):
        read(text)


@settings(deadline=None)
@given(day=st.dates(date(1000, 1, 1)))
def test_what_is_spelled_is_read(day: date) -> None:
    assert english_day(spelled(day)) == day
    assert slashed_day(f"{day:%d/%m}/{day.year}") == day
    assert dashed_day(f"{day:%d-%m}-{day.year}") == day
    assert iso_day(day.isoformat()) == day

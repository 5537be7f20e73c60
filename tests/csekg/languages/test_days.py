"""Days are read in one form only, and written in English."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csekg.languages.days import parse_day, spelled, with_days_spelled


def test_every_day_that_is_written_is_read_back() -> None:
    day = date(2024, 1, 1)
    while day.year == 2024:
        assert parse_day(day.isoformat()) == day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    "text",
    [
        "2007-4-27",
        "20070427",
        "2007-04-27Z",
        "2007-04-27T00:00",
        " 2007-04-27",
        "2007-04-27\n",
        "2007-W17-5",
        "٢٠٠٧-04-27",
        "2007-02-29",
        "0000-01-01",
        "",
    ],
)
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"day|month|year|date"):
        parse_day(text)


def test_days_are_spelled_with_english_months() -> None:
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    assert [spelled(date(1994, month, 8)) for month in range(1, 13)] == [f"8 {month} 1994" for month in months]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("list of 2023-04-20, until 2025-12-04.", "list of 20 Apr 2023, until 4 Dec 2025."),
        ("https://example.org/2023-04-20/x", "https://example.org/2023-04-20/x"),
        ("trb-2007-04-27, 2007-13-01", "trb-2007-04-27, 2007-13-01"),
    ],
)
def test_days_in_a_text_are_spelled(text: str, words: str) -> None:
    assert with_days_spelled(text) == words

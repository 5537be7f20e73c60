"""Calendar days as text: read from ISO 8601 without a time zone, and written for people."""

from __future__ import annotations

import re
from datetime import date

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def parse_day(text: str) -> date:
    """Return the day of `2007-04-27` (ISO 8601, no time zone).

    Raises ValueError for any other form and for a day that the calendar does not have.
    """
    if not _ISO_DAY.fullmatch(text):
        raise ValueError(f"{text!r} is not a day such as 2007-04-27")
    return date.fromisoformat(text)


def spelled(day: date) -> str:
    """Return a day as "28 Mar 1994", in English whatever the locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

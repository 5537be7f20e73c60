"""Calendar days as text: read from ISO 8601 without a time zone, and written for people."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from csekg.languages.current import ENGLISH, current
from csekg.languages.texts import each_piece, wording

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DAY_IN_TEXT = re.compile(r"(?<![\w/-])\d{4}-\d\d-\d\d(?![\w-])", re.ASCII)
_ISO_PERIOD = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def parse_day(text: str) -> date:
    """Return the day of `2007-04-27` (ISO 8601, no time zone).

    Raises ValueError for any other form and for a day that the calendar does not have.
    """
    if not _ISO_DAY.fullmatch(text):
        raise ValueError(f"{text!r} is not a day such as 2007-04-27")
    return date.fromisoformat(text)


def today() -> date:
    """Return the day of this moment in UTC."""
    return datetime.now(UTC).date()


@wording
def spelled(day: date) -> str:
    """Return a day as "28 Mar 1994", in the current language whatever the locale."""
    language = current()
    if language != ENGLISH:
        from csekg.languages.forms import spelled_in

        return spelled_in(language, day)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


@wording
def spelled_in_full(day: date) -> str:
    """Return a day as "28 March 1994", in the current language whatever the locale."""
    from csekg.languages.forms import spelled_in_full_in

    return spelled_in_full_in(current(), day)


def with_days_spelled(text: str) -> str:
    """Return a text with its ISO days spelled, as `list of 20 Apr 2023`.

    Addresses stay as they are, and what only looks like a day. Days within a piece that is English
    on a page in another language are English, too.
    """
    return each_piece(text, _spelled_within)


def _spelled_within(text: str) -> str:
    def words(match: re.Match[str]) -> str:
        try:
            return spelled(date.fromisoformat(match[0]))
        except ValueError:
            return match[0]

    return _DAY_IN_TEXT.sub(words, text)


def parse_period(text: str) -> tuple[date, date]:
    """Return the first day of a period, and the first day after it.

    The period is a day (`2007-04-27`), a month (`1976-07`) or a year (`1946`). Raises ValueError
    for any other form, and for the year 9999, with which the calendar ends.
    """
    if match := _ISO_PERIOD.fullmatch(text):
        year, month = int(match[1]), int(match[2] or 1)
        after = (year, month + 1) if match[2] and month < 12 else (year + 1, 1)
        return date(year, month, 1), date(*after, 1)
    day = parse_day(text)
    return day, day + timedelta(days=1)


def full_years(first: date, last: date) -> int:
    """Return how many anniversaries of the first day have passed by the last; never negative."""
    early = (last.month, last.day) < (first.month, first.day)
    return max(0, last.year - first.year - early)

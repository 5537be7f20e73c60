"""The dates of the depositaries' formats; each function reads one form and raises ValueError."""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches

_ENGLISH = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
FRENCH_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
# Live pages have a TAB or a no-break space between the parts: \s takes both.
_SPELLED = re.compile(r"(\d{1,2})\.?\s*([^\W\d_]+)\.?\s+(\d{4})")
_RUN_TOGETHER = re.compile(r"(\d{1,2})\.?\s*([^\W\d_]+)\.?\s*(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_DASHED = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T00:00:00(?:\.0+)?Z?)?", re.ASCII)


def english_day(text: str) -> date:
    """Return the day of `27 Sep 1990`; the month has three letters or more, any space separates."""
    return _spelled(text, _ENGLISH, "27 Sep 1990")


def french_day(text: str) -> date:
    """Return the day of `4 octobre 2002`; the month may be cut off with a point."""
    return _spelled(text, FRENCH_MONTHS, "4 octobre 2002")


def misspelt_day(text: str) -> date:
    """Return the day of `4 Setpember2002`: spaces may be missing, and the month is the one that is nearest."""
    match = _RUN_TOGETHER.fullmatch(text.strip())
    names = (*_ENGLISH, *FRENCH_MONTHS)
    near = get_close_matches(match[2].casefold(), names, n=2, cutoff=0.75) if match else []
    months = {names.index(name) % len(_ENGLISH) + 1 for name in near}
    if not match or len(months) != 1:
        raise ValueError(f"{text!r} is not a day such as 4 September 2002")
    return date(int(match[3]), months.pop(), int(match[1]))


def slashed_day(text: str) -> date:
    """Return the day of `23/11/2001` (day, month, year); leading zeros may be missing."""
    return _numeric(text, _SLASHED, "23/11/2001")


def dashed_day(text: str) -> date:
    """Return the day of `23-11-2001` (day, month, year); leading zeros may be missing."""
    return _numeric(text, _DASHED, "23-11-2001")


def iso_day(text: str) -> date:
    """Return the day of `2001-11-23`, also with the hour zero after it: `2001-11-23T00:00:00`."""
    match = _ISO.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} is not a day such as 2001-11-23")
    return date(int(match[1]), int(match[2]), int(match[3]))


def _spelled(text: str, months: tuple[str, ...], example: str) -> date:
    match = _SPELLED.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} is not a day such as {example}")
    month = match[2].casefold()
    numbers = [number for number, name in enumerate(months, 1) if name.startswith(month)]
    if len(month) < 3 or len(numbers) != 1:
        raise ValueError(f"{text!r} names no month; a day is written as {example}")
    return date(int(match[3]), numbers[0], int(match[1]))


def _numeric(text: str, form: re.Pattern[str], example: str) -> date:
    match = form.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} is not a day such as {example}")
    return date(int(match[3]), int(match[2]), int(match[1]))

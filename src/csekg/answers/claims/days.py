"""Days, months and years as people write them in the six languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from csekg.answers.claims.words import Word, known_words
from csekg.errors import CsekgError
from csekg.languages.days import parse_period
from csekg.languages.messages import _


@dataclass(frozen=True, slots=True)
class Period:
    """A day, a month, a year, or the days between two; both ends are included."""

    first: date
    last: date


def period_of(text: str) -> Period:
    """Return the period of `2019-09-27`, `2019-09` or `2019`; raises CsekgError for anything else."""
    try:
        first, after = parse_period(text)
    except (ValueError, OverflowError):
        raise CsekgError(_("{text} is no day, month or year such as 2019-09-27", text=text)) from None
    return Period(first, after - timedelta(days=1))


#: Forms in numbers, with the places of year, month and day; of the last, day and month may be exchanged.
_NUMBERS = (
    (re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?(?![\d-])"), (1, 2, 3)),
    (re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})(?!\d)"), (1, 2, 3)),
    (re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})"), (3, 2, 1)),
    (re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})"), (3, 2, 1)),
)
_KINDS = (
    (re.compile("([12]\\d{3})\N{CYRILLIC SMALL LETTER GHE}?"), "Y"),
    (re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|ero|o)?"), "D"),
)
#: The forms in words: D a day or a Chinese month, M a month, Y a year, - a small word.
_FORMS = (
    (re.compile("D-*M+-*Y-*"), "DMY"),
    (re.compile("M+-*D-*Y"), "MDY"),
    (re.compile("Y年D月D[日号]"), "YMD"),
    (re.compile("Y年D月"), "YM"),
    (re.compile("M+-*Y-*"), "MY"),
    (re.compile("-*Y[年-]?"), "Y"),
)
_MOST_WORDS, _MOST_MONTHS = 10, 12


def period_at(text: str, words: Sequence[Word], place: int) -> tuple[int, Period] | None:
    """Return the period that is written from a word on, and its number of words; None for none.

    Raises CsekgError for a day that the calendar lacks, and where day and month may be exchanged.
    """
    for form, (year, month, day) in _NUMBERS:
        if match := form.match(text, words[place].start):
            parts = [int(match[at] or 0) for at in (year, month, day)]
            if form is _NUMBERS[-1][0]:
                if parts[1] != parts[2] and max(parts[1:]) <= _MOST_MONTHS:
                    raise CsekgError(_("{text} may be two days: write a day as 2019-09-27", text=match[0]))
                parts[1:] = sorted(parts[1:])
            return sum(word.start < match.end() for word in words[place:]), _period(*parts)
    kinds, numbers, lengths = _kinds_from(words, place)
    for form, order in _FORMS:
        if match := form.match(kinds):
            # Arabic gives both names of a month: the same number twice.
            own = zip(kinds[: match.end()].replace("MM", " M"), numbers, strict=False)
            named = dict(zip(order, (number for kind, number in own if kind in "DMY"), strict=True))
            return sum(lengths[: match.end()]), _period(named["Y"], named.get("M", 0), named.get("D", 0))
    return None


def _kinds_from(words: Sequence[Word], place: int) -> tuple[str, list[int], list[int]]:
    """Return the kinds of the words from a place on, a letter for each, with numbers and lengths."""
    kinds, numbers, lengths = "", [], []
    while place < len(words) and len(kinds) < _MOST_WORDS:
        word, two = words[place].folded, " ".join(each.folded for each in words[place : place + 2])
        month = _month(two) or _month(word)
        kind, number = next(((kind, int(m[1])) for form, kind in _KINDS if (m := form.fullmatch(word))), ("", 0))
        if month:
            kind, number = "M", month
        elif not kind and word in "年月日号":
            kind = word
        elif not kind and "in-day" in known_words().get(word, ()) and not (kinds and words[place].after_comma):
            kind = "-"
        if not kind:
            break
        kinds += kind
        numbers.append(number)
        lengths.append(2 if _month(two) else 1)
        place += lengths[-1]
    return kinds, numbers, lengths


def _month(words: str) -> int:
    names = (name for name in known_words().get(words, ()) if name.startswith("month-"))
    return next((int(name.removeprefix("month-")) for name in names), 0)


def _period(year: int, month: int, day: int) -> Period:
    return period_of(f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else ""))

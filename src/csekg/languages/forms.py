"""Days, numbers, lists and alphabetical order in each language (Unicode CLDR).

English days are in `csekg.days`, which most programs need without all this.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

import icu
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from csekg.languages.current import ENGLISH, current
from csekg.languages.marks import unmarked

#: How a day is written, in the notation of CLDR, where it is not "26 Nov 2026".
_DAYS = {"zh": "y年M月d日"}
_USUAL_DAY = "d MMM y"
#: Arabic texts of the United Nations give both names of a month.
_ARABIC_MONTHS = (
    "كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو",
    "حزيران/يونيه", "تموز/يوليه", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر",
    "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر",
)  # fmt: skip
#: Whose grouping of digits a language follows where CLDR has other digits than UN texts.
_DIGITS_AS = {"ar": "fr"}


@cache
def spelled_in(language: str, day: date) -> str:
    """Return a day in words in a language other than English, as "28 mars 1994"."""
    if language == "ar":
        return f"{day.day} {_ARABIC_MONTHS[day.month - 1]} {day.year}"
    text = format_date(day, _DAYS.get(language, _USUAL_DAY), locale=language)
    return text.replace("1 ", "1er ", 1) if language == "fr" and day.day == 1 else text


def number(value: float) -> str:
    """Return a number with its digits grouped, as "1,234", in the current language."""
    language = current()
    if language == ENGLISH:
        return f"{value:,}"
    return format_decimal(value, locale=_DIGITS_AS.get(language, language))


def listed(items: Iterable[str]) -> str:
    """Return a list in words, as "Chad, Peru and Togo", in the current language."""
    return format_list([*items], locale="en_GB" if current() == ENGLISH else current())


def sort_key(text: str) -> bytes:
    """Return a key that puts texts into the alphabetical order of the current language."""
    key: bytes = _collator(current()).getSortKey(unmarked(text))
    return key


@cache
def _collator(language: str) -> icu.Collator:
    return icu.Collator.createInstance(icu.Locale(language))


@cache
def direction(language: str) -> str:
    """Return the direction in which a language is written, "ltr" or "rtl", as HTML names it."""
    return str(Locale.parse(language).text_direction)


@cache
def own_name(language: str) -> str:
    """Return the name of a language in itself, as "français", with a capital where it has any."""
    name = Locale.parse(language).get_display_name(language) or language
    return name[0].upper() + name[1:]

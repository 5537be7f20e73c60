"""Days, numbers, lists and alphabetical order in each language (Unicode CLDR).

English days are in `csekg.days`, which most programs need without all this.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Literal

import icu
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from csekg.languages.current import ENGLISH, current
from csekg.languages.texts import filled, wording

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


@wording
def number(value: float) -> str:
    """Return a number with its digits grouped, as "1,234", in the current language."""
    language = current()
    if language == ENGLISH:
        return f"{value:,}"
    return format_decimal(value, locale=_DIGITS_AS.get(language, language))


@wording
def decimal(value: float, places: int) -> str:
    """Return a number with so many decimal places, as "0.70", in the current language."""
    language = current()
    pattern = "#,##0." + "0" * places
    return format_decimal(value, pattern, locale=_DIGITS_AS.get(language, language))


def comma() -> str:
    """Return what stands between the parts of a sentence, in the current language."""
    return {"ar": "، ", "zh": "\N{FULLWIDTH COMMA}"}.get(current(), ", ")


def list_comma() -> str:
    """Return what stands between the items of a list without "and", in the current language."""
    return "、" if current() == "zh" else comma()


def semicolon() -> str:
    """Return what stands between longer items of a list, in the current language."""
    signs = {"ar": "؛ ", "fr": "\N{NO-BREAK SPACE}; ", "zh": "\N{FULLWIDTH SEMICOLON}"}
    return signs.get(current(), "; ")


def colon() -> str:
    """Return what stands between a thing and what is said of it, in the current language."""
    return {"fr": "\N{NO-BREAK SPACE}: ", "zh": "\N{FULLWIDTH COLON}"}.get(current(), ": ")


def listed(items: Iterable[str]) -> str:
    """Return a list in words, as "Chad, Peru and Togo", in the current language."""
    return _list([*items], "standard")


def either(items: Iterable[str]) -> str:
    """Return a list of which one is meant, as "Chad, Peru or Togo", in the current language."""
    return _list([*items], "or")


@wording
def _list(items: Sequence[str], style: Literal["standard", "or"]) -> str:
    places = {f"item{number}": item for number, item in enumerate(items)}
    locale = "en_GB" if current() == ENGLISH else current()
    form = format_list([f"{{{place}}}" for place in places], style=style, locale=locale)
    return filled(form, places)


def sort_key(text: str) -> bytes:
    """Return a key that puts texts into the alphabetical order of the current language."""
    key: bytes = _collator(current()).getSortKey(str(text))
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

"""Days, numbers, lists and alphabetical order in each language (Unicode CLDR).

English days are in `csekg.languages.days`, which most programs need without all this.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from functools import cache

import icu

from csekg.languages.current import ENGLISH, current
from csekg.languages.texts import filled, wording

#: How a day is written, in the notation of CLDR, where it is not "26 Nov 2026".
_DAYS = {"zh": "y年M月d日"}
_USUAL_DAY = "d MMM y"
#: The same with the month in full, where it is not "26 November 2026".
_FULL_DAYS = {"es": "d 'de' MMMM 'de' y", "ru": "d MMMM y 'года'", "zh": "y年M月d日"}
_USUAL_FULL_DAY = "d MMMM y"
#: Arabic texts of the United Nations give both names of a month.
_ARABIC_MONTHS = (
    "كانون الثاني/يناير",
    "شباط/فبراير",
    "آذار/مارس",
    "نيسان/أبريل",
    "أيار/مايو",
    "حزيران/يونيه",
    "تموز/يوليه",
    "آب/أغسطس",
    "أيلول/سبتمبر",
    "تشرين الأول/أكتوبر",
    "تشرين الثاني/نوفمبر",
    "كانون الأول/ديسمبر",
)
#: Whose grouping of digits a language follows where CLDR has other digits than UN texts.
_DIGITS_AS = {"ar": "fr"}


@cache
def spelled_in(language: str, day: date) -> str:
    """Return a day in words in a language other than English, as "28 mars 1994"."""
    return _spelled(language, day, _DAYS.get(language, _USUAL_DAY))


@cache
def spelled_in_full_in(language: str, day: date) -> str:
    """Return a day with its month in full in a language, as "8 septembre 2000"."""
    return _spelled(language, day, _FULL_DAYS.get(language, _USUAL_FULL_DAY))


def _spelled(language: str, day: date, pattern: str) -> str:
    if language == "ar":
        return f"{day.day} {_ARABIC_MONTHS[day.month - 1]} {day.year}"
    text: str = _day_format(language, pattern).format(datetime.combine(day, time(), UTC).timestamp())
    return text.replace("1 ", "1er ", 1) if language == "fr" and day.day == 1 else text


@cache
def _day_format(language: str, pattern: str) -> icu.SimpleDateFormat:
    form = icu.SimpleDateFormat(pattern, icu.Locale(language))
    form.setTimeZone(icu.TimeZone.getGMT())
    return form


@wording
def number(value: float) -> str:
    """Return a number with its digits grouped, as "1,234", in the current language."""
    language = current()
    if language == ENGLISH:
        return f"{value:,}"
    return str(_number_format(_DIGITS_AS.get(language, language)).format(value))


@cache
def _number_format(language: str) -> icu.NumberFormat:
    return icu.NumberFormat.createInstance(icu.Locale(language))


@wording
def decimal(value: float, places: int) -> str:
    """Return a number with so many decimal places, as "0.70", in the current language."""
    language = current()
    return str(_decimal_format(_DIGITS_AS.get(language, language), places).format(value))


@cache
def _decimal_format(language: str, places: int) -> icu.DecimalFormat:
    symbols = icu.DecimalFormatSymbols(icu.Locale(language))
    return icu.DecimalFormat("#,##0." + "0" * places, symbols)


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
    return _list([*items], icu.UListFormatterType.AND)


def either(items: Iterable[str]) -> str:
    """Return a list of which one is meant, as "Chad, Peru or Togo", in the current language."""
    return _list([*items], icu.UListFormatterType.OR)


@wording
def _list(items: Sequence[str], kind: int) -> str:
    places = {f"item{number}": item for number, item in enumerate(items)}
    locale = "en_GB" if current() == ENGLISH else current()
    form = _list_format(locale, kind).format([f"{{{place}}}" for place in places])
    return filled(form, places)


@cache
def _list_format(locale: str, kind: int) -> icu.ListFormatter:
    return icu.ListFormatter.createInstance(icu.Locale(locale), kind, icu.UListFormatterWidth.WIDE)


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
    # That of its own name, since ICU's answer about scripts is not among what PyICU passes on.
    base = icu.Bidi.getBaseDirection(_own_name(language))
    return "rtl" if base == icu.UBiDiDirection.RTL else "ltr"


@cache
def own_name(language: str) -> str:
    """Return the name of a language in itself, as "français", with a capital where it has any."""
    name = _own_name(language)
    return name[0].upper() + name[1:]


def _own_name(language: str) -> str:
    locale = icu.Locale(language)
    return str(locale.getDisplayName(locale))

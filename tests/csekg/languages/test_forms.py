from __future__ import annotations

from datetime import date

import pytest

from csekg.languages.current import LANGUAGES, speaking
from csekg.languages.days import spelled, spelled_in_full, with_days_spelled
from csekg.languages.forms import colon, comma, direction, list_comma, listed, number, own_name, semicolon, sort_key
from csekg.languages.texts import untranslated


@pytest.mark.parametrize(
    ("language", "first", "last", "in_full"),
    [
        ("en", "1 Sep 2026", "31 Dec 2003", "1 September 2026"),
        ("fr", "1er sept. 2026", "31 déc. 2003", "1er septembre 2026"),
        ("es", "1 sept 2026", "31 dic 2003", "1 de septiembre de 2026"),
        ("ru", "1 сент. 2026", "31 дек. 2003", "1 сентября 2026 года"),
        ("zh", "2026年9月1日", "2003年12月31日", "2026年9月1日"),
        ("ar", "1 أيلول/سبتمبر 2026", "31 كانون الأول/ديسمبر 2003", "1 أيلول/سبتمبر 2026"),
    ],
)
def test_days_are_written_as_each_language_does(language: str, first: str, last: str, in_full: str) -> None:
    with speaking(language):
        assert spelled(date(2026, 9, 1)) == first
        assert spelled(date(2003, 12, 31)) == last
        assert with_days_spelled("(2003-12-31)") == f"({last})"
        assert with_days_spelled(untranslated("of 2003-12-31")) == untranslated("of 31 Dec 2003")
        assert spelled(date(2026, 9, 21)).startswith(("21 ", "2026"))
        assert spelled_in_full(date(2026, 9, 1)) == in_full


@pytest.mark.parametrize(
    ("language", "grouped", "joined"),
    [
        ("en", "12,345", "A, B and C"),
        ("fr", "12\u202f345", "A, B et C"),
        ("es", "12.345", "A, B y C"),
        ("ru", "12\xa0345", "A, B и C"),
        ("zh", "12,345", "A、B和C"),
        ("ar", "12\u202f345", "A وB وC"),
    ],
)
def test_numbers_are_grouped_and_lists_end_as_in_a_sentence(language: str, grouped: str, joined: str) -> None:
    with speaking(language):
        assert number(12345) == grouped
        assert listed(iter("ABC")) == joined


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Chad", "Côte d'Ivoire", "Cuba"]),
        ("fr", ["Équateur", "Espagne", "Éthiopie", "Fidji"]),
        ("es", ["Níger", "Nueva Zelandia", "Ñandú", "Omán"]),
        ("ru", ["Алжир", "Ёлка", "Жираф"]),
        # By pinyin: Afuhan, Aierlan, Deguo, Zhongguo.
        ("zh", ["阿富汗", "爱尔兰", "德国", "中国"]),
        ("ar", ["الأردن", "ألمانيا", "إيران", "بلجيكا"]),
    ],
)
def test_names_stand_in_the_order_of_each_language(language: str, names: list[str]) -> None:
    with speaking(language):
        assert sorted(set(names), key=sort_key) == names
        assert sort_key(untranslated("Cuba")) == sort_key("Cuba")


def test_each_language_has_a_name_and_a_direction() -> None:
    assert [own_name(each) for each in LANGUAGES] == ["English", "Français", "Español", "Русский", "中文", "العربية"]
    assert [each for each in LANGUAGES if direction(each) == "rtl"] == ["ar"]


@pytest.mark.parametrize(
    ("language", "joints"),
    [("en", ", , ; : "), ("fr", ", , \u00a0; \u00a0: "), ("ar", "، ، ؛ : "), ("zh", "\uff0c、\uff1b\uff1a")],
)
def test_signs_between_names_are_those_of_the_language(language: str, joints: str) -> None:
    with speaking(language):
        assert comma() + list_comma() + semicolon() + colon() == joints

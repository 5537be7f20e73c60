"""Our own translations as they stand in the files, and the lines that the reader refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from csekg.errors import DataError
from csekg.facts.translations import Key, Translation, hash_of, read_translations

_HEAD = "thing,property,place,of,text\n"
#: Of "Purpose".
_OF = "d4e8830a71"


def _read(data: Path, text: str, language: str = "fr") -> tuple[Translation, ...]:
    folder = data / "languages" / language
    folder.mkdir(parents=True)
    (folder / "texts.csv").write_text(text, encoding="utf-8")
    return read_translations(data)["fr"]


def test_a_translation_names_its_place_and_the_english_that_it_is_of(tmp_path: Path) -> None:
    (found,) = _read(tmp_path, f"{_HEAD}instrument/crc/article/1,cse:heading,2,{_OF},But\n")
    assert found.key == Key("instrument/crc/article/1", "cse:heading", 2)
    assert found.source == ("cse:heading", _OF)
    assert found.text == "But"


def test_the_hash_is_that_of_the_composed_form() -> None:
    # printf Purpose | sha256sum
    assert hash_of("Purpose") == _OF
    assert hash_of("Cafe\u0301") == hash_of("Caf\u00e9") != hash_of("Cafe")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (f",cse:heading,,{_OF},But", r"fr/texts.csv:2: column thing may not be empty"),
        ("a,cse:heading,,Purpose,But", "column of is no hash of ten hex digits: 'Purpose'"),
        (f"a,cse:heading,,{_OF.upper()},But", "no hash of ten hex digits"),
        (f"a,cse:heading,,{_OF}0,But", "no hash of ten hex digits"),
        (f"a,cse:heading,0,{_OF},But", "column place is no number from 1 on: '0'"),
        (f"a,cse:heading,1.5,{_OF},But", "column place is no number from 1 on: '1.5'"),
        (f"a,p,,{_OF},But\na,p,,0123456789,Objet", "texts.csv:3: listed twice: 'a, p, '"),
        (f"a,p,1,{_OF},But\na,p,2,{_OF},Objet", f"texts.csv:3: listed twice: 'a, p, {_OF}'"),
    ],
)
def test_what_is_wrong_is_refused(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        _read(tmp_path, f"{_HEAD}{line}\n")


def test_an_unknown_language_or_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"pt/texts\.csv:1: unknown language: 'pt'"):
        _read(tmp_path, _HEAD, "pt")
    with pytest.raises(DataError, match=r"unknown column: 'note'"):
        _read(tmp_path / "other", "thing,property,place,of,text,note\n")


def test_a_language_without_a_file_has_no_translations(tmp_path: Path) -> None:
    assert _read(tmp_path, _HEAD, "es") == ()

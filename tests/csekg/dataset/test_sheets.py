"""Sheets of translations: what a translator gets, and what a sheet that comes back may do."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.dataset.sheets import Taken, take, to_sheet
from csekg.dataset.texts import InLanguage, Text
from csekg.errors import CsekgError
from csekg.facts.tables import Row
from csekg.facts.translations import Key, Translation
from csekg.namespaces import SKOS
from csekg.resources import data_dir
from tests.records import in_language

_HEAD = "context,source,target,fuzzy\n"
Take = Callable[[str], Taken]


def _text(thing: str, english: str, place: int = 0) -> Text:
    return Text(NamedNode(ns.ID + thing), SKOS.note, english, Key(thing, "skos:note", place))


def _of(text: Text, translation: str) -> Translation:
    return Translation(Row(Path(), 1, {}), text.key, text.source, translation)


#: Of three texts one is translated, one stale, one missing; that of "gone" is no text any more.
_SIGNED, _NOTE = _text("a", "Signed."), _text("b", "=Read in 2001.", 2)
_NEW = _text("c", "New.")
_FRENCH = InLanguage(
    "fr",
    [_SIGNED, _NOTE, _NEW],
    [
        _of(_SIGNED, "Signé."),
        _of(replace(_NOTE, english="Read in 2000."), "-Lu en 2000."),
        _of(_text("gone", "Gone."), "Parti."),
    ],
)


@pytest.fixture
def taken(tmp_path: Path) -> Take:
    def of(text: str) -> Taken:
        file = tmp_path / "sheet.csv"
        file.write_text(text, encoding="utf-8")
        return take(_FRENCH, file)

    return of


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_sheet_has_both_languages_and_no_formula() -> None:
    content = to_sheet(_FRENCH)
    # Excel takes a file without it for one in an encoding of Windows.
    assert content.startswith("\ufeff".encode())
    assert _rows(content) == [
        ["context", "source", "target", "fuzzy"],
        ["a skos:note", "Signed.", "Signé.", ""],
        ["b skos:note 2", "'=Read in 2001.", "'-Lu en 2000.", "yes"],
        ["c skos:note", "New.", "", ""],
    ]


def test_a_sheet_has_each_english_text_once_and_again_where_it_is_translated_otherwise() -> None:
    texts = [_text(thing, "denunciation") for thing in ("c", "b", "a")]
    french = InLanguage("fr", texts, [_of(texts[2], "dénonciation"), _of(texts[1], "retrait")])
    assert [row[0] for row in _rows(to_sheet(french))[1:]] == ["a skos:note", "b skos:note"]


def test_a_sheet_that_comes_back_as_it_was_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "sheet.csv"
    for language in ("fr", "ar"):
        texts = in_language(language)
        file.write_bytes(to_sheet(texts))
        same = take(texts, file)
        assert (same.changed, same.refused) == (0, ())
        # Also the rows of texts.csv, in their order.
        assert same.content == (data_dir() / "languages" / language / "texts.csv").read_bytes()


def test_what_is_new_and_what_is_confirmed_is_taken(taken: Take) -> None:
    found = taken(
        f"{_HEAD}a skos:note,Signed., Signature. ,\nb skos:note 2,'=Read in 2001.,'-Lu en 2000.,\n"
        "c skos:note,New.,'+Nouveau,no\n"
    )
    assert (found.changed, found.refused) == (3, ())
    assert _rows(found.content) == [
        ["thing", "property", "place", "of", "text"],
        ["a", "skos:note", "", _SIGNED.source[1], "Signature."],
        ["b", "skos:note", "2", _NOTE.source[1], "-Lu en 2000."],
        ["c", "skos:note", "", _NEW.source[1], "+Nouveau"],
        # What was here before and has no place now is not lost.
        ["gone", "skos:note", "", _text("gone", "Gone.").source[1], "Parti."],
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "d skos:note,New.,Nouveau.,",
            "sheet.csv:3: no text that may be translated stands here: "
            "'d skos:note'. Write a new sheet: csekg languages --sheet fr.",
        ),
        ("b skos:note,=Read in 2001.,Lu.,", "no text that may be translated stands here"),
        ("c skos:note,Old.,Nouveau.,", "sheet.csv:3: the English is another one now: 'New.'"),
        ("c skos:note,New.,Nouveau.,yes", "the translation is new and marked as fuzzy"),
        ("c skos:note,New.,Nouveau.,maybe", "column fuzzy says neither yes nor no: 'maybe'"),
        ("c skos:note,New.,Nou\x00veau.,", "has a character that is none of a text"),
        ("c skos:note,New.,Nou\ufdd0veau.,", "has a character that is none of a text"),
        ('c skos:note,New.,"Nou\nveau.",', "has a character that is none of a text"),
        ("a skos:note,Signed.,Encore.,", "sheet.csv:3: listed twice: 'a skos:note'"),
        (f"{'d' * 100_000} skos:note,New.,Nouveau.,", "no text that may be translated"),
        (f"c skos:note,New.,{'x' * 100_000}\x00,", "has a character that is none of a text"),
    ],
)
def test_a_row_that_is_wrong_is_refused_alone(taken: Take, row: str, message: str) -> None:
    found = taken(f"{_HEAD}a skos:note,Signed.,Signature.,\n{row}\n")
    (refused,) = found.refused
    assert message in refused
    assert len(refused) < 800
    assert found.changed == 1
    assert [row[0] for row in _rows(found.content)[1:]] == ["a", "b", "gone"]


@pytest.mark.parametrize(
    "row",
    [
        "c skos:note,New.,,",
        "c skos:note,New.,  ,yes",
        "a skos:note,Signed.,,",
        "a skos:note,Signed.,Signé.,True",
        "b skos:note 2,=Read in 2001.,-Lu en 2000.,YES",
    ],
)
def test_a_row_that_brings_nothing_changes_nothing(taken: Take, row: str) -> None:
    found = taken(f"{_HEAD}{row}\n")
    assert (found.changed, found.refused) == (0, ())
    assert found.content == taken(_HEAD).content


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_spreadsheet_may_save_it_in_its_own_way(taken: Take, separator: str) -> None:
    lines = [_HEAD.strip(), "c skos:note,New.,Nouveau.,"]
    text = "\r\n".join(line.replace(",", separator) for line in lines)
    assert taken(f"\ufeff{text}\r\n").changed == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "missing column"),
        (b"context,source,target,fuzzy,fuzzy\n", "column named twice"),
        (b"thing,property,place,of,text\n", "unknown column: 'thing'"),
        ("context,source,target,fuzzy\n".encode("utf-16"), "not UTF-8 from here on"),
        (b"context,source,target,fuzzy\nc,New.,\xe9,\n", "not UTF-8 from here on"),
        (b"context,source,target,fuzzy\nc,New.\n", "not as many cells as the header"),
        (b'context,source,target,fuzzy\nc,"New.,Nouveau.,\n', "not valid CSV"),
        (b"context,source,target,fuzzy\nc," + b"x" * 200_000, "field larger than field limit"),
        (b"x" * 20_000_001, "has more than 20 MB: it is no sheet"),
    ],
)
def test_what_is_no_sheet_is_refused_whole(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "sheet.csv"
    file.write_bytes(content)
    with pytest.raises(CsekgError, match=message):
        take(_FRENCH, file)


@pytest.mark.parametrize("place", ["missing.csv", "", "/dev/zero"])
def test_what_is_no_file_is_refused(tmp_path: Path, place: str) -> None:
    with pytest.raises(CsekgError, match="is no file"):
        take(_FRENCH, tmp_path / place)


def test_a_translation_for_one_thing_alone_is_taken_and_kept(tmp_path: Path) -> None:
    texts = [_text(thing, "denunciation") for thing in ("a", "b", "c")]
    french = InLanguage("fr", texts, [_of(texts[0], "dénonciation")])
    file = tmp_path / "sheet.csv"

    def after(rows: str) -> InLanguage:
        file.write_text(_HEAD + rows, "utf-8")
        table = _rows(take(french, file).content)[1:]
        return InLanguage(
            "fr",
            texts,
            [
                Translation(Row(file, 1, {}), Key(thing, name, int(place or 0)), (name, of), text)
                for thing, name, place, of, text in table
            ],
        )

    french = after("b skos:note,denunciation,retrait,\n")
    assert [entry.translation for entry in french.texts] == ["dénonciation", "retrait", "dénonciation"]
    # Who changes that of the first changes those that follow it.
    french = after("a skos:note,denunciation,rejet,\n")
    assert [entry.translation for entry in french.texts] == ["rejet", "retrait", "rejet"]
    assert len(french.translations) == 2
    assert all(entry.is_current for entry in french.texts)


def test_a_translation_gives_up_its_place_only_to_another_of_that_place(tmp_path: Path) -> None:
    first, second = _text("a", "Corrected."), _text("b", "As it was.")
    french = InLanguage("fr", [first, second], [_of(_text("a", "As it was."), "Tel quel.")])
    file = tmp_path / "sheet.csv"
    file.write_text(f"{_HEAD}a skos:note,Corrected.,Corrigé.,\n", "utf-8")
    assert _rows(take(french, file).content)[1:] == [
        ["a", "skos:note", "", first.source[1], "Corrigé."],
        ["b", "skos:note", "", second.source[1], "Tel quel."],
    ]

"""Our own translations, and the lines that the reader refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from csekg.derived.languages import remarks_in_use, texts_in_use
from csekg.errors import DataError
from csekg.facts.translations import Translations, read_translations
from tests.records import all_facts, rows

#: What is the same in all languages, and so has no translation.
_NAMES = {
    "Global Legal Monitor", "ISO 3166", "Tractatenblad 2007, 10", "country_converter 1.3.2",
    "rigour 2.6.1",
}  # fmt: skip
_IN_USE = {"paragraph": {"It urges."}, "heading": {"Purpose"}, "note": {"Read twice."}}


def _read(data: Path, text: str, language: str = "fr") -> Translations:
    folder = data / "languages" / language
    folder.mkdir(parents=True)
    (folder / "texts.csv").write_text(text, encoding="utf-8")
    return read_translations(data, _IN_USE)


def test_translations_are_found_by_kind_and_english_text(tmp_path: Path) -> None:
    found = _read(tmp_path, "kind,en,text\nheading,Purpose,But\n")
    assert found == {("heading", "Purpose"): {"fr": "But"}}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("heading,Purposes,But", r"fr/texts.csv:2: this text is no longer in use as a heading"),
        ("paragraph,Purpose,But", "no longer in use as a paragraph.*'Purpose'"),
        ("gist,Purpose,But", "unknown kind of text in column kind: 'gist'"),
        ("heading,Purpose,", "column text may not be empty"),
        ("heading,,But", "column en may not be empty"),
        ("heading,Purpose,But\nheading,Purpose,Objet", "texts.csv:3: listed twice"),
    ],
)
def test_what_is_wrong_is_refused(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        _read(tmp_path, f"kind,en,text\n{line}\n")


def test_what_a_refresh_replaced_is_passed_over(tmp_path: Path) -> None:
    found = _read(
        tmp_path, "kind,en,text\nnote,Read once.,Lu une fois.\nnote,Read twice.,Lu deux fois.\n"
    )
    assert found == {("note", "Read twice."): {"fr": "Lu deux fois."}}


def test_an_unknown_language_or_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"pt/texts\.csv:1: unknown language: 'pt'"):
        _read(tmp_path, "kind,en,text\n", "pt")
    with pytest.raises(DataError, match=r"unknown column: 'note'"):
        _read(tmp_path / "other", "kind,en,text,note\n")


def test_what_resolution_vocabularies_and_treaties_say_is_translated() -> None:
    facts = all_facts()
    in_use = texts_in_use(
        facts.resolution, facts.provisions, facts.readings, facts.definitions, facts.treaties,
        facts.declarations, facts.discrepancies, facts.practice,
    )  # fmt: skip
    # Of clauses only those in words are translated: tests/csekg_api/site/test_clauses.py.
    for kind in in_use.keys() - {"footnote", "rationale", "discrepancy", "clause"}:
        for english in filter(None, in_use[kind]):
            assert len(facts.translations[kind, english]) == 5, english
    for english in in_use["discrepancy"]:
        # What a refresh left open waits for somebody who decides and translates.
        assert len(facts.translations.get(("discrepancy", english), {})) in (0, 5), english
    links = [each for found in facts.practice.assessors.values() for each in found.links]
    # A reading has reasons of its own, which are not published where the editors decided.
    for reason in (
        *(each.rationale for each in facts.correspondences),
        *(each.reason for each in links),
    ):
        assert len(facts.translations["rationale", reason]) == 5, reason


def test_every_remark_is_translated() -> None:
    facts = all_facts()
    in_use = remarks_in_use(
        facts.treaties, facts.documents, facts.readings, facts.actors, facts.statements,
        facts.sources,
    )  # fmt: skip
    assert set(in_use["source"]) > _NAMES
    untranslated = set()
    for kind, texts in in_use.items():
        for english in set(texts) - {""} - _NAMES:
            found = facts.translations.get((kind, english), {})
            # What a refresh wrote waits for its translation into all languages.
            assert len(found) in (0, 5), english
            untranslated |= set() if found else {english}
    assert len(untranslated) < 40
    for row in rows("languages/fr/texts.csv"):
        assert row["kind"] not in in_use or row["en"] in in_use[row["kind"]], row


def test_no_text_is_left_in_english() -> None:
    for language in ("ar", "ru", "zh"):
        for row in rows(f"languages/{language}/texts.csv"):
            assert row["text"] != row["en"] or not any(map(str.islower, row["text"])), row

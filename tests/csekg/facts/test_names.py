"""The names in other languages, and the rows that the reader refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from csekg.derived.references import check_names
from csekg.errors import DataError
from csekg.facts.names import UNSEEN, NameInLanguage, read_names_in_languages
from tests.records import all_facts, rows

_HEAD = "thing,form,language,text,status,verification,source,seen_in,note\n"
_FILES = ("titles", "terms", "actors", "groups", "territories")
_ROW = "instrument/tip,full,fr,Protocole,official,unverified,terminologist,,"


def _read(folder: Path, *lines: str) -> tuple[NameInLanguage, ...]:
    (folder / "languages").mkdir()
    for file in _FILES:
        text = _HEAD + ("\n".join(lines) + "\n" if file == "titles" else "")
        (folder / "languages" / f"{file}.csv").write_text(text, encoding="utf-8")
    facts = all_facts()
    names = read_names_in_languages(folder, facts.sources, facts.vocabularies)
    check_names(names, facts.english_names)
    return names


def test_a_right_row_is_taken(tmp_path: Path) -> None:
    (name,) = _read(tmp_path, _ROW)
    assert (name.thing, name.language, name.text) == ("instrument/tip", "fr", "Protocole")
    assert not name.is_short


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("instrument/tip", "instrument/tipp", "titles.csv:2.*has this path.*instrument/tip"),
        ("instrument/tip", "instrument/a-res-44-25", "has no English name of this form.*'full'"),
        (",full,", ",long,", "unknown form of a name in column form.*'long'"),
        (",fr,", ",en,", "unknown language.*'en'"),
        (",fr,", ",pt,", "unknown language.*'pt'"),
        ("official", "approved", "unknown status of a name.*'approved'"),
        ("unverified", "seen", "unknown verification.*'seen'"),
        (",unverified,", ",verified-secondary,", "nobody's document.*'verified-secondary'"),
    ],
)
def test_what_is_wrong_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        _read(tmp_path, _ROW.replace(old, new))


def test_a_thing_has_one_name_of_a_form_in_a_language(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"titles\.csv:3: listed twice"):
        _read(tmp_path, _ROW, _ROW.replace("Protocole", "Un protocole"))


def test_the_files_are_sorted_and_what_nobody_saw_is_unverified() -> None:
    for file in _FILES:
        listed = rows(f"languages/{file}.csv")
        keys = [(row["thing"], row["form"], row["language"]) for row in listed]
        assert keys == sorted(keys)
        for row in listed:
            assert (row["source"] in UNSEEN) <= (row["verification"] == "unverified"), row
            assert "from memory" not in row["note"].lower() or row["verification"] == "unverified"


def test_every_concept_and_group_has_a_name_in_each_language() -> None:
    facts = all_facts()
    named = {(name.thing, name.language) for name in facts.names_in_languages}
    for thing, form in facts.english_names:
        if form == "full" and thing.startswith(("vocab/", "group/", "territory/")):
            assert {(thing, tongue) for tongue in ("ar", "es", "fr", "ru", "zh")} <= named

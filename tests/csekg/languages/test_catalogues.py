from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from polib import POFile, pofile

from csekg.languages.catalogues import PACKAGES, coverage, errors, read_catalogue
from csekg.languages.current import ENGLISH, LANGUAGES, speaking
from csekg.languages.texts import untranslated
from csekg.languages.words import Words

_ROOT = Path(__file__).resolve().parents[3]
_FOLDERS = {"csekg": ("src/csekg", "queries"), "csekg_api": ("api/csekg_api",)}
#: Of a hundred messages so many are translated at least: who translates more may raise it.
_FLOOR = {"ar": 98, "es": 98, "fr": 98, "ru": 98, "zh": 98}
_OTHERS = [each for each in LANGUAGES if each != ENGLISH]


def _catalogue(text: str) -> POFile:
    header = 'msgid ""\nmsgstr "Plural-Forms: nplurals=3; plural=n > 1;\\n"\n\n'
    return pofile(header + text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('msgid "On {day}"\nmsgstr "Le {day}"\n', None),
        ('msgid "On {day}"\nmsgstr ""\n', None),
        ('msgid "On {day}"\nmsgstr "Le {jour}"\n', "other places"),
        ('msgid "On {day}"\nmsgstr "Le jour"\n', "other places"),
        ('msgid "On %(day)s"\nmsgstr "Le {day}"\n', "other places"),
        ('#, fuzzy\nmsgid "On {day}"\nmsgstr "Le {jour}"\n', None),
        (
            'msgid "{number} day"\nmsgid_plural "{number} days"\nmsgstr[0] "un jour"\n'
            'msgstr[1] "{number} jours"\nmsgstr[2] "{number} jours"\n',
            None,
        ),
        ('msgid "{number} day"\nmsgid_plural "{number} days"\nmsgstr[0] "un jour"\n', "plural form"),
        (
            'msgid "{number} day of {name}"\nmsgid_plural "{number} days of {name}"\n'
            'msgstr[0] "un jour"\nmsgstr[1] "{number} jours de {name}"\n'
            'msgstr[2] "{number} jours de {name}"\n',
            "other places",
        ),
    ],
)
def test_what_is_wrong_in_a_catalogue_is_told(text: str, wrong: str | None) -> None:
    found = [*errors(_catalogue(text))]
    assert (wrong is None) == (found == [])
    assert wrong is None or wrong in found[0]


def test_coverage_counts_what_is_translated_in_each_form() -> None:
    text = (
        'msgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr ""\n\n'
        'msgid "d"\nmsgid_plural "e"\nmsgstr[0] "f"\nmsgstr[1] ""\nmsgstr[2] ""\n\n'
        '#, fuzzy\nmsgid "g"\nmsgstr "h"\n'
    )
    counted = coverage(_catalogue(text))
    assert (counted.translated, counted.messages) == (1, 4)


@pytest.mark.parametrize("language", _OTHERS)
@pytest.mark.parametrize("package", PACKAGES)
def test_each_catalogue_is_right_and_says_most_messages_of_the_code(package: str, language: str) -> None:
    catalogue = read_catalogue(package, language)
    assert catalogue is not None
    assert [*errors(catalogue)] == []
    said = {(message.msgctxt, message.msgid) for message in catalogue.translated_entries()}
    messages = _in_code(package)
    # `make words` finds new messages; what nobody has translated yet comes in English.
    least = _FLOOR.get(language, 0) * len(messages)
    assert 100 * len(messages & said) >= least, sorted(map(str, messages - said))
    assert len(messages) > 500


def test_a_message_that_waits_for_review_comes_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "locale" / "fr" / "LC_MESSAGES" / "reviewed.po"
    file.parent.mkdir(parents=True)
    file.write_text('#, fuzzy\nmsgid "On"\nmsgstr "Le"\n\nmsgid "Off"\nmsgstr "Sans"\n', "utf-8")
    monkeypatch.setattr("csekg.languages.words.files", lambda _package: tmp_path)
    words = Words("reviewed")
    with speaking("fr"):
        assert words.gettext("Off") == "Sans"
        assert words.gettext("On") == untranslated("On")


@cache
def _in_code(package: str) -> set[tuple[str | None, str]]:
    mappings = tomllib.loads((_ROOT / "babel.toml").read_text("utf-8"))["mappings"]
    keywords = {"_": None, "gettext": None, "later": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
    found = [
        message
        for folder in _FOLDERS[package]
        for message in extract_from_dir(
            _ROOT / folder,
            [(each["pattern"], each["method"]) for each in mappings],
            {each["pattern"]: {k: v for k, v in each.items() if k not in ("pattern", "method")} for each in mappings},
            keywords=keywords,
        )
    ]
    return {(context, _english(message)) for _file, _line, message, _comments, context in found}


def _english(message: str | tuple[str, ...] | list[str]) -> str:
    return message if isinstance(message, str) else message[0]
